"""Who of a unit is left out of a batch, on A4, for the unit and for the desk (B2)."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from backoffice.domain.documents import Bilingual, LeftOutList
from backoffice.domain.sentences import sentence
from printing.drawing.fonts import drawable
from printing.drawing.table import Column, Table, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from printing.contracts import Drawn
    from printing.drawing.table import Page

DOCUMENT = LeftOutList
_TABLE = Table(
    columns=(
        Column(head=Bilingual(en="Number", zh="编号"), left=0, width=30),
        Column(head=Bilingual(en="Name", zh="姓名"), left=31, width=48),
        Column(head=Bilingual(en="Reason", zh="原因"), left=80, width=94),
    ),
    what=sentence("Left out of the batch"),
)
_TITLE = Bilingual(en="Left out of the batch", zh="未列入批次人员")
_INCLUDED = Bilingual(en="cards in it", zh="本批次制卡数")
_OUT = Bilingual(en="left out", zh="未列入")


def draw(document: LeftOutList, offset_mm: tuple[float, float] = (0, 0)) -> Drawn:
    """Draw as many A4 pages as it takes; a sign that keeps a name off its card is a ? here.

    Raises:
        Refusal: ``glyph-missing``.
    """
    foot = f"{document.at:%Y-%m-%d %H:%M}  {document.clerk}"
    head = partial(_head, document)
    return _TABLE.draw(_rows(document), head=head, foot=foot, offset_mm=offset_mm)


def _rows(document: LeftOutList) -> Iterator[Sequence[str]]:
    for unit, lines in groupby(document.lines, key=lambda line: line.unit):
        yield (drawable(unit),)
        for line in lines:
            yield (line.number, drawable(line.holder), joined(line.reason))


def _head(document: LeftOutList, page: Page) -> None:
    figures = f"{joined(_INCLUDED)}: {document.included}    {joined(_OUT)}: {len(document.lines)}"
    page.head(f"{joined(_TITLE)}  {document.batch}", figures, document.place.name)
