"""The receipt of one action: the lines of its consequence sheet in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.documents import Bilingual, Receipt
from backoffice.domain.sentences import sentence
from printing.drawing import papers
from printing.drawing.roll import Column, Roll

if TYPE_CHECKING:
    from printing.contracts import Drawn

DOCUMENT = Receipt
_WHAT = Column(x=4, width=23)
_BEFORE = Column(x=28.5, width=20.5)
_ARROW = Column(x=49.5, width=4)
_AFTER = Column(x=54.5, width=21.5)
_CHANGE = sentence("Change")
_SIGNED = Bilingual(en="Signature of the holder", zh="持卡人签名")


def draw(document: Receipt, offset_mm: tuple[float, float] = (0, 0)) -> Drawn:
    """Draw it 80 mm wide and as long as it needs to be.

    Raises:
        Refusal: ``glyph-missing`` or ``barcode-unreadable``.
    """
    roll = Roll()
    papers.head(roll, document.title)
    papers.particulars(roll, number=document.number, at=document.at, clerk=document.clerk)
    papers.line(roll, "持卡人 Holder", sentence("Holder"), document.holder)
    if document.changes:
        _changes(roll, document)
    if document.notes:
        roll.rule()
    for note in document.notes:
        roll.both(note, sentence("Note"), size=7.5)
        roll.space(0.5)
    if document.signature:
        roll.space(11)
        roll.rule()
        roll.both(_SIGNED, sentence("Signature"), size=7)
        roll.space(1)
    papers.place(roll, document.place)
    papers.proof(roll, number=document.number, action_id=document.action_id, anchor=document.anchor)
    return roll.cut(offset_mm)


def _changes(roll: Roll, document: Receipt) -> None:
    roll.rule()
    heads = (
        (Bilingual(en="What changes", zh="变更事项"), _WHAT),
        (Bilingual(en="Before", zh="变更前"), _BEFORE),
        (Bilingual(en="After", zh="变更后"), _AFTER),
    )
    roll.row([(said, _CHANGE, column) for said, column in heads], size=7.5, bold=True)
    for change in document.changes:
        roll.rule(thickness=0.1, dashes=(0.6, 0.6))
        roll.row(
            [
                (change.label, _CHANGE, _WHAT),
                (change.before, _CHANGE, _BEFORE),
                (papers.same("→"), _CHANGE, _ARROW),
                (change.after, _CHANGE, _AFTER),
            ],
            size=8,
        )
