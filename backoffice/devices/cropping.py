"""Cuts portraits out of pictures by GA 461-2004: where by itself, and how for every frame."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image

from backoffice.devices.faces import EYE_LINE, face_width, find_faces
from backoffice.domain.pictures import PORTRAIT, PORTRAIT_DPI, Crop

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backoffice.devices.faces import Box, Faces

_WIDTH, _HEIGHT = PORTRAIT
_FACE_WIDTH, _WIDEST_FACE = 207, 221
"""GA 461-2004: 207 ± 14 px from ear to ear."""
_EYES_FROM_TOP = 196
"""A head of usual height then ends 7–21 px below the upper edge; the eyes are 245 px (at least 207)
above the lower one."""
_SHIFT = (0.04, 0.03)
"""So far, in parts of the width and height, the face may leave its place to keep to the picture."""
_CLOSER = (1.0, 0.6, 0.36)
"""Parts of the width and height in which a face is looked for, if it is a seventh as high."""
_FINISHED = 0.02
_LEAST_TURN, _MOST_TURN = 1.0, 20.0
"""Degrees. The eyes are found to a degree; a head that lies on its side is not levelled."""
_ABOVE_MIDDLE = 0.35
"""Heads are in the upper part of a picture: so much of the rest is left above."""
_QUALITY = 95


def automatic_crop(picture: NDArray[np.uint8]) -> Crop:
    """Return where the portrait is: the whole of a finished one, else about the best face."""
    height, width = picture.shape[:2]
    largest = _largest(width, height)
    if abs(width / height / (_WIDTH / _HEIGHT) - 1) <= _FINISHED:
        return largest
    faces = _looked_for(picture)
    if not faces.boxes:
        return largest
    return replace(_about(faces, width, height), others=len(faces.boxes) - 1)


def _looked_for(picture: NDArray[np.uint8]) -> Faces:
    """Return the faces; who stands far away is found in the middle, a little above it."""
    height, width = picture.shape[:2]
    for part in _CLOSER:
        left, wide, high = round(width * (1 - part) / 2), round(width * part), round(height * part)
        found = find_faces(picture[:high, left : left + wide], thorough=False)
        if found.boxes:
            return _moved(found, left)
    return find_faces(picture)


def _moved(faces: Faces, right: int) -> Faces:
    eyes = faces.eyes
    if eyes:
        (x0, y0), (x1, y1) = eyes
        eyes = ((x0 + right, y0), (x1 + right, y1))
    boxes = tuple((x + right, y, wide, high) for x, y, wide, high in faces.boxes)
    return replace(faces, boxes=boxes, eyes=eyes)


def _largest(width: int, height: int) -> Crop:
    wide = min(width, height * _WIDTH / _HEIGHT)
    above = (height - wide * _HEIGHT / _WIDTH) * _ABOVE_MIDDLE
    return Crop(left=(width - wide) / 2, top=above, width=wide)


def _about(faces: Faces, width: int, height: int) -> Crop:
    box = faces.boxes[0]
    (x, y), face = _between_eyes(faces, box), face_width(faces)
    wide = face * _WIDTH / _FACE_WIDTH
    # A face as large as it may be leaves less of what is not in the picture.
    tightest = face * _WIDTH / _WIDEST_FACE
    wide = min(wide, max(tightest, min(width, height * _WIDTH / _HEIGHT)))
    high = wide * _HEIGHT / _WIDTH
    turn = -faces.roll if _LEAST_TURN <= abs(faces.roll) <= _MOST_TURN else 0.0
    # Where the eyes come to lie when the picture is turned about the middle of the frame.
    below = (0.5 - _EYES_FROM_TOP / _HEIGHT) * high
    lean = math.radians(turn)
    middle = (x + below * math.sin(lean), y + below * math.cos(lean))
    return Crop(
        left=float(_kept_inside(middle[0] - wide / 2, wide, width, _SHIFT[0])),
        top=float(_kept_inside(middle[1] - high / 2, high, height, _SHIFT[1])),
        width=float(wide),
        turn=float(turn),
    )


def _between_eyes(faces: Faces, box: Box) -> tuple[float, float]:
    if faces.eyes:
        (x0, y0), (x1, y1) = faces.eyes
        return (x0 + x1) / 2, (y0 + y1) / 2
    left, top, width, height = box
    return left + width / 2, top + EYE_LINE * height


def _kept_inside(start: float, length: float, room: float, most: float) -> float:
    """Return ``start`` moved towards the picture, by at most ``most`` of its length."""
    inside = min(max(start, 0.0), max(room - length, 0.0)) if length <= room else start
    return start + min(max(inside - start, -most * length), most * length)


def cut(picture: NDArray[np.uint8], crop: Crop) -> NDArray[np.uint8]:
    """Return the portrait as pixels; outside the picture stand its nearest colours."""
    # In two steps, because OpenCV averages only where nothing is turned: halved as often as it
    # can be, then turned at up to four times the size and averaged.
    coarse = max(1, int(crop.width / _WIDTH / 2))
    if coarse > 1:
        high, wide = (max(1, round(side / coarse)) for side in picture.shape[:2])
        small = cv2.resize(picture, (wide, high), interpolation=cv2.INTER_AREA)
    else:
        small = picture
    zoom = (small.shape[1] / picture.shape[1], small.shape[0] / picture.shape[0])
    fine = max(1, math.ceil(crop.width / coarse / _WIDTH - 0.01))
    large = cv2.warpAffine(
        small,
        _from_portrait(crop, zoom, fine),
        (_WIDTH * fine, _HEIGHT * fine),
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    portrait = cv2.resize(large, PORTRAIT, interpolation=cv2.INTER_AREA) if fine > 1 else large
    return np.asarray(portrait, dtype=np.uint8)


def _from_portrait(crop: Crop, zoom: tuple[float, float], fine: int) -> NDArray[np.float64]:
    """Return the matrix from pixels of the enlarged portrait to those of the scaled picture."""
    step = crop.width / (_WIDTH * fine)
    lean = math.radians(-crop.turn)
    across, down = step * math.cos(lean), step * math.sin(lean)
    turn = np.array([[across, -down], [down, across]])
    # Pixel 0 has its middle at 0.5.
    middle = np.array([crop.left + crop.width / 2, crop.top + crop.height / 2])
    start = middle - turn @ (np.array([_WIDTH * fine, _HEIGHT * fine]) / 2 - 0.5)
    scale = np.array(zoom)
    return np.column_stack([turn * scale[:, None], start * scale - 0.5])


def encoded(portrait: NDArray[np.uint8]) -> bytes:
    """Return a baseline JPEG without metadata, with its resolution and all of its colour."""
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(portrait[:, :, ::-1])).save(
        out, "JPEG", quality=_QUALITY, subsampling="4:4:4", dpi=(PORTRAIT_DPI, PORTRAIT_DPI)
    )
    return out.getvalue()
