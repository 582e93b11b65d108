"""The packing list on A4: which batches leave, how many cards, who packed and who carries (B3)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from backoffice.domain.documents import Bilingual, PackingList
from backoffice.domain.sentences import sentence
from printing.drawing.table import Column, Table, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from printing.contracts import Drawn
    from printing.drawing.table import Page

DOCUMENT = PackingList
_TITLE = Bilingual(en="Packing list of cards", zh="校园卡装箱交接单")
_TOTAL = Bilingual(en="Total", zh="合计")
_TABLE = Table(
    columns=(
        Column(head=Bilingual(en="Batch", zh="批次"), left=0, width=24),
        Column(head=Bilingual(en="Unit", zh="单位"), left=25, width=56),
        Column(head=Bilingual(en="Contact", zh="联系人"), left=82, width=34),
        Column(head=Bilingual(en="Cards", zh="张数"), left=117, width=15, align="right"),
        Column(head=Bilingual(en="From – to", zh="卡号起止"), left=134, width=40),
    ),
    what=sentence("Packing list"),
)


def draw(document: PackingList, offset_mm: tuple[float, float] = (0, 0)) -> Drawn:
    """Draw as many pages as it takes.

    Raises:
        Refusal: ``glyph-missing``.
    """
    foot = f"{document.at:%Y-%m-%d %H:%M}  {document.clerk}"
    head = partial(_head, document)
    return _TABLE.draw(_rows(document), head=head, foot=foot, offset_mm=offset_mm)


def _rows(document: PackingList) -> Iterator[Sequence[str]]:
    for one in document.batches:
        numbers = f"{one.first_card} – {one.last_card}"
        yield (one.batch, one.unit, one.contact, str(one.cards), numbers)
    cards = sum(one.cards for one in document.batches)
    yield ("", joined(_TOTAL), "", str(cards), "")


def _head(document: PackingList, page: Page) -> None:
    page.write(joined(_TITLE), size=15, bold=True)
    page.write(f"{joined(document.place.name)}  {document.place.telephone}", size=9)
    page.y += 2
    for who, name in (
        ("装箱 Packed by", document.packed_by),
        ("领取 Carried by", document.carrier),
    ):
        page.write(
            f"{who}  {name}        签字、日期 Signature, date  ______________________", size=9
        )
        page.y += 5
