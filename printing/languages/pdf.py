"""PDF as it was drawn, for devices that understand it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from printing.contracts import Drawn

MIME = "application/pdf"
ENDING = "pdf"


def encode(drawn: Drawn) -> bytes:
    """Return the PDF unchanged."""
    return drawn.pdf
