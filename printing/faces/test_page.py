"""The test page of a printer: rulers and corners, bar code, greys, colours, small black text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from backoffice.domain.card_designs import HEIGHT_MM, WIDTH_MM
from backoffice.domain.documents import PrinterTest
from backoffice.domain.sentences import sentence
from printing.contracts import Drawn
from printing.drawing.roll import WIDTH_MM as ROLL_MM
from printing.drawing.sheet import Sheet
from printing.drawing.text import paragraph

if TYPE_CHECKING:
    from backoffice.domain.sentences import Sentence

DOCUMENT = PrinterTest
CODE = "TEST"
_WHAT: Sentence = sentence("Test page")
_ROLL_LONG_MM = 60.0
_TICK, _FIVE, _TEN = 1.0, 1.6, 2.4
_LEFT, _TOP = 7.0, 6.2
_COLOURS = ("#00FFFF", "#FF00FF", "#FFFF00", "#FF0000", "#00FF00", "#0000FF")
_SIDES = (("front", "正面 Front"), ("back", "背面 Back"))


def draw(document: PrinterTest, offset_mm: tuple[float, float] = (0, 0)) -> Drawn:
    """Draw it on both sides of a card, or on a piece of a roll.

    Raises:
        Refusal: ``glyph-missing``: the name of the printer can't be printed.
    """
    card = document.role == "card"
    wide, high = (WIDTH_MM, HEIGHT_MM) if card else (ROLL_MM, _ROLL_LONG_MM)
    sheet = Sheet(width_mm=wide, height_mm=high, offset_mm=offset_mm)
    for side, name in _SIDES if card else _SIDES[:1]:
        with sheet.page():
            _rulers(sheet)
            _corners(sheet)
            _words(sheet, document, name if card else "")
            if side == "front":
                _patches(sheet)
                # Three dots of the head, whichever it is.
                sheet.bars(
                    CODE, (_LEFT, 42.2, 60, 8.6), module=0.254 if card else 0.375, align="left"
                )
    return Drawn(
        pdf=sheet.finish(),
        width_mm=wide,
        height_mm=high,
        pages=sheet.pages,
        codes=sheet.codes,
    )


def _rulers(sheet: Sheet) -> None:
    """Draw millimetres along the upper and the left edge, numbered by the centimetre."""
    for at in range(1, int(sheet.width_mm)):
        sheet.line((at, 0), (at, _length(at)), thickness=0.1)
    for at in range(1, int(sheet.height_mm)):
        sheet.line((0, at), (_length(at), at), thickness=0.1)
    for at in range(10, int(sheet.width_mm), 10):
        _write(sheet, str(at), (at - 3, _TEN + 0.2, 6), size=4, align="center")
    for at in range(10, int(sheet.height_mm), 10):
        _write(sheet, str(at), (_TEN + 0.2, at - 0.9, 6), size=4)


def _length(at: int) -> float:
    return _TICK if at % 5 else _FIVE if at % 10 else _TEN


def _corners(sheet: Sheet) -> None:
    """Mark the corners of the page and, two millimetres inside, those that must be seen."""
    wide, high = sheet.width_mm, sheet.height_mm
    for inside, thickness in ((0.0, 0.5), (2.0, 0.15)):
        for x, to_right in ((inside, 1), (wide - inside, -1)):
            for y, down in ((inside, 1), (high - inside, -1)):
                sheet.line((x, y), (x + 4 * to_right, y), thickness=thickness)
                sheet.line((x, y), (x, y + 4 * down), thickness=thickness)


def _words(sheet: Sheet, document: PrinterTest, side: str) -> None:
    wide = sheet.width_mm - _LEFT - 4
    title = f"测试页 Test page · {document.printer}"
    _write(sheet, title, (_LEFT, _TOP, wide), size=8, bold=True)
    _write(sheet, side, (_LEFT, _TOP, wide), size=8, bold=True, align="right")
    y = _TOP + 4
    for line in (f"{document.at:%Y-%m-%d %H:%M}", *document.settings):
        y += _write(sheet, line, (_LEFT, y, wide), size=5.5) + 0.4
    y = max(y + 0.8, 23.0)
    for size in (4, 5, 6):
        sample = f"{size} pt  永和九年岁在癸丑 Hamburgefonstiv 0123456789"
        y += _write(sheet, sample, (_LEFT, y, wide), size=size) + 0.5


def _patches(sheet: Sheet) -> None:
    """Draw greys from black to white, what a ribbon mixes, and lines of one, two and three dots."""
    for step in range(11):
        grey = f"#{step * 255 // 10:02X}" + f"{step * 255 // 10:02X}" * 2
        sheet.box((_LEFT + step * 4, 31, 4, 4.5), fill=grey)
    for step, colour in enumerate(_COLOURS):
        sheet.box((_LEFT + 46 + step * 4, 31, 4, 4.5), fill=colour)
    x = _LEFT
    for dots in (1, 2, 3):
        for at in range(8):
            place = x + at * 2 * dots / 8
            sheet.line((place, 36.5), (place, 40.5), thickness=dots / 8)
        x += 2 * dots + 3


def _write(
    sheet: Sheet,
    text: str,
    place: tuple[float, float, float],
    *,
    size: float,
    align: str = "left",
    bold: bool = False,
) -> float:
    fitted = paragraph(text, _WHAT, size=size, width=place[2] * mm)
    return sheet.text(fitted, place, align=align, bold=bold)
