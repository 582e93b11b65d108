"""A card drawn for the screen by the same pens as for plastic, with all that is wrong with it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from backoffice.domain.card_designs import HEIGHT_MM, SIDES, WIDTH_MM, Proof
from backoffice.domain.pictures import Frame
from backoffice.domain.refusal import Refusal
from printing import raster
from printing.drawing.card_sides import CardSides
from printing.drawing.sheet import Sheet

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from backoffice.domain.documents import CardFace
    from backoffice.domain.sentences import Sentence


def proof(face: CardFace, *, dpi: float, drawing: AbstractContextManager[object]) -> Proof:
    """Return both sides as pixels; what can't be printed is left out and told.

    Args:
        face: What stands on the card.
        dpi: Dots to the inch.
        drawing: Held while the pens draw; afterwards others may.

    Raises:
        Refusal: ``design-unknown`` or ``design-invalid``.
    """
    refused: dict[int, Sentence] = {}
    sheet = Sheet(width_mm=WIDTH_MM, height_mm=HEIGHT_MM)
    with drawing:
        try:
            card = CardSides(face, refused=functools.partial(_note, refused))
        except Refusal as refusal:
            if refusal.code.startswith("design"):
                raise
            return Proof(sides={}, inked={}, refused={}, stopped=refusal.message)
        for side in SIDES:
            with sheet.page():
                card.draw(sheet, side)
        pdf = sheet.finish()
    pages = raster.pages(pdf, dpi=dpi)
    sides = {
        side: Frame(width=page.width, height=page.height, rgb=page.tobytes())
        for side, page in zip(SIDES, pages, strict=True)
    }
    return Proof(sides=sides, inked=card.inked, refused=refused)


def _note(refused: dict[int, Sentence], at: int, refusal: Refusal) -> None:
    refused[at] = refusal.message
