"""What the frame holds on the screen is what the real studio cuts."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from backoffice.domain.pictures import PORTRAIT, Crop
from backoffice.ui import crop_geometry as geometry

SIZE = (900, 1200)
COLOURS = ((230, 20, 20), (20, 200, 20), (30, 30, 230), (230, 210, 20))
TURNS = (0, 1, -7, 20, 90, 97, 180, -90)

crops = st.builds(
    lambda x, y, width, turn: geometry.about((x, y), width=width, turn=turn),
    st.floats(200, 700),
    st.floats(200, 1000),
    st.floats(100, 600),
    st.floats(-180, 180),
)


def near(one, other):
    return np.allclose(one, other, atol=1e-6)


@pytest.mark.parametrize("turn", TURNS)
def test_each_corner_of_the_frame_is_that_corner_of_the_portrait(turn):
    from backoffice.devices.studio import OpenCvStudio

    crop = geometry.about((460, 590), width=300, turn=turn)
    middle = np.array(geometry.middle(crop))
    picture = Image.new("RGB", SIZE, (128, 128, 128))
    pen = ImageDraw.Draw(picture)
    for colour, corner in zip(COLOURS, geometry.corners(crop), strict=True):
        x, y = middle + 0.85 * (np.array(corner) - middle)
        pen.ellipse((x - 14, y - 14, x + 14, y + 14), fill=colour)
    file = io.BytesIO()
    picture.save(file, "PNG")
    with Image.open(io.BytesIO(OpenCvStudio().open(file.getvalue()).cut(crop))) as portrait:
        width, height = PORTRAIT
        for colour, (x, y) in zip(COLOURS, geometry._SIDES, strict=True):
            place = (width / 2 * (1 + 0.85 * x), height / 2 * (1 + 0.85 * y))
            seen = portrait.convert("RGB").getpixel(tuple(map(int, place)))
            assert np.abs(np.array(seen) - colour).max() < 40, (turn, x, y)


@given(crop=crops, to=st.tuples(st.floats(0, 900), st.floats(0, 1200)), corner=st.integers(0, 3))
def test_a_corner_that_is_drawn_leaves_the_opposite_one_and_the_proportions(crop, to, corner):
    drawn = geometry.stretched(crop, corner, to)
    opposite = (corner + 2) % 4
    assert near(geometry.corners(drawn)[opposite], geometry.corners(crop)[opposite])
    assert drawn.height / drawn.width == pytest.approx(PORTRAIT[1] / PORTRAIT[0])
    assert drawn.width >= geometry._SMALLEST


@given(crop=crops, turn=st.floats(-90, 90), factor=st.floats(0.5, 2))
def test_turning_and_sizing_keep_the_middle(crop, turn, factor):
    for changed in (geometry.turned(crop, turn), geometry.sized(crop, factor)):
        assert near(geometry.middle(changed), geometry.middle(crop))
    assert -180 <= geometry.turned(crop, turn).turn <= 180


@given(crop=crops, by=st.tuples(st.floats(-5e3, 5e3), st.floats(-5e3, 5e3)))
def test_the_frame_never_leaves_the_picture(crop, by):
    x, y = geometry.middle(geometry.within(geometry.moved(crop, by), SIZE))
    assert 0 <= x <= SIZE[0]
    assert 0 <= y <= SIZE[1]


@given(point=st.tuples(st.floats(0, 900), st.floats(0, 1200)), quarters=st.integers(0, 3))
def test_a_point_on_the_screen_is_the_same_point_of_the_picture(point, quarters):
    lie = geometry.OnScreen(size=SIZE, scale=0.37, middle=(320, 240), quarters=quarters)
    assert near(lie.to_picture(lie.to_screen(point)), point)


def test_by_quarters_the_largest_frame_fits_the_picture_as_it_is_seen():
    assert geometry.largest(SIZE, turn=0).width == 900
    lying = geometry.largest(SIZE, turn=90)
    assert lying.height == pytest.approx(900)
    assert geometry.middle(lying) == pytest.approx((450, 600))


def test_control_a_frame_turned_the_other_way_has_other_corners():
    crop = Crop(left=100, top=100, width=300, turn=20)
    mirrored = geometry.turned(crop, -40)
    assert not near(geometry.corners(crop), geometry.corners(mirrored))
