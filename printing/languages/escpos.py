"""ESC/POS for receipt printers: the paper as a picture, 576 dots wide (72 of 80 mm), then a cut.

Never as text: their own fonts lack rare Chinese characters and turn ¥ into something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escpos.printer import Dummy
from PIL import Image

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from printing import raster

if TYPE_CHECKING:
    from printing.contracts import Drawn

MIME = "application/vnd.escpos"
ENDING = "escpos"
DOTS = 576
DPI = 203.2  # eight dots to the millimetre
_PAPER_MM = 80
_PROFILE = "TM-T20II"  # has a head of this width


def encode(drawn: Drawn) -> bytes:
    """Return the pages as raster, each cut off.

    Raises:
        Refusal: ``paper-too-wide``: it was not drawn for a roll.
    """
    if drawn.width_mm > _PAPER_MM + 1:
        raise Refusal(
            "paper-too-wide",
            sentence("This is too wide for a receipt printer."),
            advice=sentence("Print it on a printer for A4 paper."),
        )
    device = Dummy(profile=_PROFILE)
    for page in pictures(drawn):
        device.image(page)
        device.cut()
    return bytes(device.output)


def pictures(drawn: Drawn) -> list[Image.Image]:
    """Return what the head prints of each page: black and white, the middle of the paper."""
    found = []
    for page in raster.pages(drawn.pdf, dpi=DPI, sharp=True):
        black_and_white = page.convert("L").point(lambda v: 255 * (v > 127)).convert("1")  # noqa: PLR2004  half
        head = Image.new("1", (DOTS, page.height), 1)
        head.paste(black_and_white, (-((page.width - DOTS) // 2), 0))
        found.append(head)
    return found
