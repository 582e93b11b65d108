"""A note for the cardholder to take along: where to go and what to bring (rule L6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.documents import Slip
from backoffice.domain.sentences import sentence
from printing.drawing import papers
from printing.drawing.roll import INNER_MM, MARGIN_MM, Column, Roll

if TYPE_CHECKING:
    from backoffice.domain.documents import Figure
    from printing.contracts import Drawn

DOCUMENT = Slip
_LABEL = Column(x=MARGIN_MM, width=INNER_MM - 26)
_VALUE = Column(x=MARGIN_MM + INNER_MM - 25, width=25, align="right")


def draw(document: Slip, offset_mm: tuple[float, float] = (0, 0)) -> Drawn:
    """Draw it 80 mm wide and as long as it needs to be.

    Raises:
        Refusal: ``glyph-missing`` or ``barcode-unreadable``.
    """
    roll = Roll()
    papers.head(roll, document.title)
    for paragraph in document.paragraphs:
        roll.both(paragraph, sentence("Text"), size=9.5)
        roll.space(1.6)
    for figure in document.figures:
        _figure(roll, figure)
    papers.place(roll, document.place)
    roll.rule()
    papers.particulars(roll, number=document.number, at=document.at, clerk=document.clerk)
    papers.proof(roll, number=document.number, action_id=document.action_id, anchor=document.anchor)
    return roll.cut(offset_mm)


def _figure(roll: Roll, figure: Figure) -> None:
    if not figure.value:
        roll.rule()
        roll.both(figure.label, sentence("Text"), size=8.5, bold=True)
        return
    value = papers.same(figure.value)
    said = sentence("Text")
    roll.row([(figure.label, said, _LABEL), (value, said, _VALUE)], size=8)
