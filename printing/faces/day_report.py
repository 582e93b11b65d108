"""The report of a shift on A4, for the file: figures in two columns, the audit head at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from backoffice.domain.documents import DayReport
from backoffice.domain.sentences import sentence
from printing.contracts import Drawn
from printing.drawing.sheet import Sheet
from printing.drawing.text import paragraph

if TYPE_CHECKING:
    from backoffice.domain.documents import Bilingual, Figure

DOCUMENT = DayReport
_WIDTH_MM, _HEIGHT_MM = 210.0, 297.0
_LEFT_MM, _TOP_MM, _BOTTOM_MM = 25.0, 22.0, 275.0
_LABEL_MM, _VALUE_MM = 120.0, 40.0
_INNER_MM = _LABEL_MM + _VALUE_MM
_TEXT = sentence("Report")
_QUIET = "#33445C"


def draw(document: DayReport, offset_mm: tuple[float, float] = (0, 0)) -> Drawn:
    """Draw as many A4 pages as it takes.

    Raises:
        Refusal: ``glyph-missing``.
    """
    sheet = Sheet(width_mm=_WIDTH_MM, height_mm=_HEIGHT_MM, offset_mm=offset_mm)
    left = list(document.figures)
    first = True
    while left or first:
        with sheet.page():
            y = _head(sheet, document) if first else _TOP_MM
            while left and y < _BOTTOM_MM:
                y = _figure(sheet, left.pop(0), y)
            if not left:
                _write(sheet, f"审计链 Audit head  {document.head}", _BOTTOM_MM + 4, size=8)
        first = False
    return Drawn(
        pdf=sheet.finish(),
        width_mm=_WIDTH_MM,
        height_mm=_HEIGHT_MM,
        pages=sheet.pages,
        codes=sheet.codes,
    )


def _head(sheet: Sheet, document: DayReport) -> float:
    y = _write(sheet, _joined(document.title), _TOP_MM, size=18, bold=True) + 1
    y = _write(sheet, _joined(document.place.name), y, size=10)
    y = _write(sheet, f"{document.at:%Y-%m-%d %H:%M}   {document.clerk}", y, size=10) + 3
    sheet.line((_LEFT_MM, y), (_LEFT_MM + _INNER_MM, y), thickness=0.4)
    return y + 4


def _figure(sheet: Sheet, figure: Figure, y: float) -> float:
    if not figure.value:
        return _write(sheet, _joined(figure.label), y + 4, size=11, bold=True)
    label = paragraph(_joined(figure.label), _TEXT, size=9.5, width=_LABEL_MM * mm)
    value = paragraph(figure.value, _TEXT, size=9.5, width=_VALUE_MM * mm)
    height = sheet.text(label, (_LEFT_MM, y, _LABEL_MM))
    place = (_LEFT_MM + _LABEL_MM, y, _VALUE_MM)
    return y + max(height, sheet.text(value, place, align="right")) + 1.2


def _write(sheet: Sheet, text: str, y: float, *, size: float, bold: bool = False) -> float:
    fitted = paragraph(text, _TEXT, size=size, width=_INNER_MM * mm)
    place = (_LEFT_MM, y, _INNER_MM)
    return y + sheet.text(fitted, place, colour="#000000" if bold else _QUIET, bold=bold) + 1.6


def _joined(said: Bilingual) -> str:
    return "  ".join(dict.fromkeys(text for text in (said.zh, said.en) if text))
