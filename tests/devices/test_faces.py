"""P2: faces are found in pictures of any size, turned, cut and covered, and nowhere else."""

import cv2
import numpy as np
import pytest

from backoffice.devices.faces import face_width, find_faces, upside_down
from tests.fixtures import portraits
from tests.fixtures.portraits import portrait

EYES = ((203, 101), (247, 103))
"""Of the astronaut, 512 × 512, seen by eye."""


def enlarged(picture, times):
    return cv2.resize(picture, None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC)


def turned(picture, degrees):
    matrix = cv2.getRotationMatrix2D((225, 120), -degrees, 1)
    return cv2.warpAffine(picture, matrix, (512, 512), borderMode=cv2.BORDER_REPLICATE)


@pytest.mark.parametrize("times", [0.5, 1, 2.5, 6])
def test_p2_the_face_and_its_eyes_are_found_in_any_size(times):
    found = find_faces(enlarged(portraits.astronaut(), times))
    assert len(found.boxes) == 1
    assert found.eyes is not None
    assert np.array(found.eyes) / times == pytest.approx(np.array(EYES), abs=2.5)
    assert face_width(found) / times == pytest.approx(100, abs=5)


def test_p2_a_face_far_away_is_found():
    found = find_faces(
        cv2.copyMakeBorder(
            enlarged(portraits.astronaut(), 2), 0, 1000, 1500, 1500, cv2.BORDER_REPLICATE
        )
    )
    assert len(found.boxes) == 1
    assert found.boxes[0][0] == pytest.approx(1500 + 2 * 177, abs=25)


@pytest.mark.parametrize("degrees", [-45, -30, -15, 15, 30, 45])
def test_p2_a_turned_head_is_found_and_its_roll_measured(degrees):
    found = find_faces(turned(portraits.astronaut(), degrees))
    assert found.roll == pytest.approx(degrees + 3, abs=2)
    left, top, width, height = found.boxes[0]
    assert (left + width / 2, top + height / 2) == pytest.approx((225, 115), abs=15)


def test_p2_upside_down_is_told():
    assert upside_down(np.ascontiguousarray(portrait()[::-1, ::-1]))
    assert not upside_down(portrait())
    assert not upside_down(portraits.nobody("coffee"))


def test_p2_covered_eyes_are_told_from_no_face():
    found = find_faces(portraits.eyes_under_bar(portrait()))
    assert found.covered
    assert found.eyes is None
    left, top, width, _ = found.boxes[0]
    assert (left + width / 2, width) == pytest.approx((180, 195), abs=30)
    assert 80 < top < 160
    assert not find_faces(portraits.nobody("plain")).covered


@pytest.mark.parametrize("colour", [(0, 0, 0), (150, 175, 215)])
def test_p2_covered_eyes_are_found_before_a_portrait_is_cut(colour):
    picture = cv2.rectangle(portraits.astronaut(), (185, 85), (265, 115), colour, -1)
    found = find_faces(picture)
    assert found.covered
    left, _, width, _ = found.boxes[0]
    assert (left + width / 2, width) == pytest.approx((225, 97), abs=20)


@pytest.mark.parametrize("name", ["coffee", "rocket", "grass", "page", "moon"])
def test_p2_no_face_where_there_is_none(name):
    assert find_faces(portraits.nobody(name)).boxes == ()
    assert find_faces(enlarged(portraits.nobody(name), 3), thorough=False).boxes == ()


def test_p2_small_real_faces_are_found_and_other_patches_are_not():
    from skimage import data

    patches = data.lfw_subset()  # 100 faces of 25 × 25 px, then 100 that are none
    found = [bool(find_faces(portrait_of(patch)).boxes) for patch in patches[80:120]]
    assert sum(found[:20]) >= 18
    assert sum(found[20:]) == 0


def portrait_of(patch):
    grey = cv2.resize((patch * 255).astype(np.uint8), (200, 200), interpolation=cv2.INTER_CUBIC)
    colour = cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)
    return cv2.copyMakeBorder(colour, 120, 121, 79, 79, cv2.BORDER_REPLICATE)


@pytest.mark.parametrize("shape", [(1, 1, 3), (20, 400, 3), (400, 20, 3), (2, 3000, 3)])
def test_p2_odd_pictures_have_no_face(shape):
    assert find_faces(np.full(shape, 90, np.uint8)).boxes == ()
