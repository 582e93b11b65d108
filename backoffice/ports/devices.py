"""The desk's own hardware for photos: the camera, and what opens and measures a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from types import TracebackType

    from backoffice.domain.measurements import Measurements
    from backoffice.domain.pictures import Crop, Frame


class Shot(Protocol):
    """One moment of the preview.

    Attributes are of one frame of the camera, so what is said belongs to what is seen.
    """

    @property
    def frame(self) -> Frame:
        """What is shown: mirrored, scaled to the room there is."""

    @property
    def guide(self) -> tuple[float, float, float, float]:
        """Where the portrait would be cut: left, top, width, height as parts of ``frame``."""

    @property
    def measured(self) -> Measurements:
        """What is measured of the portrait inside the guide."""

    def still(self) -> Still:
        """Return the same moment in full size, not mirrored."""


class Preview(Protocol):
    """A running camera; leaving the block lets it go."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def next(self, *, room: tuple[int, int]) -> Shot:
        """Wait for a frame newer than the last one and measure it.

        Args:
            room: Largest width and height in pixels of the frame to show.

        Raises:
            Fault: ``camera-gone``: it was unplugged or has been silent for three seconds.
        """

    def close(self) -> None:
        """Let the camera go; returns at once, also when the device hangs. May be called twice."""


class Camera(Protocol):
    """The camera of this desk."""

    def open(self) -> Preview:
        """Start it.

        Raises:
            Fault: ``camera-missing``: there is none, or ``camera-busy``: it gives no picture
                because another program has it.
        """


class Still(Protocol):
    """One opened picture, upright, without anything but its pixels."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""

    def automatic_crop(self) -> Crop:
        """Return where the portrait is cut out: GA 461 geometry about the one face.

        A picture with the proportions of a finished certificate photo is taken as it is. Without
        a face the largest frame in the middle, a little above it, is returned.
        """

    def shown(self, room: tuple[int, int], *, turn: float = 0.0) -> Frame:
        """Return the whole picture scaled into ``room``, turned clockwise about its middle."""

    def cut(self, crop: Crop) -> bytes:
        """Return the portrait as baseline JPEG of ``PORTRAIT`` size without metadata.

        What lies outside the picture is filled with its nearest colours; brightness is left alone.
        """


class Studio(Protocol):
    """Opens what comes from outside, and measures."""

    def open(self, data: bytes) -> Still:
        """Open a JPEG or PNG from outside and turn it upright by its EXIF mark.

        Raises:
            Refusal: ``not_an_image``, ``truncated``, ``format``, ``too_large`` (8 MB, 40
                megapixels) or ``too_small``.
        """

    def measure(self, portrait: bytes, *, enlarged: float = 1.0, others: int = 0) -> Measurements:
        """Measure a portrait that was cut.

        Args:
            portrait: JPEG of ``PORTRAIT`` size.
            enlarged: How many times larger it was made than it came (``PORTRAIT`` width by the
                width of the crop); above 1 it has fewer real pixels than it shows.
            others: Faces that the picture shows beside the portrait, where nobody looks at it.
        """
