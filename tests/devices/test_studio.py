"""P2: portraits are cut by GA 461-2004, and cutting changes nothing but the size."""

import io
from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image

from backoffice.devices.cropping import cut, encoded
from backoffice.devices.faces import find_faces
from backoffice.devices.measuring import measure
from backoffice.devices.studio import OpenCvStudio
from backoffice.domain.measurements import PhotoFault, Verdict
from backoffice.domain.pictures import PORTRAIT, Crop
from backoffice.domain.refusal import Refusal
from tests.fixtures import portraits
from tests.fixtures.cameras import before_camera

STUDIO = OpenCvStudio()
WHOLE = Crop(left=0, top=0, width=358)
GPS, MAKER, COMMENT = 0x8825, 0x010F, b"Teaching building 4"


def png(picture: np.ndarray) -> bytes:
    return cv2.imencode(".png", picture)[1].tobytes()


def still(picture: np.ndarray):
    return STUDIO.open(png(picture))


def decoded(jpeg: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)


def pixels(frame) -> np.ndarray:
    """Return a frame as rows of blue, green, red."""
    return np.frombuffer(frame.rgb, np.uint8).reshape(frame.height, frame.width, 3)[:, :, ::-1]


def segments(jpeg: bytes) -> dict[int, bytes]:
    """Return the segments of a JPEG before its pixels, by their marker."""
    found, place = {}, 2
    while jpeg[place + 1] != 0xDA:
        length = int.from_bytes(jpeg[place + 2 : place + 4])
        found[jpeg[place + 1]] = jpeg[place + 4 : place + 2 + length]
        place += 2 + length
    return found


def turned(picture: np.ndarray, degrees: float) -> np.ndarray:
    """Turn it clockwise about the face of the astronaut."""
    matrix = cv2.getRotationMatrix2D((224.0, 120.0), -degrees, 1)
    return cv2.warpAffine(picture, matrix, picture.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)


@pytest.mark.parametrize("larger", [1, 1.3, 1.7, 2.6])
@pytest.mark.parametrize("part", [slice(None), slice(60, 420)], ids=["whole", "part"])
def test_p2_the_automatic_crop_is_a_good_portrait(larger, part):
    source = portraits.astronaut()[:, part]
    picture = still(cv2.resize(source, None, fx=larger, fy=larger, interpolation=cv2.INTER_CUBIC))
    crop = picture.automatic_crop()
    told = STUDIO.measure(picture.cut(crop), enlarged=PORTRAIT[0] / crop.width)
    assert (told.verdict, told.faults) == (Verdict.GOOD, ())


def test_p2_the_crop_follows_ga_461():
    crop = still(portraits.astronaut()).automatic_crop()
    scale = PORTRAIT[0] / crop.width
    # Seen by eye in the astronaut: hair from row 15, eyes in row 101, ears 100 px apart.
    assert 193 <= 100 * scale <= 221
    assert 7 <= (15 - crop.top) * scale <= 21
    assert PORTRAIT[1] - (101 - crop.top) * scale >= 207
    assert (224 - crop.left) * scale == pytest.approx(PORTRAIT[0] / 2, abs=10)


def test_p2_who_stands_far_away_is_found():
    picture = np.full((1800, 1600, 3), 170, np.uint8)
    picture[150:662, 570:1082] = portraits.astronaut()
    crop, near = still(picture).automatic_crop(), still(portraits.astronaut()).automatic_crop()
    assert crop.left - 570 == pytest.approx(near.left, abs=6)
    assert crop.top - 150 == pytest.approx(near.top, abs=6)
    assert crop.width == pytest.approx(near.width, rel=0.06)


@pytest.mark.parametrize("degrees", [-15, -8, 8, 15])
def test_p2_a_tilted_head_is_levelled(degrees):
    picture = still(turned(portraits.astronaut(), degrees))
    crop = picture.automatic_crop()
    assert crop.turn == pytest.approx(-degrees, abs=5)
    assert abs(find_faces(decoded(picture.cut(crop))).roll) < 4
    control = find_faces(decoded(picture.cut(replace(crop, turn=0))))
    assert control.roll == pytest.approx(degrees, abs=5)


@pytest.mark.parametrize("size", [(358, 441), (716, 882), (720, 880), (500, 625)], ids=str)
def test_p2_a_finished_portrait_is_taken_as_it_is(size):
    picture = still(cv2.resize(portraits.portrait(across=0.12), size))
    crop = picture.automatic_crop()
    assert crop.turn == 0
    assert crop.width == pytest.approx(size[0], rel=0.02)
    assert crop.height == pytest.approx(size[1], rel=0.02)


@pytest.mark.parametrize("mirrored", [1, -1])
def test_p2_a_second_person_is_told_of_though_the_cut_leaves_them_out(mirrored):
    one = portraits.astronaut()
    studio = OpenCvStudio()
    still = studio.open(portraits.jpeg(np.hstack([one, one[:, ::mirrored]])))
    crop = still.automatic_crop()
    enlarged = PORTRAIT[0] / crop.width
    measured = studio.measure(still.cut(crop), enlarged=enlarged, others=crop.others)
    assert crop.others == 1
    assert measured.faults[0] is PhotoFault.SEVERAL_FACES
    assert studio.open(portraits.jpeg(one)).automatic_crop().others == 0


def test_p2_in_a_picture_of_other_proportions_the_face_is_looked_for():
    person = portraits.portrait(larger=0.7)
    assert still(cv2.resize(person, (716, 882))).automatic_crop().width == 716
    assert still(cv2.resize(person, (690, 882))).automatic_crop().width < 600


@pytest.mark.parametrize("size", [(800, 500), (500, 800)], ids=str)
def test_p2_without_a_face_the_largest_frame_a_little_above_the_middle_is_offered(size):
    crop = still(np.full((size[1], size[0], 3), 170, np.uint8)).automatic_crop()
    assert crop.turn == 0
    assert crop.width == pytest.approx(min(size[0], size[1] * 358 / 441))
    assert crop.left == pytest.approx((size[0] - crop.width) / 2)
    assert 0 <= crop.top <= (size[1] - crop.height) / 2


@pytest.mark.parametrize("edge", [158, 150])
def test_p2_the_crop_keeps_to_the_picture_where_it_can(edge):
    source = turned(portraits.astronaut(), 3)[:, edge:]  # the portrait would begin at 138
    crop = still(source).automatic_crop()
    nose = 224 - edge
    assert crop.left > nose - crop.width / 2 + 0.03 * crop.width, "it moved towards the picture"
    assert abs((nose - crop.left) / crop.width - 0.5) <= 0.06, "and the face is still in the middle"


def test_p2_a_portrait_that_is_cut_as_a_whole_keeps_its_pixels():
    portrait = portraits.portrait()
    assert np.array_equal(cut(portrait, WHOLE), portrait)
    assert np.abs(decoded(still(portrait).cut(WHOLE)).astype(int) - portrait).mean() < 1.5


@pytest.mark.parametrize("turn", [0.0, 12.0, 90.0, -33.0])
@pytest.mark.parametrize("width", [90.0, 358.0, 700.5, 1400.0, 2600.0])
def test_p2_what_lies_in_the_frame_lies_in_the_portrait(width, turn):
    picture = np.zeros((3400, 2800, 3), np.uint8)
    crop = Crop(left=1250.3 - width / 2, top=1700.7 - width * 441 / 716, width=width, turn=turn)
    # A disk a quarter of the width right of the middle, and where a clockwise turn takes it.
    scale = PORTRAIT[0] / width
    disk = (round(1250.3 + width / 4), round(1700.7))
    cv2.circle(picture, disk, round(0.1 * width), (255, 255, 255), -1, cv2.LINE_AA)
    moments = cv2.moments(cut(picture, crop)[:, :, 0])
    seen = (moments["m10"] / moments["m00"], moments["m01"] / moments["m00"])
    lean = np.radians(turn)
    right, down = (disk[0] + 0.5 - 1250.3) * scale, (disk[1] + 0.5 - 1700.7) * scale
    expected = (
        179 + right * np.cos(lean) - down * np.sin(lean) - 0.5,
        220.5 + right * np.sin(lean) + down * np.cos(lean) - 0.5,
    )
    assert seen == pytest.approx(expected, abs=0.7 + 0.5 * max(scale - 1, 0))


@pytest.mark.parametrize("turn", [0.0, 7.0])
@pytest.mark.parametrize("larger", [0.6, 1, 2.3, 5])
def test_p2_brightness_is_left_alone(larger, turn):
    before = cv2.resize(portraits.portrait(), None, fx=larger, fy=larger)
    crop = Crop(left=0, top=0, width=358 * larger, turn=turn)
    after = decoded(encoded(cut(before, crop)))
    for radius in (0.1, 0.25, 0.45):  # within a circle, turning changes nothing
        assert np.allclose(inside_circle(before, radius), inside_circle(after, radius), atol=1.5)


def inside_circle(picture: np.ndarray, radius: float) -> np.ndarray:
    """Return the mean colour within ``radius``, in parts of the width."""
    height, width = picture.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    middle = (round((width - 1) / 2 * 16), round((height - 1) / 2 * 16))
    cv2.circle(mask, middle, round(radius * width * 16), 255, -1, cv2.LINE_AA, 4)
    return np.array(cv2.mean(picture, mask)[:3])


def test_p2_scaling_down_averages_and_skips_nothing():
    board = (np.indices((2205, 1790)).sum(axis=0) % 2 * 255).astype(np.uint8)
    board = np.dstack([board] * 3)
    for turn in (0.0, 3.0):
        small = cut(board, Crop(left=0, top=0, width=1790, turn=turn))[40:-40, 40:-40]
        assert small.std() < 4
        assert small.mean() == pytest.approx(127.5, abs=2)
    assert board[::5, ::5].std() > 100, "skipping pixels would"


def test_p2_outside_the_picture_stand_its_nearest_colours():
    picture = np.full((882, 716, 3), (40, 120, 200), np.uint8)
    for crop in (Crop(left=-300, top=-300, width=900), Crop(left=500, top=600, width=500, turn=20)):
        assert np.all(cut(picture, crop) == (40, 120, 200))


def test_p2_a_portrait_is_a_baseline_jpeg_of_350_dpi():
    jpeg = still(portraits.astronaut()).cut(Crop(left=138, top=4, width=173))
    found = segments(jpeg)
    assert 0xC0 in found, "baseline"
    assert found[0xE0] == b"JFIF\0\1\1\1" + (350).to_bytes(2) * 2 + b"\0\0"
    assert set(found) == {0xE0, 0xDB, 0xC0, 0xC4}, "and nothing else is said in it"
    with Image.open(io.BytesIO(jpeg)) as opened:
        assert opened.size == PORTRAIT
        assert opened.mode == "RGB"


def test_p2_the_same_cut_gives_the_same_bytes():
    first, second = (
        still(portraits.astronaut()).cut(Crop(left=138, top=4, width=173)) for _ in "ab"
    )
    assert first == second


def test_p2_where_and_with_what_it_was_taken_stays_behind():
    exif = Image.Exif()
    exif[MAKER] = "Fernglas"
    exif.get_ifd(GPS)[1] = "N"
    out = io.BytesIO()
    picture = Image.fromarray(portraits.portrait())
    picture.save(out, "JPEG", exif=exif, comment=COMMENT, icc_profile=b"Fernglas" * 40)
    assert b"Fernglas" in out.getvalue()
    assert COMMENT in out.getvalue()
    kept = STUDIO.open(out.getvalue()).cut(WHOLE)
    assert b"Fernglas" not in kept
    assert COMMENT not in kept
    assert b"Exif" not in kept


@pytest.mark.parametrize("turn", [0.0, 5.0, 90.0, 180.0, -90.0])
@pytest.mark.parametrize("room", [(400, 300), (300, 400), (1600, 1600)], ids=str)
def test_p2_the_whole_picture_is_shown_in_the_room(room, turn):
    frame = still(portraits.astronaut()[:400]).shown(room, turn=turn)
    assert len(frame.rgb) == frame.width * frame.height * 3
    assert frame.width <= room[0]
    assert frame.height <= room[1]
    assert frame.width == room[0] or frame.height == room[1]


def test_p2_a_shown_picture_is_turned_clockwise():
    picture = np.zeros((300, 600, 3), np.uint8)
    picture[:, :300] = (0, 0, 255)
    quarter = pixels(still(picture).shown((600, 600), turn=90))
    assert quarter.shape == (600, 300, 3)
    assert tuple(quarter[100, 150]) == (0, 0, 255), "left goes up"
    assert tuple(quarter[500, 150]) == (0, 0, 0)
    upright = pixels(still(picture).shown((300, 300)))
    assert upright.shape == (150, 300, 3)
    assert tuple(upright[75, 50]) == (0, 0, 255)


def test_p2_a_picture_knows_its_size():
    assert still(portraits.astronaut()[:450]).size == (512, 450)


def test_p2_the_studio_measures_what_was_cut():
    portrait = portraits.portrait()
    jpeg = portraits.jpeg(portrait, quality=95)
    assert STUDIO.measure(jpeg) == measure(decoded(jpeg))
    figures = {f.name: f.value for f in STUDIO.measure(jpeg, enlarged=2).figures}
    assert figures["resolution"] == 179


def test_p2_what_is_no_portrait_is_not_measured():
    with pytest.raises(Refusal, match="not a picture"):
        STUDIO.measure(b"no portrait")


def test_p2_a_still_of_the_camera_is_cut_like_a_file():
    picture = still(before_camera())
    crop = picture.automatic_crop()
    assert crop.width == pytest.approx(0.9 * 720 * 358 / 441, rel=0.08)
    assert STUDIO.measure(picture.cut(crop)).verdict is Verdict.GOOD
