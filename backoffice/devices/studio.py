"""Opens what comes from outside, and measures what was cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.devices.measuring import measure
from backoffice.devices.opening import opened
from backoffice.devices.stills import PixelStill

if TYPE_CHECKING:
    from backoffice.domain.measurements import Measurements
    from backoffice.ports import Still, Studio


class OpenCvStudio:
    """Implements ``ports.Studio``; works the same in every thread."""

    def open(self, data: bytes) -> Still:
        """Open a JPEG or PNG from outside and turn it upright by its EXIF mark.

        Raises:
            Refusal: ``not_an_image``, ``truncated``, ``format``, ``too_large`` or ``too_small``.
        """
        return PixelStill(opened(data))

    def measure(self, portrait: bytes, *, enlarged: float = 1.0, others: int = 0) -> Measurements:
        """Measure a portrait that was cut, ``enlarged`` so many times, from among ``others``.

        Raises:
            Refusal: It is no picture.
        """
        return measure(opened(portrait), enlarged=enlarged, others=others)


def _proves_the_port(studio: OpenCvStudio) -> Studio:
    return studio
