"""The frame of a portrait, moved by keys and mouse; what it holds is measured and stored."""

import pytest
from PIL import Image

from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence
from tests.desk.photo_steps import choose, crop, open_form, red, send, stored, to_the_sheet
from tests.fixtures.stand_in_camera import scene


@pytest.mark.parametrize(
    ("key", "moved"),
    [
        ("Left", lambda a, b: b.left < a.left and b.width == a.width),
        ("Right", lambda a, b: b.left > a.left and b.top == a.top),
        ("Up", lambda a, b: b.top < a.top and b.left == a.left),
        ("Down", lambda a, b: b.top > a.top),
        ("plus", lambda a, b: b.width > a.width and b.left < a.left),
        ("minus", lambda a, b: b.width < a.width and b.top > a.top),
        ("comma", lambda a, b: b.turn == a.turn - 1),
        ("period", lambda a, b: b.turn == a.turn + 1),
        ("r", lambda a, b: b == a),  # the camera stands upright
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_keys_move_size_and_turn_the_frame(cropping, key, moved):
    before = crop(cropping)
    cropping.key(key)
    assert moved(before, crop(cropping))
    cropping.key("0")
    assert crop(cropping) == before


def test_the_sizes_of_letters_leave_the_frame_alone(cropping):
    before = crop(cropping)
    cropping.key("Control-plus")
    cropping.key("Control-minus")
    assert crop(cropping) == before


def test_the_mouse_moves_the_frame_and_draws_its_corners(cropping):
    canvas, before = cropping.desk.view.cutting.frame, crop(cropping)
    middle = (canvas.winfo_width() // 2, canvas.winfo_height() // 2)
    drag(cropping, canvas, middle, (middle[0] + 30, middle[1]))
    moved = crop(cropping)
    assert moved.left > before.left
    assert (moved.top, moved.width) == (before.top, before.width)
    x, y = canvas._lie.to_screen((moved.left + moved.width, moved.top + moved.height))
    drag(cropping, canvas, (round(x), round(y)), (round(x) - 40, round(y) - 40))
    assert crop(cropping).width < moved.width
    assert crop(cropping).left == pytest.approx(moved.left)
    assert crop(cropping).top == pytest.approx(moved.top)


def drag(clerk, canvas, start, end):
    canvas.event_generate("<ButtonPress-1>", x=start[0], y=start[1])
    canvas.event_generate("<B1-Motion>", x=end[0], y=end[1])
    canvas.event_generate("<ButtonRelease-1>", x=end[0], y=end[1])
    clerk.app.update()


def test_a_file_that_lies_on_its_side_is_turned(clerk, staged, people, camera, tmp_path):
    file = tmp_path / "lying.png"
    scene((900, 1200)).transpose(Image.Transpose.ROTATE_90).save(file)
    people.staff(photo=False, card=None)
    camera.fault = Fault("camera-missing", sentence("There is no camera."))
    open_form(clerk)
    choose(clerk, file)
    clerk.waits_for("R turns by 90°")
    clerk.key("r")
    clerk.settle("camera", "store")
    assert crop(clerk).turn == 90
    send(clerk)
    assert red(stored(clerk)) < 0.5  # where it is in the upright scene


def test_of_many_changes_the_last_one_is_measured_and_stored(cropping, studio):
    measured = len(studio.seen)
    for _ in range(20):
        cropping.key("minus")
    cropping.settle("camera", "store")
    assert measured < len(studio.seen) < measured + 20
    to_the_sheet(cropping)
    assert cropping.desk.view._cut.portrait == studio.seen[-1]
    assert cropping.desk.view._cut.crop == crop(cropping)


def test_enter_right_after_a_change_takes_the_changed_frame(cropping, studio):
    cropping.key("Left")
    cropping.key("Return")
    cropping.waits_for("Send for approval")
    assert cropping.desk.view._cut.crop == crop(cropping)
