"""The protocol of destroyed cards on A4: numbers in a table, the hash, both signatures."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from backoffice.domain.documents import Bilingual, DestructionProtocol
from backoffice.domain.sentences import sentence
from printing.drawing.table import Column, Signature, Table, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from printing.contracts import Drawn
    from printing.drawing.table import Page

DOCUMENT = DestructionProtocol
_TABLE = Table(
    columns=(
        Column(head=Bilingual(en="No.", zh="序号"), left=0, width=14, align="right"),
        Column(head=Bilingual(en="Card number", zh="卡号"), left=20, width=50),
        Column(head=Bilingual(en="What", zh="类别"), left=74, width=50),
        Column(head=Bilingual(en="Kept since", zh="待销毁起"), left=128, width=46),
    ),
    what=sentence("Destruction protocol"),
)
_TITLE = Bilingual(en="Protocol of destroyed cards", zh="卡片销毁记录")
_DESTROYED = Bilingual(en="Destroyed by", zh="销毁人")


def draw(document: DestructionProtocol, offset_mm: tuple[float, float] = (0, 0)) -> Drawn:
    """Draw as many A4 pages as it takes; the signatures stand under the last card.

    Raises:
        Refusal: ``glyph-missing``.
    """
    foot = f"SHA-256 {document.digest}"
    head = partial(_head, document)
    return _TABLE.draw(_rows(document), head=head, foot=foot, offset_mm=offset_mm)


def _rows(document: DestructionProtocol) -> Iterator[Sequence[str] | Signature]:
    for place, card in enumerate(document.cards, start=1):
        yield (str(place), card.number, joined(card.what), f"{card.since:%Y-%m-%d %H:%M}")
    count = len(document.cards)
    yield (f"共销毁 {count} 张  {count} cards destroyed in the presence of both",)
    for name in (document.clerk, document.second):
        yield Signature(did=_DESTROYED, name=name)


def _head(document: DestructionProtocol, page: Page) -> None:
    about = f"{document.at:%Y-%m-%d %H:%M}    {document.clerk}, {document.second}"
    page.head(f"{joined(_TITLE)}  {document.number}", about, document.place.name)
