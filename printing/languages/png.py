"""PNG at the resolution of card and receipt printers; pages follow one another downwards."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

from printing import raster

if TYPE_CHECKING:
    from printing.contracts import Drawn

MIME = "image/png"
ENDING = "png"
DPI = 300


def encode(drawn: Drawn) -> bytes:
    """Return all pages as one picture."""
    pages = raster.pages(drawn.pdf, dpi=DPI, sharp=True)
    whole = Image.new("RGB", (max(p.width for p in pages), sum(p.height for p in pages)), "white")
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    out = io.BytesIO()
    whole.save(out, "PNG", dpi=(DPI, DPI))
    return out.getvalue()
