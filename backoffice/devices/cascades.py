"""OpenCV's trained detectors (Haar cascades), as they may be used from several threads."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

cv2.setNumThreads(1)  # a desk does other things meanwhile; OpenCV would take every core

Grey = NDArray[np.uint8]


class Found(NamedTuple):
    """A square in pixels, and how sure the last stage of the detector was of it."""

    left: float
    top: float
    side: float
    weight: float = 0.0


FRONTAL = "haarcascade_frontalface_alt2"
EYES = ("haarcascade_eye", "haarcascade_eye_tree_eyeglasses")
_FOLDER = Path(cv2.__file__).parent / "data"


class _Loaded(threading.local):
    """One set for each thread: a classifier keeps what it is looking at."""

    def __init__(self) -> None:
        self.by_name: dict[str, cv2.CascadeClassifier] = {}


_loaded = _Loaded()


def look_for(
    name: str, grey: Grey, *, sides: tuple[int, int], step: float = 1.1, agreeing: int = 3
) -> list[Found]:
    """Return the squares in which a detector sees its kind of thing, the surest first.

    Args:
        name: Of the detector.
        grey: What it looks at.
        sides: Smallest and largest side looked for, in pixels.
        step: How much larger each size looked for is than the one before.
        agreeing: How many neighbouring squares must agree.
    """
    if name not in _loaded.by_name:
        _loaded.by_name[name] = cv2.CascadeClassifier(str(_FOLDER / f"{name}.xml"))
    least, most = sides
    squares, _, weights = _loaded.by_name[name].detectMultiScale3(
        grey,
        step,
        agreeing,
        minSize=(least, least),
        maxSize=(most, most),
        outputRejectLevels=True,
    )
    found = [
        Found(float(x), float(y), float(side), float(weight))
        for (x, y, side, _), weight in zip(squares, np.ravel(weights), strict=True)
    ]
    return sorted(found, key=lambda one: -one.weight)


def stretched(values: NDArray[np.uint8] | NDArray[np.float32]) -> Grey:
    """Return ``values`` from their darkest to their brightest as 0 to 255, outliers cut off."""
    floats = values.astype(np.float32)
    low, high = np.percentile(floats, (1, 99))
    spread = max(float(high - low), 1e-6)
    return np.asarray(np.clip((floats - low) * (255 / spread), 0, 255), dtype=np.uint8)
