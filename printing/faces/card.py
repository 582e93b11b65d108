"""A campus card, front and back, as its design file says (ISO/IEC 7810 ID-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.card_designs import HEIGHT_MM, SIDES, WIDTH_MM
from backoffice.domain.documents import CardFace
from printing.contracts import Drawn
from printing.drawing.card_sides import CardSides
from printing.drawing.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO

    from backoffice.domain.card_designs import Side

DOCUMENT = CardFace


def draw(document: CardFace, offset_mm: tuple[float, float] = (0, 0)) -> Drawn:
    """Draw both sides.

    Raises:
        Refusal: ``field-missing``, ``text-forbidden``, ``text-too-long``, ``glyph-missing``,
            ``photo-unreadable``, ``barcode-unreadable``, ``design-unknown`` or ``design-invalid``.
    """
    sheet = open_sheet(offset_mm)
    draw_on(sheet, document)
    return Drawn(
        pdf=sheet.finish(),
        width_mm=WIDTH_MM,
        height_mm=HEIGHT_MM,
        pages=sheet.pages,
        codes=sheet.codes,
    )


def open_sheet(
    offset_mm: tuple[float, float],
    file: IO[bytes] | None = None,
    *,
    bleed_mm: float = 0,
    orientation: int = 0,
) -> Sheet:
    """Return a sheet for the two sides of any number of cards."""
    return Sheet(
        width_mm=WIDTH_MM,
        height_mm=HEIGHT_MM,
        offset_mm=offset_mm,
        file=file,
        bleed_mm=bleed_mm,
        orientation=orientation,
    )


def draw_on(sheet: Sheet, face: CardFace, sides: Sequence[Side] = SIDES) -> None:
    """Draw the front and the back of one more card, or one of them.

    Raises:
        Refusal: As in ``draw``.
    """
    card = CardSides(face)
    for side in sides:
        with sheet.page():
            card.draw(sheet, side)
