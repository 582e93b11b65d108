"""PDF to pictures, with PDFium. The only way a drawing is looked at before it is printed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pypdfium2

if TYPE_CHECKING:
    from PIL.Image import Image

_LOCK = threading.Lock()  # PDFium must not be entered by two threads


def pages(pdf: bytes, *, dpi: float) -> list[Image]:
    """Return every page as an RGB picture."""
    with _LOCK, pypdfium2.PdfDocument(pdf) as document:
        found: list[Image] = []
        for page in document:
            found.append(page.render(scale=dpi / 72).to_pil().convert("RGB"))
            page.close()
        return found
