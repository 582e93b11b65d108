"""The packing list on A4: which batches leave, how many cards, who packed and who carries (B3)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from backoffice.domain.documents import Bilingual, PackingList
from backoffice.domain.sentences import sentence
from printing.drawing.table import Column, Signature, Table, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from printing.contracts import Drawn
    from printing.drawing.table import Page

DOCUMENT = PackingList
_TITLE = Bilingual(en="Packing list of cards", zh="校园卡装箱交接单")
_PACKED = Bilingual(en="Packed by", zh="装箱")
_CARRIED = Bilingual(en="Carried by", zh="领取")
_TOTAL = Bilingual(en="Total", zh="合计")
_TABLE = Table(
    columns=(
        Column(head=Bilingual(en="Batch", zh="批次"), left=0, width=24),
        Column(head=Bilingual(en="Unit", zh="单位"), left=25, width=56),
        Column(head=Bilingual(en="Contact", zh="联系人"), left=82, width=34),
        Column(head=Bilingual(en="Cards", zh="张数"), left=115, width=15, align="right"),
        Column(head=Bilingual(en="From – to", zh="卡号起止"), left=136, width=38),
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
    yield ()
    yield ("", joined(_TOTAL), "", str(cards), "")


def _head(document: PackingList, page: Page) -> None:
    page.write(joined(_TITLE), size=15, bold=True)
    page.write(f"{joined(document.place.name)}  {document.place.telephone}", size=9)
    for did, name in ((_PACKED, document.packed_by), (_CARRIED, document.carrier)):
        page.signature(Signature(did=did, name=name))
    page.y += 2
