"""P2: a good portrait has no fault, and each way to spoil one is named before all others.

The face is one real face. Strengths are ranges, so that no limit fits a single picture.
"""

import random
import threading

import cv2
import numpy as np
import pytest

from backoffice.commands._invented.portraits import draw
from backoffice.devices.limits import shipped
from backoffice.devices.measuring import measure
from backoffice.domain.measurements import FIGURE_NAMES, PhotoFault, Verdict
from tests.fixtures import portraits
from tests.fixtures.portraits import portrait

BLACK, GREY, SKIN, WHITE = (0, 0, 0), (128, 128, 128), (150, 175, 215), (255, 255, 255)
TIGHT = 1.17
"""GA 461 read so that the box of a detector, not the face, is 207 px wide."""


def faults(picture, **options):
    return [fault.value for fault in measure(picture, **options).faults]


def first(picture):
    return (faults(picture) or [""])[0]


def figures(picture, **options):
    return {figure.name: figure for figure in measure(picture, **options).figures}


def moved(picture, across, down, colour=WHITE):
    matrix = np.float32([[1, 0, across * 358], [0, 1, down * 441]])
    return cv2.warpAffine(picture, matrix, (358, 441), borderValue=colour)


@pytest.mark.parametrize("seed", range(12))
def test_p2_a_good_portrait_is_good_however_it_is_cut(seed):
    chance = random.Random(seed)
    picture = portrait(
        across=chance.uniform(-0.04, 0.04),
        down=chance.uniform(-0.04, 0.04),
        larger=chance.choice([1, TIGHT]) * chance.uniform(0.93, 1.07),
    )
    told = measure(portraits.compressed(picture, quality=chance.randint(75, 95)))
    assert (told.verdict, told.faults) == (Verdict.GOOD, ())


@pytest.mark.parametrize(
    ("change", "amount"),
    [
        *((portraits.noisy, {"sigma": sigma}) for sigma in (2, 4, 6)),
        *((portraits.brightened, {"times": times}) for times in (0.75, 0.87, 1.1, 1.2)),
        *((portraits.brightened, {"plus": plus}) for plus in (-20, 20)),
        (portraits.flattened, {"contrast": 0.8}),
    ],
)
def test_p2_a_little_noise_or_light_is_no_fault(change, amount):
    assert faults(change(portrait(), **amount)) == []


@pytest.mark.parametrize("turned", [-4, 4])
def test_p2_a_head_need_not_be_level_to_the_degree(turned):
    assert faults(portrait(turned=turned)) == []


def test_p2_every_figure_is_told_with_its_limits():
    told = measure(portrait())
    assert {figure.name for figure in told.figures} == FIGURE_NAMES.keys()
    assert all(figure.good for figure in told.figures)
    assert figures(portrait())["face_width"].value == pytest.approx(207, abs=8)
    assert figures(portrait())["eye_height"].value == pytest.approx(441 - 193, abs=3)


@pytest.mark.parametrize("fault", PhotoFault)
def test_p2_each_fault_has_a_picture_that_shows_it_first(fault):
    told = measure(portraits.spoiled(fault))
    assert told.faults[0] is fault
    assert (told.verdict is Verdict.BAD) == (fault in shipped().verdicts.bad)


@pytest.mark.parametrize("larger", [1, TIGHT])
@pytest.mark.parametrize("sigma", [3, 5, 8])
def test_p2_blurred(sigma, larger):
    picture = portraits.blurred(portrait(larger=larger), sigma=sigma)
    assert first(picture) == "blurred"
    assert first(portraits.noisy(picture, sigma=4)) == "blurred"


@pytest.mark.parametrize("degrees", [0, 50, 90])
@pytest.mark.parametrize("length", [15, 31])
def test_p2_shaken(length, degrees):
    assert first(portraits.shaken(portrait(), length=length, degrees=degrees)) == "blurred"


@pytest.mark.parametrize("larger", [1, TIGHT])
@pytest.mark.parametrize("times", [0.12, 0.15, 0.2, 0.3])
def test_p2_too_dark(times, larger):
    assert first(portraits.brightened(portrait(larger=larger), times=times)) == "too_dark"


@pytest.mark.parametrize("power", [3, 4, 5])
def test_p2_too_dark_by_gamma(power):
    assert first(portraits.gamma(portrait(), power)) == "too_dark"


def test_p2_dark_skin_in_good_light_is_not_too_dark():
    # The face darker by half in a picture that has bright parts: the control has none.
    light = np.full((441, 358, 1), 1.0)
    cv2.ellipse(light, (180, 225), (85, 125), 0, 0, 360, 0.55, -1)
    picture = portraits._pixels(portrait() * cv2.GaussianBlur(light, (0, 0), 6)[:, :, None])
    assert "too_dark" not in faults(picture)
    assert "too_dark" in faults(portraits.brightened(picture, times=0.6))


@pytest.mark.parametrize("larger", [1, TIGHT])
@pytest.mark.parametrize(
    "light",
    [
        {"times": 2},
        {"times": 2.5},
        {"times": 3},
        {"plus": 90},
        {"plus": 100},
        {"plus": 130},
        {"times": 2.2, "plus": 40},
    ],
    ids=str,
)
def test_p2_too_bright(light, larger):
    assert first(portraits.brightened(portrait(larger=larger), **light)) == "too_bright"


@pytest.mark.parametrize("turned", [-30, -25, -20, -16, -12, 12, 16, 20, 25, 30])
def test_p2_tilted(turned):
    told = figures(portrait(turned=turned))
    assert first(portrait(turned=turned)) == "tilted"
    # The astronaut herself holds her head 3° clockwise.
    assert told["roll"].value == pytest.approx(turned + 3, abs=1.5)


@pytest.mark.parametrize("fill", [None, *(grey[0] for grey in (BLACK, GREY, WHITE))])
@pytest.mark.parametrize("part", [0.3, 0.45, 0.6])
def test_p2_the_face_is_too_small(part, fill):
    assert first(portraits.shrunk(portrait(), part=part, fill=fill)) == "face_too_small"
    assert first(portrait(larger=part)) == "face_too_small"


@pytest.mark.parametrize("larger", [1.5, 1.7])
def test_p2_the_face_is_too_large(larger):
    assert first(portrait(larger=larger, down=0.1)) == "face_too_large"


@pytest.mark.parametrize("larger", [1, TIGHT])
@pytest.mark.parametrize("by", [-0.35, -0.28, -0.2, 0.2, 0.28, 0.35])
def test_p2_off_centre(by, larger):
    assert first(portrait(across=by, larger=larger)) == "off_centre"
    assert first(portrait(down=by, larger=larger)) == "off_centre"


@pytest.mark.parametrize(("across", "down"), [(0.25, 0), (-0.25, 0), (0, 0.25), (0, -0.25)])
def test_p2_off_centre_with_plain_margins(across, down):
    assert first(moved(portrait(), across, down)) == "off_centre"


@pytest.mark.parametrize("second", [1, 0.8, 0.6, 0.5])
def test_p2_two_faces(second):
    assert first(portraits.two_heads(second=second)) == "several_faces"


def test_p2_a_second_face_in_a_corner():
    picture = portrait()
    other = cv2.resize(picture[40:400, 40:320], (98, 126), interpolation=cv2.INTER_AREA)
    picture[4:130, 256:354] = other
    assert first(picture) == "several_faces"


@pytest.mark.parametrize(
    "name",
    ["plain", "noise", "coffee", "rocket", "chelsea", "camera", "page", "text", "brick", "coins"],
)
def test_p2_no_face(name):
    assert faults(portraits.nobody(name)) == ["no_face"]


@pytest.mark.parametrize("grey", [0, 255])
def test_p2_a_sheet_of_one_colour_has_no_face(grey):
    assert faults(np.full((441, 358, 3), grey, np.uint8)) == ["no_face"]


@pytest.mark.parametrize("way", [-1, 1])
def test_p2_upside_down_is_no_face(way):
    assert faults(np.ascontiguousarray(portrait()[::-1, ::way])) == ["no_face"]


@pytest.mark.parametrize("half", [14, 22, 30])
@pytest.mark.parametrize("colour", [BLACK, GREY, SKIN, WHITE])
def test_p2_the_eyes_are_under_a_bar(colour, half):
    assert first(portraits.eyes_under_bar(portrait(), colour, half=half)) == "eyes_not_visible"


@pytest.mark.parametrize("size", [24, 30, 38, 44])
def test_p2_the_eyes_are_behind_dark_glasses(size):
    assert first(portraits.in_dark_glasses(portrait(), size=size)) == "eyes_not_visible"


@pytest.mark.parametrize("part", [0.8, 0.9, 1])
def test_p2_grey_has_a_colour_cast(part):
    assert first(portraits.greyed(portrait(), part=part)) == "colour_cast"


@pytest.mark.parametrize(
    "light",
    [
        {"blue": 1.5, "red": 0.7},
        {"blue": 1.3, "red": 0.75},
        {"green": 1.3, "red": 0.75, "blue": 0.75},
        {"green": 1.25, "red": 0.8},
        {"blue": 0.35},
    ],
    ids=str,
)
def test_p2_coloured_light_is_a_colour_cast(light):
    assert first(portraits.tinted(portrait(), **light)) == "colour_cast"


@pytest.mark.parametrize("contrast", [0.2, 0.28, 0.35])
def test_p2_low_contrast(contrast):
    assert first(portraits.flattened(portrait(), contrast=contrast)) == "low_contrast"
    assert first(portraits._pixels(portrait() * contrast + 160 * (1 - contrast))) == "low_contrast"


@pytest.mark.parametrize("way", [-1, 1])
@pytest.mark.parametrize("darkest", [0.05, 0.15, 0.3])
def test_p2_uneven_light(darkest, way):
    picture = np.ascontiguousarray(portrait()[:, ::way])
    assert first(portraits.half_lit(picture, darkest=darkest)) == "uneven_light"


@pytest.mark.parametrize("tile", [10, 16, 24, 40])
def test_p2_a_busy_background(tile):
    assert faults(portraits.before_clutter(tile=tile)) == ["background"]


def test_p2_pixels_that_were_made_up_are_told():
    assert faults(portrait(), enlarged=2) == []
    assert figures(portrait(), enlarged=2)["resolution"].value == 179
    assert faults(portrait(), enlarged=3) == ["face_too_small"]


def test_p2_faults_are_told_most_important_first():
    picture = portraits.tinted(portrait(across=0.25), blue=1.5, red=0.7)
    assert faults(picture) == ["off_centre", "colour_cast"]


def test_p2_drawn_portraits_are_measured_like_any_other():
    for seed in range(6):
        picture = cv2.imdecode(np.frombuffer(draw(random.Random(seed)), np.uint8), 1)
        told = measure(picture)
        assert told.verdict in Verdict
        assert told.figures


def test_p2_two_threads_measure_at_once():
    expected = measure(portrait())
    answers = []

    def work():
        answers.extend(measure(portrait()) for _ in range(4))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == [expected] * 12


def test_p2_a_live_preview_does_not_wait_for_a_thorough_search():
    covered = portraits.eyes_under_bar(portrait())
    assert faults(covered, thorough=False) == ["no_face"]
    assert faults(covered) == ["eyes_not_visible"]
