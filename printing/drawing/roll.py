"""Paper from a roll: written downwards in two languages, cut where it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from printing.contracts import Drawn
from printing.drawing.sheet import Sheet
from printing.drawing.text import LEADING, Fitted, paragraph

if TYPE_CHECKING:
    from backoffice.domain.documents import Bilingual
    from backoffice.domain.sentences import Sentence

WIDTH_MM = 80.0
MARGIN_MM = 4.0  # heads of 80 mm printers are 72 mm wide
INNER_MM = WIDTH_MM - 2 * MARGIN_MM
ENGLISH = 0.8  # size of the English line below the Chinese one
# Three dots of a 203 dpi head.
_MODULE_MM = 0.375
_GAP_MM = 0.6


@dataclass(frozen=True, kw_only=True)
class Column:
    """A part of the width: x from the left edge and width, in mm."""

    x: float
    width: float
    align: str = "left"


FULL = Column(x=MARGIN_MM, width=INNER_MM)


class Roll:
    """Collects what is written, then cuts a page of the right length."""

    def __init__(self) -> None:
        self._y = MARGIN_MM
        self._strokes: list[Callable[[Sheet], object]] = []

    def text(
        self,
        text: str,
        field: Sentence,
        *,
        size: float = 9,
        column: Column = FULL,
        bold: bool = False,
    ) -> None:
        """Write ``text``, broken into as many lines as it needs."""
        self._y = self._write(text, field, self._y, size=size, column=column, bold=bold)

    def both(
        self,
        said: Bilingual,
        field: Sentence,
        *,
        size: float = 9,
        column: Column = FULL,
        bold: bool = False,
    ) -> None:
        """Write Chinese with English below; once if both are the same."""
        self._y = self._stack(said, field, self._y, size=size, column=column, bold=bold)

    def row(
        self, cells: list[tuple[Bilingual, Sentence, Column]], *, size: float, bold: bool = False
    ) -> None:
        """Write cells side by side; the next writing begins below the longest."""
        self._y = max(
            self._stack(said, field, self._y, size=size, column=column, bold=bold)
            for said, field, column in cells
        )

    def space(self, height_mm: float) -> None:
        """Leave white."""
        self._y += height_mm

    def rule(self, *, thickness: float = 0.2, dashes: tuple[float, ...] = ()) -> None:
        """Draw a line across."""
        y = self._y
        self._strokes.append(
            lambda sheet: sheet.line(
                (MARGIN_MM, y), (WIDTH_MM - MARGIN_MM, y), thickness=thickness, dashes=dashes
            )
        )
        self._y += 1.4

    def bars(self, code: str, *, height_mm: float = 11) -> None:
        """Draw Code 128 in the middle."""
        place = (0.0, self._y, WIDTH_MM, height_mm)
        self._strokes.append(lambda sheet: sheet.bars(code, place, module=_MODULE_MM))
        self._y += height_mm + 1

    def cut(self, offset_mm: tuple[float, float]) -> Drawn:
        """Return the page, as long as what was written."""
        height = round(self._y + MARGIN_MM, 2)
        sheet = Sheet(width_mm=WIDTH_MM, height_mm=height, offset_mm=offset_mm)
        with sheet.page():
            for stroke in self._strokes:
                stroke(sheet)
        return Drawn(
            pdf=sheet.finish(),
            width_mm=WIDTH_MM,
            height_mm=height,
            pages=sheet.pages,
            codes=sheet.codes,
        )

    def _stack(
        self,
        said: Bilingual,
        field: Sentence,
        y: float,
        *,
        size: float,
        column: Column,
        bold: bool,
    ) -> float:
        if said.zh.strip():
            y = self._write(said.zh, field, y, size=size, column=column, bold=bold)
        if said.en.strip() and said.en != said.zh:
            y = self._write(said.en, field, y, size=size * ENGLISH, column=column, bold=bold)
        return y

    def _write(
        self, text: str, field: Sentence, y: float, *, size: float, column: Column, bold: bool
    ) -> float:
        # What was pasted into a field may hold tabs and line ends; on paper they are spaces.
        text = " ".join(text.split())
        fitted = paragraph(text, field, size=size, width=column.width * mm)
        self._strokes.append(
            lambda sheet: sheet.text(
                fitted, (column.x, y, column.width), align=column.align, bold=bold
            )
        )
        return y + _height(fitted) + _GAP_MM


def _height(fitted: Fitted) -> float:
    return len(fitted.lines) * fitted.size * LEADING / mm
