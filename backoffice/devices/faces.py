"""Finds faces and eyes in a picture, with the Haar cascades that OpenCV ships.

A face that looks straight ahead is found at once, also in little or burnt light. Only where there
is none, the picture is searched again: turned, and with eyes painted over what covers them. What is
found then tells why the picture is no good, which "no face" would not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import cv2
import numpy as np

from backoffice.devices.cascades import EYES, FRONTAL, Found, look_for, stretched
from backoffice.devices.covered_eyes import find_covered

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backoffice.devices.cascades import Grey

Box = tuple[float, float, float, float]
Point = tuple[float, float]
Eyes = tuple[Point, Point]

_COPY, _FINER_COPY = 192, 640
"""Longest side in pixels of the copies that are searched: a ninth of it is a face, in 15 ms."""
_FINER_FROM = 720
"""Longest side of a picture in which a small face has more to show."""
_TURNED_COPY = 140
"""A turned head is looked for only where it fills the picture."""
_LEAST = 22
"""Pixels; the cascade was trained with faces of 20."""
_SURE, _PERHAPS = 55.7, 55.2
"""Weights in the last stage of the cascade: below are hands, bricks and bars; between, eyes must be
seen, as in faces that are cut by the edge."""
_RIM = 0.2
"""Of the width, put around a picture: the cascade finds no face that touches the edge."""
_CUT, _CUT_SIZE = 0.1, (0.4, 0.8)
"""Of a face that the edge cuts: so much is outside, and so much of the width it has."""
_TURNS = (20.0, -20.0, 40.0, -40.0)
"""Degrees; a face is found some 15 to either side of each."""
_OTHER_FACE = 0.25
"""A second face counts from this part of the first one's width: smaller ones are patterns."""
_PATCH = 120
"""Width in pixels of a face in which its eyes are looked for."""
_LEVEL = 8.0
"""Degrees; a head turned further is levelled before its eyes are measured."""
_GLASS = 0.55
"""Part of an eye's place that is dark: open eyes have 0.1 (0.4 in shadow), dark glasses 0.7."""
EYE_LINE = 0.36
"""Height of a face box, from its top, at which the eyes are."""
_EYES_TO_FACE = 2.25
"""Eyes are 62-63 mm apart and a face is 140 mm wide, from ear to ear."""
_BOX_TO_FACE = 1.05
"""The box reaches from temple to temple: 197 px in a face of 207 px (GA 461)."""
_BOX_ERROR = 1.15
"""The box is found to 5 %; eyes that say much else are those of a head turned to the side."""


@dataclass(frozen=True, kw_only=True)
class Faces:
    """What was found, in pixels of the picture.

    Attributes:
        boxes: Left, top, width and height of each face from brow to chin, surest first.
        eyes: Pupils of the first face, where both were seen: the left one of an upright picture
            first.
        roll: Degrees by which the head is turned clockwise; 0 if no eyes tell.
        covered: Whether the face was found only after eyes were painted over what covers them.
    """

    boxes: tuple[Box, ...] = ()
    eyes: Eyes | None = None
    roll: float = 0.0
    covered: bool = False


def find_faces(picture: NDArray[np.uint8], *, thorough: bool = True) -> Faces:
    """Find faces in a BGR picture of any size.

    Args:
        picture: Rows of three bytes a pixel.
        thorough: Search on where no upright face is seen; a live preview has no time for it.
    """
    found = _upright(picture)
    if found.eyes or not thorough:
        return found
    if turned := _turned(picture):
        return turned
    if found.boxes or upside_down(picture):
        return found
    if covered := tuple(_box(one) for one in find_covered(picture)):
        return Faces(boxes=covered, covered=True)
    return _cut_off(picture)


def upside_down(picture: NDArray[np.uint8]) -> bool:
    """Tell whether a face with its eyes is seen once the picture is turned by 180°."""
    return _turned_by(picture, 180) is not None


def face_width(faces: Faces) -> float:
    """Return how wide the first face is from ear to ear, as GA 461-2004 means it; in pixels."""
    face = faces.boxes[0][2] * _BOX_TO_FACE
    if not faces.eyes:
        return face
    by_eyes = math.dist(*faces.eyes) * _EYES_TO_FACE
    return min(max(by_eyes, face / _BOX_ERROR), face * _BOX_ERROR)


def _upright(picture: NDArray[np.uint8]) -> Faces:
    sides = (_COPY, _FINER_COPY) if max(picture.shape[:2]) >= _FINER_FROM else (_COPY,)
    for side in sides:
        copy, scale = _scaled(picture, side)
        for grey in (_luminance(copy), _unburnt(copy)):
            boxes = _distinct(_believed(picture, grey, scale))
            if boxes:
                eyes = _eyes(picture, boxes[0], turn=0)
                return Faces(boxes=boxes, eyes=eyes, roll=_angle(eyes) if eyes else 0.0)
    return Faces()


def _believed(picture: NDArray[np.uint8], grey: Grey, scale: float) -> list[Box]:
    found = [(one.weight >= _SURE, _box(one, scale)) for one in _search(grey)]
    return [box for sure, box in found if sure or _eyes(picture, box, turn=0)]


def _cut_off(picture: NDArray[np.uint8]) -> Faces:
    """Return a face that the left or right edge cuts in two: its mirror image completes it."""
    copy, scale = _scaled(picture, _COPY)
    width = picture.shape[1]
    for one in _search(_luminance(copy), rim=1 / 3, border=cv2.BORDER_REFLECT):
        left, _, side, _ = box = _box(one, scale)
        outside = max(-left, left + side - width) / side
        if one.weight >= _SURE and outside > _CUT and _CUT_SIZE[0] < side / width < _CUT_SIZE[1]:
            return Faces(boxes=(box,))
    return Faces()


def _distinct(boxes: list[Box]) -> tuple[Box, ...]:
    """Keep the surest face and those beside it: what overlaps it is part of it."""
    kept: list[Box] = []
    for box in boxes:
        other = box[2] >= _OTHER_FACE * boxes[0][2]
        if other and not any(_within(box, one) or _within(one, box) for one in kept):
            kept.append(box)
    return tuple(kept)


def _within(box: Box, outer: Box) -> bool:
    """Tell whether the middle of a box lies in another one, or in the neck below it."""
    (x, y), (left, top, width, height) = _middle(box), outer
    return left <= x <= left + width and top <= y <= top + 1.3 * height


def _turned(picture: NDArray[np.uint8]) -> Faces | None:
    for turn in _TURNS:
        if found := _turned_by(picture, turn):
            return found
    return None


def _turned_by(picture: NDArray[np.uint8], turn: float) -> Faces | None:
    """Return the face that stands upright once the picture is turned back by ``turn``.

    Without its eyes it is more likely no face at all.
    """
    copy, scale = _scaled(picture, _TURNED_COPY)
    height, width = copy.shape[:2]
    there = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1)
    grey = cv2.warpAffine(_luminance(copy), there, (width, height), borderMode=cv2.BORDER_REPLICATE)
    back = cv2.invertAffineTransform(there)
    for left, top, side, _weight in _search(np.asarray(grey, dtype=np.uint8)):
        x, y = back @ np.array([left + side / 2, top + side / 2, 1])
        box = _box(Found(float(x) - side / 2, float(y) - side / 2, side), scale)
        if eyes := _eyes(picture, box, turn=turn):
            return Faces(boxes=(box,), eyes=eyes, roll=_angle(eyes))
    return None


def _search(grey: Grey, *, rim: float = _RIM, border: int = cv2.BORDER_REPLICATE) -> list[Found]:
    round_it = round(grey.shape[1] * rim)
    wide = cv2.copyMakeBorder(grey, round_it, round_it, round_it, round_it, border)
    found = look_for(FRONTAL, np.asarray(wide, dtype=np.uint8), sides=(_LEAST, max(grey.shape)))
    return [
        one._replace(left=one.left - round_it, top=one.top - round_it)
        for one in found
        if one.weight >= _PERHAPS
    ]


def _luminance(copy: NDArray[np.uint8]) -> Grey:
    return stretched(np.asarray(cv2.cvtColor(copy, cv2.COLOR_BGR2GRAY), dtype=np.uint8))


def _unburnt(copy: NDArray[np.uint8]) -> Grey:
    """Return what burnt light left: of three channels one is the last to burn, and its top counts.

    Smoothed, because what is left are the edges of burnt areas.
    """
    last = cv2.GaussianBlur(copy.min(axis=2), (0, 0), max(copy.shape[:2]) / 90)
    return stretched(np.exp(last.astype(np.float32) * (3 / 255)))


def _eyes(picture: NDArray[np.uint8], box: Box, *, turn: float) -> Eyes | None:
    """Return the pupils, looked for in the face turned back by ``turn`` and then levelled."""
    eyes = _level_eyes(picture, box, turn)
    if eyes is None:
        return None
    roll = _angle(eyes)
    if abs((roll - turn + 180) % 360 - 180) > _LEVEL:
        return _level_eyes(picture, box, roll) or eyes
    return eyes


def _level_eyes(picture: NDArray[np.uint8], box: Box, turn: float) -> Eyes | None:
    middle = _middle(box)
    into = cv2.getRotationMatrix2D(middle, turn, _PATCH / box[2])
    into = into + np.array([[0, 0, _PATCH / 2 - middle[0]], [0, 0, _PATCH / 2 - middle[1]]])
    face = _patch(picture, np.asarray(into, dtype=np.float64))
    seen = []
    for name in EYES:
        found = look_for(name, face[: _PATCH * 2 // 3], sides=(_PATCH // 6, _PATCH // 2))
        if (pair := _pair(found)) and min(_dark(face, eye) for eye in pair) < _GLASS:
            seen.append([_pupil(face, eye) for eye in pair])
    if not seen:
        return None
    left, right = np.mean(np.array(seen), axis=0)
    out = cv2.invertAffineTransform(into)
    return _moved(out, left), _moved(out, right)


def _moved(matrix: NDArray[np.generic], point: NDArray[np.float64]) -> Point:
    x, y = np.asarray(matrix, dtype=np.float64) @ np.append(point, 1.0)
    return float(x), float(y)


def _patch(picture: NDArray[np.uint8], into: NDArray[np.float64]) -> Grey:
    """Return the square ``into`` leads to, shrunk without losing what lies between."""
    scale = math.hypot(into[0, 0], into[1, 0])
    if scale < 1 / 2:
        height, width = picture.shape[:2]
        size = max(1, round(width * scale)), max(1, round(height * scale))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
        into = into @ np.diag([width / size[0], height / size[1], 1])
    patch = cv2.warpAffine(picture, into, (_PATCH, _PATCH), borderMode=cv2.BORDER_REPLICATE)
    return _luminance(np.asarray(patch, dtype=np.uint8))


def _pair(found: list[Found]) -> Eyes | None:
    """Return the largest two that lie as the eyes of one face do: one in each half, about level."""
    middles = [
        ((x + side / 2) / _PATCH, (y + side / 2) / _PATCH, side) for x, y, side, _weight in found
    ]
    best: tuple[float, Eyes] | None = None
    for (x0, y0, one), (x1, y1, other) in product(middles, middles):
        apart = x1 - x0
        as_eyes = x0 < 0.48 and x1 > 0.52 and 0.3 < apart < 0.7 and abs(y1 - y0) < 0.6 * apart  # noqa: PLR2004  of faces
        if as_eyes and (best is None or one + other > best[0]):
            best = one + other, ((x0 * _PATCH, y0 * _PATCH), (x1 * _PATCH, y1 * _PATCH))
    return best[1] if best else None


def _dark(face: Grey, eye: Point) -> float:
    """Return how much of the place of an eye is much darker than the cheeks."""
    x, y = (round(at) for at in eye)
    wide, high = _PATCH // 8, _PATCH // 13
    place = face[max(0, y - high) : y + high, max(0, x - wide) : x + wide]
    cheeks = np.median(face[_PATCH // 2 : _PATCH * 7 // 10, _PATCH // 6 : -_PATCH // 6])
    return float(np.mean(place < 0.35 * cheeks))


def _pupil(face: Grey, eye: Point) -> Point:
    """Return the middle of what is darkest near the middle of an eye."""
    reach = _PATCH // 16
    left, top = max(0, round(eye[0]) - reach), max(0, round(eye[1]) - reach)
    near = face[top : top + 2 * reach + 1, left : left + 2 * reach + 1]
    smooth = cv2.GaussianBlur(near, (0, 0), _PATCH / 50).astype(np.float32)
    dark = np.maximum(np.percentile(smooth, 30) - smooth, 0) + 1e-3
    rows, columns = np.indices(dark.shape)
    x, y = np.average(columns, weights=dark), np.average(rows, weights=dark)
    return left + float(x), top + float(y)


def _angle(eyes: Eyes) -> float:
    (x0, y0), (x1, y1) = eyes
    return math.degrees(math.atan2(y1 - y0, x1 - x0))


def _middle(box: Box) -> Point:
    return box[0] + box[2] / 2, box[1] + box[3] / 2


def _scaled(picture: NDArray[np.uint8], side: int) -> tuple[NDArray[np.uint8], float]:
    """Return a copy whose longest side is at most ``side``, and how many times smaller it is."""
    scale = max(*picture.shape[:2], side) / side
    size = max(1, round(picture.shape[1] / scale)), max(1, round(picture.shape[0] / scale))
    copy = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return np.asarray(copy, dtype=np.uint8), scale


def _box(found: Found, scale: float = 1) -> Box:
    side = found.side * scale
    return found.left * scale, found.top * scale, side, side
