"""Rows of text in columns on A4, over as many pages as it takes; each repeats head and foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from backoffice.domain.documents import Bilingual
from printing.contracts import Drawn
from printing.drawing.sheet import Sheet
from printing.drawing.text import paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from backoffice.domain.sentences import Sentence
    from printing.drawing.text import Fitted

WIDTH_MM, HEIGHT_MM = 210.0, 297.0
LEFT_MM, TOP_MM, BOTTOM_MM = 18.0, 18.0, 274.0
INNER_MM = 174.0
_QUIET = "#33445C"
_SIZE = 7.5
_SIGNED_MM, _RULED_MM = 12.0, 1.5
_SIGN_HERE = Bilingual(en="Signature, date", zh="签字、日期")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column; its left edge and its width in mm."""

    head: Bilingual
    left: float
    width: float
    align: str = "left"


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Where somebody signs, and for what."""

    did: Bilingual
    name: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """How rows stand on a page; one cell alone is a heading between them, none at all a line.

    Attributes:
        what: What the texts are, for the refusal of one that can't be drawn.
    """

    columns: Sequence[Column]
    what: Sentence

    def draw(
        self,
        rows: Iterable[Sequence[str] | Signature],
        *,
        head: Callable[[Page], None],
        foot: str,
        offset_mm: tuple[float, float],
    ) -> Drawn:
        """Draw every row.

        Args:
            rows: Their cells, or who signs.
            head: Writes what stands over the columns of each page.
            foot: Stands under each page, before its number.
            offset_mm: Of the printer.

        Raises:
            Refusal: ``glyph-missing``.
        """
        sheet = Sheet(width_mm=WIDTH_MM, height_mm=HEIGHT_MM, offset_mm=offset_mm)
        left = map(self._fit, rows)
        row = next(left, None)
        while row is not None or not sheet.pages:
            with sheet.page():
                page = Page(sheet, self.what)
                head(page)
                self._heads(page)
                while row is not None and page.y + row.height <= BOTTOM_MM:
                    self._write(page, row)
                    row = next(left, None)
                page.y = BOTTOM_MM + 5
                number = sheet.pages + 1
                page.write(f"{foot}    第 {number} 页 Page {number}", size=7)
        return Drawn(
            pdf=sheet.finish(),
            width_mm=WIDTH_MM,
            height_mm=HEIGHT_MM,
            pages=sheet.pages,
            codes=sheet.codes,
        )

    def _heads(self, page: Page) -> None:
        for column in self.columns:
            fitted = paragraph(joined(column.head), self.what, size=7, width=column.width * mm)
            place = (LEFT_MM + column.left, page.y, column.width)
            page.sheet.text(fitted, place, align=column.align, colour=_QUIET)
        page.y += 4.5
        page.line(thickness=0.4)
        page.y += 2

    def _fit(self, cells: Sequence[str] | Signature) -> _Row:
        """Measure a row once: where it is drawn is known later."""
        if isinstance(cells, Signature):
            return _Row(signature=cells, height=_SIGNED_MM)
        if not cells:
            return _Row(height=_RULED_MM)
        if len(cells) == 1:
            return _Row(heading=cells[0], height=12.0)
        fitted = [
            paragraph(text, self.what, size=_SIZE, width=column.width * mm) if text else None
            for text, column in zip(cells, self.columns, strict=True)
        ]
        most = max(len(one.lines) for one in fitted if one)
        return _Row(cells=fitted, height=most * _SIZE * 1.25 / mm + 1.2)

    def _write(self, page: Page, row: _Row) -> None:
        if row.signature:
            page.signature(row.signature)
        elif row.heading:
            page.heading(row.heading)
        elif not row.cells:
            page.line(thickness=0.2)
            page.y += row.height
        else:
            for fitted, column in zip(row.cells, self.columns, strict=True):
                if fitted:
                    place = (LEFT_MM + column.left, page.y, column.width)
                    page.sheet.text(fitted, place, align=column.align)
            page.y += row.height


@dataclass(frozen=True, kw_only=True)
class _Row:
    """A row with its height in mm; None where a cell is empty."""

    height: float
    heading: str = ""
    signature: Signature | None = None
    cells: Sequence[Fitted | None] = ()


class Page:
    """One page, written from top to bottom.

    Attributes:
        y: Where the next line begins, in mm from the top.
    """

    def __init__(self, sheet: Sheet, what: Sentence) -> None:
        self.sheet = sheet
        self.y = TOP_MM
        self._what = what

    def write(self, text: str, *, size: float, bold: bool = False) -> None:
        """Write a paragraph over the whole width."""
        fitted = paragraph(text, self._what, size=size, width=INNER_MM * mm)
        colour = "#000000" if bold else _QUIET
        place = (LEFT_MM, self.y, INNER_MM)
        self.y += self.sheet.text(fitted, place, colour=colour, bold=bold) + 1.6

    def head(self, title: str, about: str, place: Bilingual) -> None:
        """Write what stands over the columns: a title, what it is about, who wrote it."""
        self.write(title, size=15, bold=True)
        self.write(about, size=10)
        self.write(joined(place), size=8)
        self.y += 1.5

    def heading(self, text: str) -> None:
        """Write a heading between rows."""
        fitted = paragraph(text, self._what, size=10, width=INNER_MM * mm)
        self.sheet.text(fitted, (LEFT_MM, self.y + 3, INNER_MM), bold=True)
        self.y += 8.5
        self.line(thickness=0.2)
        self.y += 1.5

    def signature(self, one: Signature) -> None:
        """Write who signs for what, and draw the line to sign on."""
        top = self.y + 5
        for text, left, width in (
            (joined(one.did), 0.0, 36.0),
            (one.name, 38.0, 50.0),
            (joined(_SIGN_HERE), 90.0, 40.0),
        ):
            fitted = paragraph(text, self._what, size=9, width=width * mm)
            self.sheet.text(fitted, (LEFT_MM + left, top, width), colour=_QUIET)
        self.sheet.line((LEFT_MM + 132, top + 3.5), (LEFT_MM + INNER_MM, top + 3.5))
        self.y += _SIGNED_MM

    def line(self, *, thickness: float) -> None:
        """Draw a line over the whole width."""
        start, end = (LEFT_MM, self.y), (LEFT_MM + INNER_MM, self.y)
        self.sheet.line(start, end, thickness=thickness)


def joined(said: Bilingual) -> str:
    """Return both languages in one line; once what reads alike."""
    return "  ".join(dict.fromkeys(text for text in (said.zh, said.en) if text))
