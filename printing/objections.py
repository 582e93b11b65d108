"""What would keep a card from being printed, found without drawing it: for a whole unit at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from backoffice.domain.card_fields import FIELDS, holds, require
from backoffice.domain.refusal import Refusal
from printing import designs
from printing.drawing.text import fit

if TYPE_CHECKING:
    from backoffice.domain.documents import CardFace


def objection(face: CardFace) -> Refusal | None:
    """Return why the texts of a card can't be printed as they are; its photo is not looked at.

    Raises:
        Refusal: ``design-unknown`` or ``design-invalid``: no card of this design can be printed.
        Fault: There is no font to print with.
    """
    design = designs.of(face)
    try:
        require(face)
        for element in design.elements:
            if element.kind != "text" or not element.field or not holds(element.when, face):
                continue
            field = FIELDS[element.field]
            fit(
                field.render(face),
                field.description,
                box=(element.w * mm, element.h * mm),
                sizes=(element.size, element.min_size),
                most_lines=element.lines,
            )
    except Refusal as refusal:
        return refusal
    return None
