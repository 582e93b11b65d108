"""The last look before anything leaves: the bar codes are read back from the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import zxingcpp

from printing import raster
from printing.drawing.bars import unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from PIL.Image import Image

    from printing.contracts import Drawn
    from printing.drawing.marks import Mark

DPI = 300  # what a card printer prints with
_BAND_MM = 3.0
_BARS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128])
_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode])
_PLAIN = zxingcpp.TextMode.Plain


def check(drawn: Drawn) -> None:
    """Do nothing if the bar codes on the pages say exactly what they should.

    Raises:
        Refusal: ``barcode-unreadable``: one is missing, unreadable, says something else, or is one
            too many.
    """
    if not drawn.codes:
        return  # no bar code was drawn, and each page costs a third of a second to look at
    _compare(
        [code for page in raster.pages(drawn.pdf, dpi=DPI, grey=True) for code in _read(page)],
        drawn.codes,
    )


def check_marks(
    path: Path,
    marks: Iterable[Mark],
    *,
    offset_mm: tuple[float, float],
    excerpt: Callable[[int, int], bytes],
) -> None:
    """Do nothing if each bar code in a file says, at its place, what it should.

    Only a band across the middle of each is looked at, straight upon it: a tenth of the time of
    whole pages.

    Args:
        path: The finished file.
        marks: Where the bar codes were drawn, and what they should say.
        offset_mm: By how much everything was moved.
        excerpt: As of ``raster.strips``.

    Raises:
        Refusal: ``barcode-unreadable``.
    """
    strips = raster.strips(
        path,
        ((mark.page, _moved(mark.place, offset_mm)) for mark in marks),
        dpi=DPI,
        excerpt=excerpt,
    )
    for mark, strip in zip(marks, strips, strict=True):
        _compare(_read_band(strip), (mark.code,))


def _moved(
    place: tuple[float, float, float, float], offset_mm: tuple[float, float]
) -> tuple[float, float, float, float]:
    x, y, w, h = place
    band = min(h, _BAND_MM)
    return x + offset_mm[0], y + offset_mm[1] + (h - band) / 2, w, band


def _read(picture: Image) -> list[str]:
    found = zxingcpp.read_barcodes(picture, formats=_FORMATS, text_mode=_PLAIN)
    return [code.text for code in found]


def _read_band(picture: Image) -> list[str]:
    # Nothing else is in the picture and the bars stand upright, so it is only read, not searched.
    found = zxingcpp.read_barcodes(picture, formats=_BARS, text_mode=_PLAIN, is_pure=True)
    return [code.text for code in found]


def _compare(found: Sequence[str], expected: Sequence[str]) -> None:
    if sorted(found) != sorted(expected):
        raise unreadable(", ".join(sorted(expected)))
