"""The last look before anything leaves: the bar codes are read back from the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import zxingcpp

from printing import raster
from printing.drawing.bars import unreadable

if TYPE_CHECKING:
    from printing.contracts import Drawn

DPI = 300  # what a card printer prints with
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
    expected = sorted(drawn.codes)
    found = sorted(
        code.text
        for page in raster.pages(drawn.pdf, dpi=DPI)
        for code in zxingcpp.read_barcodes(
            page, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain
        )
    )
    if found != expected:
        raise unreadable(", ".join(expected))
