"""Pictures as parts of the program hand them on: pixels, and where a portrait is cut out."""

from __future__ import annotations

from dataclasses import dataclass, field

PORTRAIT = (358, 441)
"""Width and height in pixels of a certificate photo: 26 × 32 mm at 350 dpi (GA 461-2004)."""

PORTRAIT_DPI = 350


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """Pixels for the screen: ``rgb`` holds rows from the top, three bytes a pixel."""

    width: int
    height: int
    rgb: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Crop:
    """Where the portrait is cut out of an upright picture.

    Attributes:
        left: Of the frame before turning, in pixels of the picture; it may lie outside.
        top: Likewise.
        width: In pixels of the picture; the height follows from ``PORTRAIT``.
        others: How many faces beside the one inside were seen when the frame was proposed.
        turn: Degrees by which the picture is turned clockwise about the middle of the frame.
    """

    left: float
    top: float
    width: float
    turn: float = 0.0
    others: int = 0

    @property
    def height(self) -> float:
        """In pixels of the picture."""
        return self.width * PORTRAIT[1] / PORTRAIT[0]
