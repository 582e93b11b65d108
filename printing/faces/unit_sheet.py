"""The signature sheet of a unit on A4: a row with bar code and signature box for each card (B3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from backoffice.domain.documents import Bilingual, UnitSheet
from backoffice.domain.sentences import sentence
from printing.contracts import Drawn
from printing.drawing.sheet import Sheet
from printing.drawing.table import (
    BOTTOM_MM,
    HEIGHT_MM,
    INNER_MM,
    LEFT_MM,
    TOP_MM,
    WIDTH_MM,
    Page,
    joined,
)
from printing.drawing.text import LEADING, fit, paragraph

if TYPE_CHECKING:
    from backoffice.domain.documents import UnitSheetRow

DOCUMENT = UnitSheet
_WHAT = sentence("Unit sheet")
_TITLE = Bilingual(en="Cards handed out in a unit", zh="单位发卡签收表")
# Left edge and width in mm.
_COLUMNS = (
    (Bilingual(en="Row", zh="序号"), 0.0, 12.0),
    (Bilingual(en="Name", zh="姓名"), 13.0, 42.0),
    (Bilingual(en="Number", zh="学工号"), 57.0, 24.0),
    (Bilingual(en="Card", zh="卡号"), 83.0, 44.0),
    (Bilingual(en="Signature, date", zh="签字、日期"), 130.0, 44.0),
)
_ROW_MM, _BARS_MM = 13.0, 7.0
_MODULE_MM = 0.339  # four dots at 300 dpi: any office printer and any scanner manage it
_BATCH_AT = (132.0, 60.0)  # left edge and width of the batch's own bar code


def draw(document: UnitSheet, offset_mm: tuple[float, float] = (0, 0)) -> Drawn:
    """Draw as many pages as it takes; each repeats the head and says how many there are.

    Raises:
        Refusal: ``glyph-missing``, ``text-too-long`` or ``barcode-unreadable``.
    """
    pages = _pages(document)
    sheet = Sheet(width_mm=WIDTH_MM, height_mm=HEIGHT_MM, offset_mm=offset_mm)
    for at, rows in enumerate(pages, start=1):
        with sheet.page():
            page = Page(sheet, _WHAT)
            _head(page, document)
            for row in rows:
                _row(page, row)
            page.y = BOTTOM_MM + 5
            made = f"{document.at:%Y-%m-%d %H:%M}  {document.clerk}"
            page.write(
                f"{made}    第 {at} 页，共 {len(pages)} 页  Page {at} of {len(pages)}", size=7
            )
    return Drawn(
        pdf=sheet.finish(),
        width_mm=WIDTH_MM,
        height_mm=HEIGHT_MM,
        pages=sheet.pages,
        codes=sheet.codes,
    )


def _pages(document: UnitSheet) -> list[tuple[UnitSheetRow, ...]]:
    # The head is as high on every page, so it is measured once on a page that nobody sees.
    trial = Sheet(width_mm=WIDTH_MM, height_mm=HEIGHT_MM)
    with trial.page():
        page = Page(trial, _WHAT)
        _head(page, document)
    most = int((BOTTOM_MM - page.y) // _ROW_MM)
    rows = document.rows
    return [rows[start : start + most] for start in range(0, len(rows), most)] or [()]


def _head(page: Page, document: UnitSheet) -> None:
    page.sheet.bars(document.batch, (_BATCH_AT[0], TOP_MM - 4, _BATCH_AT[1], 10))
    number = paragraph(document.batch, _WHAT, size=8, width=_BATCH_AT[1] * mm)
    page.sheet.text(number, (_BATCH_AT[0], TOP_MM + 6.5, _BATCH_AT[1]), align="center")
    page.write(_TITLE.zh, size=15, bold=True)
    page.write(_TITLE.en, size=9)
    page.write(document.unit, size=12, bold=True)
    contact = f"联系人 Contact  {document.contact or '________________'}"
    page.write(f"{contact}    {joined(document.place.name)}  {document.place.telephone}", size=8)
    page.y += 1
    for head, left, width in _COLUMNS:
        fitted = paragraph(joined(head), _WHAT, size=7, width=width * mm)
        page.sheet.text(fitted, (LEFT_MM + left, page.y, width), colour="#33445C")
    page.y += 4.5
    page.line(thickness=0.4)


def _row(page: Page, row: UnitSheetRow) -> None:
    cells = (str(row.row), row.name, row.holder_number)
    for text, (_head_of_it, left, width) in zip(cells, _COLUMNS[:3], strict=True):
        fitted = fit(
            text, _WHAT, box=(width * mm, (_ROW_MM - 2) * mm), sizes=(9.5, 6), most_lines=3
        )
        high = (fitted.size + (len(fitted.lines) - 1) * fitted.size * LEADING) / mm
        page.sheet.text(fitted, (LEFT_MM + left, page.y + (_ROW_MM - high) / 2, width))
    _, left, width = _COLUMNS[3]
    place = (LEFT_MM + left, page.y + 1, width, _BARS_MM)
    page.sheet.bars(row.card_number, place, module=_MODULE_MM)
    number = paragraph(row.card_number, _WHAT, size=8, width=width * mm)
    page.sheet.text(number, (LEFT_MM + left, page.y + _BARS_MM + 1.6, width), align="center")
    page.y += _ROW_MM
    left = LEFT_MM + _COLUMNS[4][1]
    page.sheet.line((left - 2, page.y - _ROW_MM), (left - 2, page.y), thickness=0.15)
    page.sheet.line((LEFT_MM, page.y), (LEFT_MM + INNER_MM, page.y), thickness=0.15)
