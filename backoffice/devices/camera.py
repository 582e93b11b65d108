"""The camera of the desk through OpenCV; a video file or a stream may stand in its place.

Drivers hang. So each camera has a thread of its own that opens it, reads it and lets it go, and
nobody else waits for it longer than a deadline.
"""

from __future__ import annotations

import math
import os
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

import cv2
import numpy as np

from backoffice.devices.measuring import measure
from backoffice.devices.stills import PixelStill, framed, resized
from backoffice.domain.pictures import PORTRAIT, Frame
from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from types import TracebackType

    from numpy.typing import NDArray

    from backoffice.domain.measurements import Measurements
    from backoffice.ports import Camera, Still

SILENCE_SECONDS = 3.0
_WAKING_SECONDS = 8.0  # a USB camera is switched on by opening it; some need five seconds
_AGAIN_SECONDS = 0.05
_USUAL_RATE = 25.0

_DEVICES = Path("/dev")
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
_PATIENCE = (
    *(cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, 5000),
    *(cv2.CAP_PROP_READ_TIMEOUT_MSEC, 5000),
)

_GUIDE_HEIGHT = 0.9
"""Part of the frame's height; the guide stands still, and the person comes to it."""

# What a cable does is said in the window; OpenCV and FFmpeg would say it on stderr.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")


class OpenCvCamera:
    """Implements ``ports.Camera``.

    Attributes:
        target: Number of the device, or a video file or the address of a stream in its place.
    """

    def __init__(self, target: str) -> None:
        self.target = target

    def open(self) -> RunningPreview:
        """Start it.

        Raises:
            Fault: ``camera-missing`` or ``camera-busy``.
        """
        reader = _Reader(self.target)
        patience = _WAKING_SECONDS if self.target.isdigit() else SILENCE_SECONDS
        if reader.newer_than(0, seconds=patience) is not None:
            return RunningPreview(reader)
        reader.end()
        if reader.refused and not self._present():
            raise Fault(
                "camera-missing",
                sentence("There is no camera. Check the cable, or choose a file instead."),
            )
        raise Fault(
            "camera-busy",
            sentence(
                "The camera gives no picture. Close other programs that use it and try again, or"
                " choose a file instead."
            ),
        )

    def _present(self) -> bool:
        return self.target.isdigit() and (_DEVICES / f"video{self.target}").exists()


class RunningPreview:
    """Implements ``ports.Preview``."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader
        self._last = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def next(self, *, room: tuple[int, int]) -> CameraShot:
        """Wait for a frame newer than the last one and measure it.

        Raises:
            Fault: ``camera-gone``: it was unplugged, has been silent for three seconds, or was
                closed meanwhile.
        """
        newer = self._reader.newer_than(self._last, seconds=SILENCE_SECONDS)
        if newer is None:
            raise Fault(
                "camera-gone",
                sentence(
                    "The camera no longer gives a picture. Check the cable and try again, or"
                    " choose a file instead."
                ),
            )
        self._last, picture = newer
        return _shot(picture, room)

    def close(self) -> None:
        """Let the camera go; returns at once, also when the device hangs."""
        self._reader.end()


@dataclass(frozen=True, kw_only=True)
class CameraShot:
    """Implements ``ports.Shot``; all of it is of one frame."""

    frame: Frame
    guide: tuple[float, float, float, float]
    measured: Measurements
    picture: NDArray[np.uint8] = field(repr=False)

    def still(self) -> Still:
        """Return the same moment in full size, not mirrored."""
        return PixelStill(self.picture)


def _shot(picture: NDArray[np.uint8], room: tuple[int, int]) -> CameraShot:
    height, width = picture.shape[:2]
    left, top, wide, high = _guide(width, height)
    inside = picture[top : top + high, left : left + wide]
    scale = min(room[0] / width, room[1] / height)
    small = resized(picture, (width * scale, height * scale))
    return CameraShot(
        frame=framed(np.asarray(cv2.flip(small, 1), dtype=np.uint8)),
        guide=(left / width, top / height, wide / width, high / height),
        measured=measure(resized(inside, PORTRAIT), enlarged=PORTRAIT[0] / wide, thorough=False),
        picture=picture,
    )


def _guide(width: int, height: int) -> tuple[int, int, int, int]:
    """Return left, top, width and height of the portrait's frame in the middle of the picture."""
    high = min(_GUIDE_HEIGHT * height, _GUIDE_HEIGHT * width * PORTRAIT[1] / PORTRAIT[0])
    wide = high * PORTRAIT[0] / PORTRAIT[1]
    # In the middle to the pixel, so that mirroring does not move it.
    left, top = round((width - wide) / 2), round((height - high) / 2)
    return left, top, width - 2 * left, height - 2 * top


class _Reader:
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
        threading.Thread(target=self._read, name=f"camera {target}", daemon=True).start()

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


def _proves_the_port(camera: OpenCvCamera) -> Camera:
    return camera
