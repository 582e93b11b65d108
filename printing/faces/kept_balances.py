"""The balances kept on closed cards, on A4: whose, on which card, since when, how much (D6)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from backoffice.domain.documents import Bilingual, KeptBalances
from backoffice.domain.sentences import sentence
from printing.drawing.table import Column, Table, joined

if TYPE_CHECKING:
    from printing.contracts import Drawn
    from printing.drawing.table import Page

DOCUMENT = KeptBalances
_TABLE = Table(
    columns=(
        Column(head=Bilingual(en="Since", zh="起始日期"), left=0, width=24),
        Column(head=Bilingual(en="Holder", zh="持卡人"), left=25, width=60),
        Column(head=Bilingual(en="Number", zh="编号"), left=86, width=32),
        Column(head=Bilingual(en="Card", zh="卡号"), left=119, width=27),
        Column(head=Bilingual(en="Amount", zh="金额"), left=147, width=27, align="right"),
    ),
    what=sentence("Balances kept on closed cards"),
)
_TITLE = Bilingual(en="Balances kept on closed cards", zh="已注销卡上留存的余额")
_ALL = Bilingual(en="altogether", zh="合计")


def draw(document: KeptBalances, offset_mm: tuple[float, float] = (0, 0)) -> Drawn:
    """Draw as many A4 pages as it takes; each says how much it is altogether.

    Raises:
        Refusal: ``glyph-missing``.
    """
    rows = (
        (f"{line.since:%Y-%m-%d}", line.holder, line.number, line.card, line.amount)
        for line in document.lines
    )
    foot = f"{document.at:%Y-%m-%d %H:%M}  {document.clerk}"
    head = partial(_head, document)
    return _TABLE.draw(rows, head=head, foot=foot, offset_mm=offset_mm)


def _head(document: KeptBalances, page: Page) -> None:
    part = f"    {document.part} / {document.parts}" if document.parts > 1 else ""
    figures = f"{joined(_ALL)}: {document.total}  ({document.count}){part}"
    page.head(joined(_TITLE), figures, document.place.name)
