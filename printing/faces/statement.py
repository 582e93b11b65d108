"""The statement on A4: per account its opening, every line with its source, its closing (R3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from backoffice.domain.documents import Bilingual, Statement
from backoffice.domain.sentences import sentence
from printing.contracts import Drawn
from printing.drawing.sheet import Sheet
from printing.drawing.text import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backoffice.domain.documents import StatementLine

DOCUMENT = Statement
_WIDTH_MM, _HEIGHT_MM = 210.0, 297.0
_LEFT_MM, _TOP_MM, _BOTTOM_MM = 18.0, 18.0, 274.0
_INNER_MM = 174.0
_COLUMNS = ((0, 26), (27, 18), (46, 57), (104, 30), (134, 20), (154, 20))
"""Left edge and width in mm: when, where, what, counterpart, amount, balance."""
_ALIGN = ("left", "left", "left", "left", "right", "right")
_HEADS = (
    Bilingual(en="When", zh="时间"),
    Bilingual(en="Where", zh="地点"),
    Bilingual(en="What", zh="内容"),
    Bilingual(en="Other account", zh="对方账户"),
    Bilingual(en="Amount", zh="金额"),
    Bilingual(en="Balance", zh="余额"),
)
_TITLE = Bilingual(en="Statement of account", zh="账户明细")
_OPENING = Bilingual(en="Opening balance", zh="期初余额")
_CLOSING = Bilingual(en="Closing balance", zh="期末余额")
_TEXT = sentence("Statement")
_QUIET = "#33445C"
_SIZE = 7.5


def draw(document: Statement, offset_mm: tuple[float, float] = (0, 0)) -> Drawn:
    """Draw as many A4 pages as it takes; each says whose it is and which page.

    Raises:
        Refusal: ``glyph-missing``.
    """
    sheet = Sheet(width_mm=_WIDTH_MM, height_mm=_HEIGHT_MM, offset_mm=offset_mm)
    rows = _rows(document)
    row = next(rows, None)
    while row is not None or not sheet.pages:
        with sheet.page():
            y = _head(sheet, document)
            while row is not None and y + _height(row) <= _BOTTOM_MM:
                y = _row(sheet, row, y)
                row = next(rows, None)
            _foot(sheet, document)
    return Drawn(
        pdf=sheet.finish(),
        width_mm=_WIDTH_MM,
        height_mm=_HEIGHT_MM,
        pages=sheet.pages,
        codes=tuple(sheet.codes),
    )


def _rows(document: Statement) -> Iterator[Sequence[str]]:
    """Yield the cells of each row; one cell alone is the name of an account."""
    for account in document.accounts:
        yield (_joined(account.name),)
        yield _balance(_OPENING, str(document.start), account.opening)
        for line in account.lines:
            yield _line(line)
        yield _balance(_CLOSING, str(document.end), account.closing)


def _balance(name: Bilingual, day: str, amount: str) -> Sequence[str]:
    return (day, "", _joined(name), "", "", amount)


def _line(line: StatementLine) -> Sequence[str]:
    what = f"{line.entry}  {_joined(line.what)}"
    money = (line.amount, line.balance)
    return (f"{line.at:%Y-%m-%d %H:%M}", line.where, what, _joined(line.counterpart), *money)


def _height(row: Sequence[str]) -> float:
    if len(row) == 1:
        return 12.0
    lines = [
        len(paragraph(text, _TEXT, size=_SIZE, width=width * mm).lines)
        for text, (_x, width) in zip(row, _COLUMNS, strict=True)
        if text
    ]
    return max(lines) * _SIZE * 1.25 / mm + 1.2


def _row(sheet: Sheet, row: Sequence[str], y: float) -> float:
    if len(row) == 1:
        return _heading(sheet, row[0], y + 3)
    for text, (x, width), align in zip(row, _COLUMNS, _ALIGN, strict=True):
        if text:
            fitted = paragraph(text, _TEXT, size=_SIZE, width=width * mm)
            sheet.text(fitted, (_LEFT_MM + x, y, width), align=align)
    return y + _height(row)


def _heading(sheet: Sheet, text: str, y: float) -> float:
    fitted = paragraph(text, _TEXT, size=10, width=_INNER_MM * mm)
    sheet.text(fitted, (_LEFT_MM, y, _INNER_MM), bold=True)
    y += 5.5
    sheet.line((_LEFT_MM, y), (_LEFT_MM + _INNER_MM, y), thickness=0.2)
    return y + 1.5


def _head(sheet: Sheet, document: Statement) -> float:
    y = _write(sheet, _joined(_TITLE), _TOP_MM, size=15, bold=True)
    y = _write(sheet, f"{document.holder}    {document.start} – {document.end}", y, size=10)
    y = _write(sheet, _joined(document.place.name), y, size=8) + 1.5
    for head, (x, width), align in zip(_HEADS, _COLUMNS, _ALIGN, strict=True):
        fitted = paragraph(_joined(head), _TEXT, size=7, width=width * mm)
        sheet.text(fitted, (_LEFT_MM + x, y, width), align=align, colour=_QUIET)
    y += 4.5
    sheet.line((_LEFT_MM, y), (_LEFT_MM + _INNER_MM, y), thickness=0.4)
    return y + 2


def _foot(sheet: Sheet, document: Statement) -> None:
    made = f"{document.at:%Y-%m-%d %H:%M}  {document.clerk}  {document.action_id}"
    page = sheet.pages + 1
    _write(sheet, f"{made}    第 {page} 页 Page {page}", _BOTTOM_MM + 5, size=7)


def _write(sheet: Sheet, text: str, y: float, *, size: float, bold: bool = False) -> float:
    fitted = paragraph(text, _TEXT, size=size, width=_INNER_MM * mm)
    place = (_LEFT_MM, y, _INNER_MM)
    return y + sheet.text(fitted, place, colour="#000000" if bold else _QUIET, bold=bold) + 1.6


def _joined(said: Bilingual) -> str:
    return "  ".join(dict.fromkeys(text for text in (said.zh, said.en) if text))
