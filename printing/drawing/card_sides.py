"""The sides of a card, as its design says; each side may be drawn anywhere on a sheet.

``fixed`` elements look the same on every card of a design; the others depend on the face.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from backoffice.domain.card_designs import HEIGHT_MM, WIDTH_MM
from backoffice.domain.card_fields import FIELDS, holds, require
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import Sentence, sentence
from printing import designs
from printing.drawing.photos import measure
from printing.drawing.text import LEADING, fit, paragraph

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.domain.card_designs import Element, Layer, Place, Side
    from backoffice.domain.documents import CardFace
    from printing.drawing.sheet import Sheet

_SPECIMEN = "样卡 SPECIMEN"


def _raise(_at: int, refusal: Refusal) -> None:
    raise refusal


class CardSides:
    """One card, ready to be drawn.

    Args:
        face: What stands on it.
        refused: Called with the place of an element in its design when that can't be printed; by
            default the refusal is raised.

    Attributes:
        inked: Where each element that was drawn left ink.

    Raises:
        Refusal: ``field-missing``, ``text-forbidden``, ``photo-unreadable``, ``design-unknown`` or
            ``design-invalid``.
    """

    def __init__(self, face: CardFace, *, refused: Callable[[int, Refusal], None] = _raise) -> None:
        require(face)
        self.design = designs.of(face)
        self.inked: dict[int, Place] = {}
        self._face = face
        self._pixels = measure(face.photo)
        self._refused = refused

    def draw(self, sheet: Sheet, side: Side) -> None:
        """Draw a side on the page that is open.

        Raises:
            Refusal: ``text-too-long``, ``glyph-missing`` or ``barcode-unreadable``.
        """
        for layer in self.design.layers[side]:
            if layer.fixed:
                sheet.shared(layer, functools.partial(self._draw_each, sheet, layer))
            else:
                self._draw_each(sheet, layer)
        # The specimen mark crosses everything but the bar code, which must stay readable.
        if self._face.specimen:
            mark = paragraph(_SPECIMEN, sentence("Specimen mark"), size=30, width=400 * mm)
            sheet.watermark(mark, (WIDTH_MM / 2, HEIGHT_MM / 2), colour="#C00000", alpha=0.45)
        self._draw_each(sheet, self.design.bars[side])

    def _draw_each(self, sheet: Sheet, layer: Layer) -> None:
        for at, element in layer.elements:
            if element.when and not holds(element.when, self._face):
                continue
            try:
                inked = self._draw_one(sheet, element)
            except Refusal as refusal:
                self._refused(at, refusal)
            else:
                if inked is not None:
                    self.inked[at] = inked

    def _draw_one(self, sheet: Sheet, element: Element) -> Place | None:
        if element.kind == "text":
            return self._text(sheet, element)
        if element.kind == "barcode":
            self._barcode(sheet, element)
        elif element.kind == "photo":
            sheet.photo(self._face.photo, self._pixels, element.place)
        elif element.kind == "box":
            sheet.box(element.place, fill=element.colour, radius=element.radius)
        else:
            end = (element.x + element.w, element.y + element.h)
            sheet.line((element.x, element.y), end, colour=element.colour)
        return element.place

    def _text(self, sheet: Sheet, element: Element) -> Place | None:
        text, what = self._words(element)
        if not text:
            return None
        fitted = fit(
            text,
            what,
            box=(element.w * mm, element.h * mm),
            sizes=(element.size, element.min_size),
            most_lines=element.lines,
        )
        high = (fitted.size + (len(fitted.lines) - 1) * fitted.size * LEADING) / mm
        slack = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[element.valign] * (element.h - high)
        place = (element.x, element.y + slack, element.w)
        sheet.text(fitted, place, align=element.align, colour=element.colour, bold=element.bold)
        wide = max(line.width for line in fitted.lines) / mm
        left = {"left": 0.0, "center": 0.5, "right": 1.0}[element.align] * (element.w - wide)
        return (element.x + left, place[1], wide, high)

    def _words(self, element: Element) -> tuple[str, Sentence]:
        if element.field:
            field = FIELDS[element.field]
            return field.render(self._face), field.description
        fixed = "  ".join(part for part in (element.zh, element.en) if part)
        return fixed, sentence("Fixed text of the card design")

    def _barcode(self, sheet: Sheet, element: Element) -> None:
        field = FIELDS[element.field or "number"]
        code = field.render(self._face)
        needed = sheet.bars(code, element.place, align=element.align)
        if needed > element.w:
            raise Refusal(
                "text-too-long",
                sentence(
                    "{field}: “{text}” is too long for its place.",
                    field=field.description,
                    text=code,
                ),
                advice=sentence("Shorten it in the record, or enlarge its box in the card design."),
            )
