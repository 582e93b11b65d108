"""The camera of the desk: what it shows, mirrored, and what is measured of it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

import cv2
import numpy as np

from backoffice.devices.measuring import measure
from backoffice.devices.reader import Reader
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

_DEVICES = Path("/dev")
_GUIDE_HEIGHT = 0.9
"""Part of the frame's height; the guide stands still, and the person comes to it."""


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
        reader = Reader(self.target)
        patience = _WAKING_SECONDS if self.target.isdigit() else SILENCE_SECONDS
        if reader.newer_than(0, seconds=patience) is not None:
            return RunningPreview(reader)
        refused = reader.refused  # before the end, which looks the same
        reader.end()
        if refused and not self._present():
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

    def __init__(self, reader: Reader) -> None:
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


def _proves_the_port(camera: OpenCvCamera) -> Camera:
    return camera
