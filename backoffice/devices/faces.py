"""Finds faces and eyes in a picture, with the Haar cascades that OpenCV ships.

A face that looks straight ahead is found at once. Only where there is none, the picture is searched
again: turned, mirrored over its edges, and with eyes painted over what covers them. What is found
then tells why the picture is no good, which "no face" would not.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path

import cv2
import numpy as np

cv2.setNumThreads(1)  # the lanes and the import share the cores themselves

_CASCADES = Path(cv2.__file__).parent / "data"
_HEIGHT = 240
"""Pictures are searched at this height: a face of a tenth of it is still found, in 10 ms."""
_LEAST = 36
_SURE, _PERHAPS = 55.7, 55.2
"""Weights of the last stage: below are bricks and coins; a tilted face gets less but has eyes."""
_TURNS = (-20, 20, -30, 30, -42, 42)
_OTHER_FACE = 0.3
"""A second face counts from this part of the first one's width: smaller ones are patterns."""

Box = tuple[float, float, float, float]
Grey = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


@dataclass(frozen=True, kw_only=True)
class Faces:
    """What was found, in pixels of the picture.

    Attributes:
        boxes: Left, top, width and height of each face, best first. Haar's box of a face that
            is 207 px wide by GA 461 is about 235 px wide.
        eyes: Middle of the left and right eye in the picture, where both were seen.
        roll: Degrees by which the line of the eyes falls to the right.
        covered: Whether the face was found only after eyes were painted over what covers them.
    """

    boxes: tuple[Box, ...] = ()
    eyes: tuple[tuple[float, float], tuple[float, float]] | None = None
    roll: float = 0.0
    covered: bool = False


def find_faces(picture: np.ndarray, *, thorough: bool = True) -> Faces:
    """Find faces in a BGR picture.

    Args:
        picture: Rows of three bytes a pixel.
        thorough: Search on where no upright face is seen; a live preview has no time for it.
    """
    grey = _stretched(picture)
    found = _upright(grey)
    if found.boxes or not thorough:
        return found
    return _turned(grey) or _over_the_edge(grey) or _with_painted_eyes(grey) or found


def upside_down(picture: np.ndarray) -> bool:
    """Tell whether a face is seen once the picture is turned by 180°."""
    return bool(_search(np.ascontiguousarray(_stretched(picture)[::-1, ::-1]), _SURE))


def _stretched(picture: np.ndarray) -> Grey:
    """Return the luminance stretched to its range: dark and flat pictures have faces too."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    low, high = np.percentile(grey[::4, ::4], (1, 99))
    if high - low < 8:  # noqa: PLR2004  one colour: only noise would be stretched
        return np.asarray(grey, dtype=np.uint8)
    ramp = np.clip((np.arange(256) - low) * 255 / (high - low), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(grey, ramp), dtype=np.uint8)


def _upright(grey: Grey) -> Faces:
    weighed = [(weight, box) for weight, box in _weighed(grey) if weight >= _PERHAPS]
    if not weighed:
        return Faces()
    weight, best = weighed[0]
    eyes = _eyes(grey, best)
    if weight < _SURE and eyes is None:
        return Faces()
    boxes = _distinct([box for _weight, box in weighed])
    return Faces(boxes=boxes, eyes=eyes, roll=_roll(eyes) if eyes else 0.0)


def _turned(grey: Grey) -> Faces | None:
    best: tuple[float, Faces] | None = None
    height, width = grey.shape
    for turn in _TURNS:
        there = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1)
        copy = cv2.warpAffine(grey, there, (width, height), borderMode=cv2.BORDER_REPLICATE)
        weighed = _weighed(np.asarray(copy, dtype=np.uint8))
        if weighed and weighed[0][0] >= _SURE and (best is None or weighed[0][0] > best[0]):
            back = cv2.invertAffineTransform(there)
            found = _upright(np.asarray(copy, dtype=np.uint8))
            best = (weighed[0][0], _moved_back(found, back, turn))
    return best[1] if best else None


def _moved_back(found: Faces, back: np.ndarray, turn: float) -> Faces:
    def point(x: float, y: float) -> tuple[float, float]:
        moved = back @ np.array([x, y, 1.0])
        return float(moved[0]), float(moved[1])

    boxes = []
    for left, top, width, height in found.boxes:
        x, y = point(left + width / 2, top + height / 2)
        boxes.append((x - width / 2, y - height / 2, width, height))
    eyes = (point(*found.eyes[0]), point(*found.eyes[1])) if found.eyes else None
    # OpenCV turns anticlockwise, so the head was tilted clockwise by as much.
    return replace(found, boxes=tuple(boxes), eyes=eyes, roll=found.roll + turn)


def _over_the_edge(grey: Grey) -> Faces | None:
    height, width = grey.shape
    down, across = height // 4, width // 3
    larger = cv2.copyMakeBorder(grey, down, down, across, across, cv2.BORDER_REFLECT)
    boxes = _search(np.asarray(larger, dtype=np.uint8), _SURE)
    if not boxes:
        return None
    left, top, wide, high = boxes[0]
    # A face and its mirror image meet at the edge: it is one.
    return Faces(boxes=((left - across, top - down, wide, high),))


def _with_painted_eyes(grey: Grey) -> Faces | None:
    values = grey.astype(np.float32)
    mean = cv2.blur(values, (5, 5))
    deviation = np.sqrt(np.maximum(cv2.blur(values * values, (5, 5)) - mean * mean, 0))
    flat = cv2.dilate((deviation < 4).astype(np.uint8), np.ones((7, 7), np.uint8)).astype(bool)  # noqa: PLR2004  a bar or a lens has no grain
    height, width = grey.shape
    grid = product((0.46, 0.50, 0.54, 0.42), (0.5, 0.45, 0.55), (0.27, 0.32, 0.22))
    for down, across, apart in grid:
        at, distance = (width * across, height * down), width * apart
        for box in _search(_painted(grey, flat, at, distance), _SURE):
            if _fits(box, at, distance):
                return Faces(boxes=(box,), covered=True)
    return None


def _painted(grey: Grey, flat: np.ndarray, at: tuple[float, float], distance: float) -> Grey:
    """Return a copy with a pair of eyes about ``at``, ``distance`` pixels apart."""
    x, y, d = *at, distance
    copy = grey.copy()
    cheeks = grey[int(y + 0.5 * d) : int(y + 0.95 * d), int(x - 0.6 * d) : int(x + 0.6 * d)]
    skin = float(np.median(cheeks)) if cheeks.size else 128.0
    rows = slice(max(0, int(y - 0.75 * d)), int(y + 0.6 * d))
    columns = slice(max(0, int(x - 1.7 * d)), int(x + 1.7 * d))
    band = copy[rows, columns]
    band[flat[rows, columns] & (np.abs(band.astype(float) - skin) > 18)] = skin  # noqa: PLR2004
    corner, opposite = (x - 0.95 * d, y - 0.4 * d), (x + 0.95 * d, y + 0.25 * d)
    cv2.rectangle(copy, _pixel(*corner), _pixel(*opposite), int(skin), -1)
    for side in (-1, 1):
        for lift, wide, high in ((0.0, 0.24, 0.11), (0.27, 0.3, 0.06)):  # the eye and its brow
            middle = _pixel(x + side * d / 2, y - lift * d)
            axes = _pixel(wide * d, high * d)
            cv2.ellipse(copy, middle, axes, 0, 0, 360, int(skin * 0.45), -1)
    return np.asarray(cv2.GaussianBlur(copy, (0, 0), 3), dtype=np.uint8)


def _fits(box: Box, at: tuple[float, float], distance: float) -> bool:
    """Tell whether a face lies about the painted eyes, and not anywhere in the picture."""
    left, top, width, height = box
    beside = abs(left + width / 2 - at[0]) < 0.35 * distance
    level = abs(top + 0.4 * height - at[1]) < 0.4 * distance
    return beside and level and 1.7 * distance < width < 3 * distance


def _search(grey: Grey, least: float) -> list[Box]:
    return [box for weight, box in _weighed(grey) if weight >= least]


def _weighed(grey: Grey) -> list[tuple[float, Box]]:
    scale = _HEIGHT / grey.shape[0]
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    with _CASCADE:
        boxes, _levels, weights = _cascade("frontalface_alt2").detectMultiScale3(
            small, 1.1, 3, minSize=(_LEAST, _LEAST), outputRejectLevels=True
        )
    found = [
        (float(weight), (x / scale, y / scale, w / scale, h / scale))
        for (x, y, w, h), weight in zip(boxes, weights, strict=True)
    ]
    return sorted(found, reverse=True)


def _distinct(boxes: list[Box]) -> tuple[Box, ...]:
    """Keep the best face and those beside it; a find inside a face is part of it."""
    kept = boxes[:1]
    for box in boxes[1:]:
        x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
        inside = any(
            left <= x <= left + width and top <= y <= top + 1.3 * height
            for left, top, width, height in kept
        )
        if not inside and box[2] >= _OTHER_FACE * kept[0][2]:
            kept.append(box)
    return tuple(kept)


def _eyes(grey: Grey, box: Box) -> tuple[tuple[float, float], tuple[float, float]] | None:
    left, top, width, height = box
    x0, y0 = max(0, int(left)), max(0, int(top + 0.15 * height))
    region = grey[y0 : int(top + 0.6 * height), x0 : int(left + width)]
    if min(region.shape) < _LEAST // 2:
        return None
    scale = min(1.0, 160 / region.shape[1])
    small = cv2.resize(region, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    least = max(8, int(small.shape[1] * 0.14))
    for name in ("eye_tree_eyeglasses", "eye"):
        with _CASCADE:
            found = _cascade(name).detectMultiScale(small, 1.05, 3, minSize=(least, least))
        middles = [((x + w / 2) / scale + x0, (y + h / 2) / scale + y0) for x, y, w, h in found]
        pair = _pair(middles, box)
        if pair is not None:
            return pair
    return None


def _pair(
    middles: list[tuple[float, float]], box: Box
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return the two that can be the eyes of one face: one in each half, about as high."""
    middle = box[0] + box[2] / 2
    best: tuple[float, tuple[tuple[float, float], tuple[float, float]]] | None = None
    for a, b in product(middles, middles):
        apart = (b[0] - a[0]) / box[2]
        level = abs(b[1] - a[1]) / box[2]
        if a[0] < middle < b[0] and 0.25 < apart < 0.6 and level < 0.2:  # noqa: PLR2004  of faces
            off = abs(apart - 0.38) + level
            if best is None or off < best[0]:
                best = (off, (a, b))
    return best[1] if best else None


def _roll(eyes: tuple[tuple[float, float], tuple[float, float]]) -> float:
    (x0, y0), (x1, y1) = eyes
    return float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))


def _pixel(x: float, y: float) -> tuple[int, int]:
    return int(x), int(y)


_CASCADE = threading.Lock()
"""A cascade keeps state while it searches."""


@cache
def _cascade(name: str) -> cv2.CascadeClassifier:
    return cv2.CascadeClassifier(str(_CASCADES / f"haarcascade_{name}.xml"))
