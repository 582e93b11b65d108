"""Reads a camera, a video file or a stream through OpenCV and keeps only the newest frame.

Drivers hang. So each camera has a thread of its own that opens it, reads it and lets it go, and
nobody else waits for it longer than a deadline.
"""

from __future__ import annotations

import atexit
import math
import os
import sys
import threading
import time
import weakref
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_AGAIN_SECONDS = 0.05
_USUAL_RATE = 25.0
_LAST_SECONDS = 1.0

_BACKENDS = {"linux": cv2.CAP_V4L2, "win32": cv2.CAP_DSHOW}
# Compressed first: uncompressed, USB 2 carries 1280 × 720 only at ten frames a second.
_WANTED = (
    (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
    (cv2.CAP_PROP_FRAME_WIDTH, 1280),
    (cv2.CAP_PROP_FRAME_HEIGHT, 720),
    (cv2.CAP_PROP_FPS, 30),
    (cv2.CAP_PROP_BUFFERSIZE, 1),
)
# Longer than anybody waits: the thread that hangs in a stream ends by itself, a little later.
_PATIENCE: tuple[int, ...] = (
    *(cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, 5000),
    *(cv2.CAP_PROP_READ_TIMEOUT_MSEC, 5000),
)

# What a cable does is said in the window; OpenCV and FFmpeg would say it on stderr.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")


class Reader:
    """A thread that owns one camera and keeps only its newest frame.

    Attributes:
        refused: Whether it could not be opened; true as well once the thread has ended.
    """

    def __init__(self, target: str) -> None:
        self.refused = False
        self._target = target
        self._news = threading.Condition()
        self._ended = threading.Event()
        self._number = 0
        self._newest: NDArray[np.uint8] | None = None
        # A daemon: a driver that hangs must not keep a closed window alive.
        self._thread = threading.Thread(target=self._read, name="camera reader", daemon=True)
        self._thread.start()
        _STARTED.add(self)

    def newer_than(self, number: int, *, seconds: float) -> tuple[int, NDArray[np.uint8]] | None:
        """Wait for a frame after this one; None when none came in time, or never will."""
        with self._news:
            self._news.wait_for(
                lambda: self._number > number or self.refused or self._ended.is_set(), seconds
            )
            if self._newest is None or self._number <= number or self._ended.is_set():
                return None
            return self._number, self._newest

    def end(self) -> None:
        """Tell the thread to let the camera go; it does when the driver returns."""
        self._ended.set()
        with self._news:
            self._newest = None
            self._news.notify_all()

    def join(self) -> None:
        """Wait a moment until the thread has ended."""
        self._thread.join(_LAST_SECONDS)

    def _read(self) -> None:
        # A driver that breaks is one that can't be opened any more.
        with suppress(cv2.error):
            capture = _opened(self._target)
            try:
                if capture.isOpened():
                    self._keep_newest(capture)
            finally:
                capture.release()
        self._refuse()

    def _keep_newest(self, capture: cv2.VideoCapture) -> None:
        pace = _pace(capture) if Path(self._target).is_file() else None
        due = time.monotonic()
        while not self._ended.is_set():
            there, picture = capture.read()
            if there:
                self._keep(np.asarray(picture, dtype=np.uint8))
            elif pace:
                capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
            else:  # a cable may only be loose; who waits has a deadline
                self._ended.wait(_AGAIN_SECONDS)
            if pace:
                due = max(due + pace, time.monotonic() - pace)
                self._ended.wait(due - time.monotonic())

    def _keep(self, picture: NDArray[np.uint8]) -> None:
        with self._news:
            if not self._ended.is_set():
                self._number += 1
                self._newest = picture
                self._news.notify_all()

    def _refuse(self) -> None:
        with self._news:
            self.refused = True
            self._news.notify_all()


def _opened(target: str) -> cv2.VideoCapture:
    if not target.isdigit():
        return cv2.VideoCapture(target, cv2.CAP_FFMPEG, _PATIENCE)
    capture = cv2.VideoCapture(int(target), _BACKENDS.get(sys.platform, cv2.CAP_ANY))
    if capture.isOpened():
        for name, value in _WANTED:
            capture.set(name, value)
    return capture


def _pace(capture: cv2.VideoCapture) -> float:
    """Return the seconds between the frames of a video file."""
    rate = capture.get(cv2.CAP_PROP_FPS)
    return 1 / (rate if math.isfinite(rate) and rate > 0 else _USUAL_RATE)


_STARTED: weakref.WeakSet[Reader] = weakref.WeakSet()


@atexit.register
def _end_all() -> None:
    """Let every camera go before Python ends: a thread that comes back from OpenCV later aborts."""
    for reader in list(_STARTED):
        reader.end()
    for reader in list(_STARTED):
        reader.join()
