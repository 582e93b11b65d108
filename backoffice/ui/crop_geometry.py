"""Where the crop frame lies and where it goes: plain geometry, in pixels of the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from backoffice.domain.pictures import PORTRAIT, Crop

Point = tuple[float, float]
QUARTER = 90
_SIDES = ((-1, -1), (1, -1), (1, 1), (-1, 1))
_SMALLEST = PORTRAIT[0] / 4
"""Narrower frames show a handful of real pixels."""
_ROOMIEST = 1.25
"""How far the frame may reach beyond the picture, as parts of the picture."""


def rotated(point: Point, degrees: float) -> Point:
    """Turn a point clockwise about the origin; y grows downwards."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    x, y = point
    return x * cos - y * sin, x * sin + y * cos


def middle(crop: Crop) -> Point:
    """Return the middle of the frame, which stays where it is when the frame turns."""
    return crop.left + crop.width / 2, crop.top + crop.height / 2


def about(point: Point, *, width: float, turn: float) -> Crop:
    """Return the frame of this width whose middle is ``point``."""
    height = width * PORTRAIT[1] / PORTRAIT[0]
    return Crop(left=point[0] - width / 2, top=point[1] - height / 2, width=width, turn=turn)


def corners(crop: Crop) -> tuple[Point, ...]:
    """Return the corners as the portrait shows them: upper left, upper right, and on clockwise.

    What is turned clockwise into the portrait lies turned the other way in the picture.
    """
    x, y = middle(crop)
    found = []
    for across, down in _SIDES:
        dx, dy = rotated((across * crop.width / 2, down * crop.height / 2), -crop.turn)
        found.append((x + dx, y + dy))
    return tuple(found)


def holds(crop: Crop, point: Point) -> bool:
    """Tell whether a point of the picture lies inside the frame."""
    x, y = middle(crop)
    dx, dy = rotated((point[0] - x, point[1] - y), crop.turn)
    return abs(dx) <= crop.width / 2 and abs(dy) <= crop.height / 2


def moved(crop: Crop, by: Point) -> Crop:
    """Return the frame moved by so many pixels of the picture."""
    return replace(crop, left=crop.left + by[0], top=crop.top + by[1])


def sized(crop: Crop, factor: float) -> Crop:
    """Return the frame larger or smaller about its middle."""
    return about(middle(crop), width=crop.width * factor, turn=crop.turn)


def turned(crop: Crop, degrees: float) -> Crop:
    """Return the frame for a portrait that is turned further clockwise, within half a turn."""
    turn = (crop.turn + degrees + 180) % 360 - 180
    return replace(crop, turn=round(turn, 3))


def stretched(crop: Crop, corner: int, to: Point) -> Crop:
    """Return the frame with a corner drawn to a point; the opposite corner stays."""
    across, down = _SIDES[corner]
    anchor = corners(crop)[(corner + 2) % 4]
    dx, dy = rotated((to[0] - anchor[0], to[1] - anchor[1]), crop.turn)
    ratio = PORTRAIT[0] / PORTRAIT[1]
    width = max(_SMALLEST, dx * across, dy * down * ratio)
    to_middle = rotated((across * width / 2, down * width / ratio / 2), -crop.turn)
    return about((anchor[0] + to_middle[0], anchor[1] + to_middle[1]), width=width, turn=crop.turn)


def within(crop: Crop, size: tuple[int, int]) -> Crop:
    """Return the frame no larger than makes sense, with its middle in the picture."""
    most = _ROOMIEST * min(size[0], size[1] * PORTRAIT[0] / PORTRAIT[1])
    width = min(max(crop.width, _SMALLEST), max(most, _SMALLEST))
    x, y = middle(crop)
    inside = (min(max(x, 0), size[0]), min(max(y, 0), size[1]))
    return about(inside, width=width, turn=crop.turn)


def largest(size: tuple[int, int], *, turn: float) -> Crop:
    """Return the largest frame in the middle of a picture that is turned by quarters."""
    across, down = size if round(turn / QUARTER) % 2 == 0 else (size[1], size[0])
    width = min(across, down * PORTRAIT[0] / PORTRAIT[1])
    return about((size[0] / 2, size[1] / 2), width=width, turn=turn)


@dataclass(frozen=True, kw_only=True)
class OnScreen:
    """How a picture lies on the screen.

    Attributes:
        size: Of the picture, upright, in its pixels.
        scale: Screen pixels to a pixel of the picture.
        middle: Where its middle is on the screen.
        quarters: Quarter turns clockwise by which it is shown.
    """

    size: tuple[int, int]
    scale: float
    middle: Point
    quarters: int = 0

    def to_screen(self, point: Point) -> Point:
        """Return where a point of the picture is seen."""
        offset = (point[0] - self.size[0] / 2, point[1] - self.size[1] / 2)
        x, y = rotated(offset, self.quarters * QUARTER)
        return self.middle[0] + x * self.scale, self.middle[1] + y * self.scale

    def to_picture(self, point: Point) -> Point:
        """Return which point of the picture is seen there."""
        x, y = self.distance((point[0] - self.middle[0], point[1] - self.middle[1]))
        return self.size[0] / 2 + x, self.size[1] / 2 + y

    def distance(self, on_screen: Point) -> Point:
        """Return a way on the screen as a way in the picture."""
        x, y = rotated(on_screen, -self.quarters * QUARTER)
        return x / self.scale, y / self.scale
