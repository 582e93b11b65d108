"""A campus card, front and back, as its design says (ISO/IEC 7810 ID-1)."""

from __future__ import annotations

from backoffice.domain.card_designs import HEIGHT_MM, SIDES, WIDTH_MM
from backoffice.domain.documents import CardFace
from printing.contracts import Drawn
from printing.drawing.card_sides import CardSides
from printing.drawing.sheet import Sheet

DOCUMENT = CardFace


def draw(document: CardFace, offset_mm: tuple[float, float] = (0, 0)) -> Drawn:
    """Draw both sides.

    Raises:
        Refusal: ``field-missing``, ``text-forbidden``, ``text-too-long``, ``glyph-missing``,
            ``photo-unreadable``, ``barcode-unreadable``, ``design-unknown`` or ``design-invalid``.
    """
    card = CardSides(document)
    sheet = Sheet(width_mm=WIDTH_MM, height_mm=HEIGHT_MM, offset_mm=offset_mm)
    for side in SIDES:
        with sheet.page():
            card.draw(sheet, side)
    return Drawn(
        pdf=sheet.finish(),
        width_mm=WIDTH_MM,
        height_mm=HEIGHT_MM,
        pages=sheet.pages,
        codes=tuple(sheet.codes),
    )
