"""Finds a face whose eyes are covered, which no detector takes for one.

Drawn eyes are laid over every place where skin could be the lower half of a face; where the
detector then sees a face, there was one but for its eyes.
"""

from __future__ import annotations

import functools
import itertools
import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from backoffice.devices.cascades import FRONTAL, Found, look_for, stretched
from backoffice.domain.pictures import PORTRAIT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backoffice.devices.cascades import Grey

_SIDE, _ROUND, _STEP = 32, 4, 2  # pixels: the face tried, what is left around it, to the next try
_PARTS = (0.36, 0.42, 0.49, 0.57, 0.66)  # of the picture's width that such a face fills
_SMALLER = (
    0.17,
    0.20,
    0.23,
    0.27,
    0.31,
)  # likewise, in a picture that is not cut to a portrait yet
_SKIN = 0.6  # of the lower half of the face that must have the colour of skin
_AGREEING = 2  # tries: a single one is chance
_NEAR = 0.3  # of a face's width that agreeing tries may lie apart
_STRIP = (0.0, 0.17)  # left and top of the drawn strip, as parts of the face
_CHEEKS = (slice(round(0.5 * _SIDE), round(0.95 * _SIDE)), slice(_SIDE // 5, _SIDE * 4 // 5))


def find_covered(picture: NDArray[np.uint8]) -> list[Found]:
    """Return at most one face: left, top and side in pixels of the picture."""
    found = _among(picture, _PARTS)
    if not found and max(picture.shape[:2]) > max(PORTRAIT):
        return _among(picture, _SMALLER)
    return found


def _among(picture: NDArray[np.uint8], parts: tuple[float, ...]) -> list[Found]:
    tries = [found for part in parts for found in _at_size(picture, part)]
    best: list[Found] = []
    for one in tries:
        agreeing = [other for other in tries if _agree(one, other)]
        if len(agreeing) > len(best):
            best = agreeing
    if len(best) < _AGREEING:
        return []
    return [Found(*np.median(np.array(best), axis=0).tolist())]


def _at_size(picture: NDArray[np.uint8], part: float) -> list[Found]:
    scale = picture.shape[1] * part / _SIDE
    size = (round(picture.shape[1] / scale), max(1, round(picture.shape[0] / scale)))
    copy = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    light = np.asarray(cv2.cvtColor(copy, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    grey = _surrounded(stretched(light))
    skin = cv2.integral(_surrounded(_skin(copy)))
    rim = _SIDE // 2
    rows, columns = (range(rim - _SIDE // 6, rim + n - _SIDE * 3 // 4, _STEP) for n in size[::-1])
    return [
        Found((x - rim) * scale, (y - rim) * scale, _SIDE * scale)
        for y, x in itertools.product(rows, columns)
        if _share(skin, x, y) >= _SKIN and _is_face_with_eyes(grey, x, y)
    ]


def _surrounded(grey: Grey) -> Grey:
    rim = _SIDE // 2 + _ROUND
    return cv2.copyMakeBorder(grey, rim, rim, rim, rim, cv2.BORDER_REPLICATE).astype(np.uint8)


def _skin(copy: NDArray[np.generic]) -> Grey:
    """Return 1 where a colour may be that of skin: CIELAB, moderately red and yellow."""
    lab = cv2.cvtColor(copy.astype(np.float32) / 255, cv2.COLOR_BGR2LAB)
    light, red, yellow = lab[..., 0], lab[..., 1], lab[..., 2]
    mild = (red > 3) & (red < 26) & (yellow > 2) & (yellow < 32)  # noqa: PLR2004  as said
    return (mild & (red + yellow > 10) & (light > 15)).astype(np.uint8)  # noqa: PLR2004  so


def _share(skin: NDArray[np.generic], x: int, y: int) -> float:
    down, across = _CHEEKS
    top, bottom = y + _ROUND + down.start, y + _ROUND + down.stop
    left, right = x + _ROUND + across.start, x + _ROUND + across.stop
    total = skin[bottom, right] - skin[top, right] - skin[bottom, left] + skin[top, left]
    return float(total) / ((bottom - top) * (right - left))


def _is_face_with_eyes(grey: Grey, x: int, y: int) -> bool:
    window = grey[y : y + _SIDE + 2 * _ROUND, x : x + _SIDE + 2 * _ROUND].copy()
    face = window[_ROUND : _ROUND + _SIDE, _ROUND : _ROUND + _SIDE]
    strip = _drawn_eyes()
    left, top = (int(part * _SIDE) for part in _STRIP)
    place = face[top : top + strip.shape[0], left : left + strip.shape[1]]
    place[:] = strip * np.median(face[_CHEEKS])
    sides = (_SIDE - _ROUND, _SIDE + _ROUND + 1)
    return bool(look_for(FRONTAL, window, sides=sides, step=1.06, agreeing=1))


@functools.cache
def _drawn_eyes() -> NDArray[np.float32]:
    """Return brows and eyes as parts of the brightness of the skin about them."""
    fine = 8  # drawn larger and shrunk, so that edges are smooth
    wide, high = _SIDE, int(_SIDE * 0.36)
    strip = np.ones((high * fine, wide * fine), np.float32)

    def oval(x: float, y: float, axes: tuple[float, float], shade: float) -> None:
        place = [int((at - edge) * _SIDE * fine) for at, edge in zip((x, y), _STRIP, strict=True)]
        reach = [int(axis * _SIDE * fine) for axis in axes]
        cv2.ellipse(strip, place, reach, 0, 0, 360, shade, -1)

    for x in (0.29, 0.71):
        oval(x, 0.25, (0.13, 0.025), 0.55)
        oval(x, 0.36, (0.10, 0.045), 0.5)
        oval(x, 0.36, (0.05, 0.05), 0.15)
    soft = cv2.GaussianBlur(strip, (0, 0), fine * 0.8)
    return cv2.resize(soft, (wide, high), interpolation=cv2.INTER_AREA).astype(np.float32)


def _agree(one: Found, other: Found) -> bool:
    middles = [(found.left + found.side / 2, found.top + found.side / 2) for found in (one, other)]
    larger = other.side / one.side
    return math.dist(*middles) < _NEAR * one.side and 0.7 < larger < 1.45  # noqa: PLR2004  a step
