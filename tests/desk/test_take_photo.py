"""A photo from lens or file to its sheet, at the real window; lens and studio are stand-ins."""

import pytest
from PIL import Image

from backoffice.domain.measurements import PhotoFault
from backoffice.domain.photos import NewPhoto, PhotoReason, PhotoSource, PhotoState
from backoffice.domain.pictures import PORTRAIT
from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence
from tests.desk.photo_steps import choose, open_form, photos, red, send, stored, take, to_the_sheet
from tests.fixtures.books import DAY, run
from tests.fixtures.documents import portrait
from tests.fixtures.stand_in_camera import scene, with_faults

MOST_PRESSES = 5
ELSEWHERE = NewPhoto(
    holder_id=1,
    picture=portrait(),
    source=PhotoSource.CAMERA,
    reason=PhotoReason.FIRST,
    taken_on=DAY.date(),
    taken_by=None,
    measured=None,
)
MISSING = Fault("camera-missing", sentence("There is no camera."))
GONE = Fault("camera-gone", sentence("The camera was unplugged."))


@pytest.fixture
def program(program, camera, studio):
    vars(program).update(camera=lambda: camera, studio=lambda: studio)
    return program


@pytest.fixture
def holder(people):
    return people.staff(photo=False, card=None)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "somebody.png"
    scene((900, 1200)).save(path)
    return path


# ── with a camera ────────────────────────────────────────────────────────────────────────────


def test_from_the_key_to_waiting_for_approval_in_at_most_five_presses(clerk, holder, camera):
    clerk.look_up("20140001")
    clerk.presses = 0
    clerk.key("F6")
    clerk.waits_for("Good: hold still.")
    clerk.key("space")
    clerk.waits_for("Use this picture")
    clerk.settle("camera", "store")
    send(clerk)
    assert clerk.sees("Gates use it the day after it is approved.")
    assert clerk.presses <= MOST_PRESSES
    print(f"key presses from F6 to waiting for approval: {clerk.presses}")
    [photo] = photos(clerk)
    assert photo.state is PhotoState.SUBMITTED
    assert (photo.source, photo.reason) == (PhotoSource.CAMERA, PhotoReason.FIRST)
    assert not camera.running


def test_the_screen_is_a_mirror_and_the_photo_is_not(before_the_lens, camera):
    frame = before_the_lens.desk.view.preview.shot.frame
    shown = Image.frombytes("RGB", (frame.width, frame.height), frame.rgb)
    assert red(shown) > 0.5
    take(before_the_lens)
    send(before_the_lens)
    assert stored(before_the_lens).size == PORTRAIT
    assert red(stored(before_the_lens)) < 0.5


def test_the_most_important_fault_is_said_in_words_that_help(before_the_lens, camera):
    camera.measured = with_faults(PhotoFault.FACE_TOO_SMALL, PhotoFault.TOO_DARK)
    before_the_lens.waits_for("Come closer.")
    assert not before_the_lens.sees("Turn to the light.")
    camera.measured = with_faults(PhotoFault.TOO_DARK)
    before_the_lens.waits_for("Turn to the light.")
    assert before_the_lens.sees("Face width")


def test_the_persons_name_stays_beside_the_wide_picture(before_the_lens):
    assert before_the_lens.sees("王小明 Wang Xiaoming")
    assert before_the_lens.sees("20140001 · 物理学院")
    column = before_the_lens.desk.counter.column
    wide = column.winfo_width()
    before_the_lens.key("Escape")
    before_the_lens.settle()
    assert column.winfo_width() < wide * 0.6
    assert before_the_lens.sees("What happened")


@pytest.mark.parametrize("fault", [MISSING, GONE], ids=lambda fault: fault.code)
def test_without_a_camera_the_form_says_so_and_tries_again(clerk, holder, camera, fault):
    camera.fault = fault
    open_form(clerk)
    clerk.waits_for(str(fault.message))
    assert clerk.button("Choose a file…")
    camera.fault = None
    clerk.press("Try again")
    clerk.waits_for("Good: hold still.")
    assert not clerk.sees(str(fault.message))


def test_a_camera_unplugged_in_mid_preview_is_said_and_comes_back(before_the_lens, camera):
    camera.fault = GONE
    before_the_lens.waits_for("The camera was unplugged.")
    assert not camera.running
    camera.fault = None
    before_the_lens.key("Return")  # there is nothing to take, so it tries again
    before_the_lens.waits_for("Good: hold still.")
    take(before_the_lens)


def test_the_language_switches_while_the_picture_runs(before_the_lens, camera):
    camera.measured = with_faults(PhotoFault.TILTED)
    before_the_lens.waits_for("Hold the head straight.")
    before_the_lens.press("中文")
    shots = camera.shots
    before_the_lens.wait_until(lambda: camera.shots > shots + 3)
    assert before_the_lens.button("锁定")
    before_the_lens.press("English")
    before_the_lens.waits_for("Hold the head straight.")


# ── letting the camera go ────────────────────────────────────────────────────────────────────


def leave_by_escape(clerk):
    clerk.key("Escape")


def leave_by_lock(clerk):
    clerk.key("Control-l")


def leave_by_tab(clerk):
    clerk.key("Alt-2")


def leave_by_another_clerk(clerk):
    clerk.key("Control-l")
    clerk.sign_in("wangfang")


@pytest.mark.parametrize(
    "leave", [leave_by_escape, leave_by_lock, leave_by_tab, leave_by_another_clerk]
)
def test_whoever_leaves_lets_the_camera_go(before_the_lens, camera, leave):
    assert camera.running  # the control: it runs as long as the form is seen
    leave(before_the_lens)
    before_the_lens.wait_until(lambda: not camera.running, what="the camera to be let go")
    shots = camera.shots
    before_the_lens.settle("camera", "store")
    assert camera.shots <= shots + 1


def test_after_the_lock_the_same_clerk_goes_on(before_the_lens, camera):
    before_the_lens.key("Control-l")
    before_the_lens.wait_until(lambda: not camera.running)
    before_the_lens.sign_in()
    before_the_lens.waits_for("Good: hold still.")
    assert camera.opened == 2
    take(before_the_lens)


def test_back_from_the_frame_the_camera_starts_again(before_the_lens, camera):
    take(before_the_lens)
    assert not camera.running
    before_the_lens.press("Back")
    before_the_lens.waits_for("Good: hold still.")
    assert camera.running


# ── from a file ──────────────────────────────────────────────────────────────────────────────


def test_a_file_is_taken_in_without_a_camera(clerk, holder, camera, file):
    camera.fault = MISSING
    open_form(clerk)
    clerk.waits_for("There is no camera.")
    choose(clerk, file)
    clerk.waits_for("R turns by 90°")
    clerk.settle("camera", "store")
    send(clerk)
    assert photos(clerk)[0].source is PhotoSource.FILE


@pytest.mark.parametrize("content", [b"no picture at all", None])
def test_a_bad_file_is_refused_in_place_and_the_picture_runs_on(
    before_the_lens, tmp_path, camera, content
):
    path = tmp_path / "somebody.jpg"
    if content:
        path.write_bytes(content)
    else:
        path.mkdir()
    choose(before_the_lens, path) if content else take_in(before_the_lens, path)
    before_the_lens.waits_for("Save the picture as JPEG" if content else "can't be read")
    shots = camera.shots
    before_the_lens.wait_until(lambda: camera.shots > shots + 2)
    take(before_the_lens)


def take_in(clerk, path):
    """Take in what the chooser does not offer: gone since, or not to be read."""
    import backoffice.ui.views.take_photo as view

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(view, "choose_file", lambda *_a, **_k: path)
        clerk.key("Control-o")


# ── reason, sheet, and what would be lost ────────────────────────────────────────────────────


def test_p5_who_had_a_photo_says_why_it_changes(clerk, people):
    people.staff(photo=portrait())
    open_form(clerk)
    clerk.waits_for("Good: hold still.")
    assert clerk.sees("face device does not recognise the holder")
    take(clerk)
    send(clerk)
    assert photos(clerk)[0].reason is PhotoReason.NOT_RECOGNISED


def test_p5_if_another_desk_took_the_first_one_the_reason_is_asked_again(
    cropping, clerk_actor, clock
):
    store = cropping.desk.program.store()
    run(store, clock, clerk_actor, "take", lambda books, _turn: books.photos.submit(ELSEWHERE))
    cropping.key("Return")
    cropping.waits_for("There is a photo of this person already.")
    cropping.settle("store")
    assert cropping.sees("Rule: P5 · FAQ 5")
    send(cropping)
    assert photos(cropping)[0].reason is PhotoReason.NOT_RECOGNISED


def test_a_bad_verdict_is_shown_beside_the_sheet_and_forbids_nothing(cropping, studio):
    studio.measured = with_faults(PhotoFault.NO_FACE, PhotoFault.TILTED)
    cropping.key("plus")
    cropping.settle("camera", "store")
    to_the_sheet(cropping)
    for said in (
        "✗ bad",
        "No face was found that looks into the camera. Look straight into the camera.",
        "Something is wrong with this picture.",
        "Better take it again; whoever approves photos decides.",
    ):
        assert cropping.sees(said)
    cropping.key("Control-Return")
    cropping.waits_for("Waiting for approval.")
    assert photos(cropping)[0].measured.faults == (PhotoFault.NO_FACE, PhotoFault.TILTED)


def test_a_picture_is_not_lost_without_a_question(cropping):
    cropping.key("Escape")
    assert cropping.sees("Discard the picture?")
    cropping.key("Escape")
    assert cropping.sees("Use this picture")
    cropping.key("Escape")
    cropping.press("Discard")
    assert cropping.desk.view is None
    assert photos(cropping) == []


def test_a_preview_alone_is_left_without_a_question(before_the_lens):
    before_the_lens.key("Escape")
    assert before_the_lens.desk.view is None
