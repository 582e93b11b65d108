"""One opened picture in the memory, upright: shown, cropped and cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from backoffice.devices import cropping
from backoffice.domain.pictures import Crop, Frame

if TYPE_CHECKING:
    from numpy.typing import NDArray


class PixelStill:
    """Implements ``ports.Still`` over rows of blue, green, red."""

    def __init__(self, picture: NDArray[np.uint8]) -> None:
        self._picture = picture

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        height, width = self._picture.shape[:2]
        return width, height

    def automatic_crop(self) -> Crop:
        """Return where the portrait is cut out."""
        return cropping.automatic_crop(self._picture)

    def shown(self, room: tuple[int, int], *, turn: float = 0.0) -> Frame:
        """Return the whole picture scaled into ``room``, turned clockwise about its middle.

        What a turned picture leaves of its frame is filled with its nearest colours.
        """
        width, height = self.size
        (across, down), _ = np.abs(cv2.getRotationMatrix2D((0, 0), turn, 1)[:, :2])
        wide, high = width * across + height * down, width * down + height * across
        scale = min(room[0] / wide, room[1] / high)
        small = resized(self._picture, (width * scale, height * scale))
        size = (max(1, round(wide * scale)), max(1, round(high * scale)))
        return framed(small if turn == 0 else _turned(small, turn, size))

    def cut(self, crop: Crop) -> bytes:
        """Return the portrait as baseline JPEG of ``PORTRAIT`` size without metadata."""
        return cropping.encoded(cropping.cut(self._picture, crop))


def resized(picture: NDArray[np.uint8], size: tuple[float, float]) -> NDArray[np.uint8]:
    """Return a copy of this width and height, without steps or noise from skipped pixels."""
    wide, high = (max(1, round(side)) for side in size)
    smaller = wide < picture.shape[1]
    how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (wide, high), interpolation=how), dtype=np.uint8)


def framed(picture: NDArray[np.uint8]) -> Frame:
    """Return the pixels as the screen takes them."""
    height, width = picture.shape[:2]
    rgb = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
    return Frame(width=width, height=height, rgb=rgb.tobytes())


def _turned(picture: NDArray[np.uint8], turn: float, size: tuple[int, int]) -> NDArray[np.uint8]:
    middle = ((picture.shape[1] - 1) / 2, (picture.shape[0] - 1) / 2)
    matrix = cv2.getRotationMatrix2D(middle, -turn, 1)  # OpenCV turns anticlockwise
    matrix[:, 2] += (np.array(size) - 1) / 2 - middle
    turned = cv2.warpAffine(
        picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(turned, dtype=np.uint8)
