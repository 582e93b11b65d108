"""A campus card, front and back, as its design file says (ISO/IEC 7810 ID-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from backoffice.domain.documents import CardFace
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import Sentence, sentence
from printing import designs
from printing.card_fields import FIELDS, require
from printing.contracts import Drawn
from printing.drawing.photos import measure
from printing.drawing.sheet import Sheet
from printing.drawing.text import LEADING, fit, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from printing.designs import Element

DOCUMENT = CardFace
_SPECIMEN = "样卡 SPECIMEN"


def draw(document: CardFace, offset_mm: tuple[float, float] = (0, 0)) -> Drawn:
    """Draw both sides.

    Raises:
        Refusal: ``field-missing``, ``text-too-long``, ``glyph-missing``, ``photo-unreadable``,
            ``barcode-unreadable``, ``design-unknown`` or ``design-invalid``.
    """
    require(document)
    pixels = measure(document.photo)
    elements = designs.load(document.design or document.kind, fields=frozenset(FIELDS))
    sheet = Sheet(width_mm=designs.WIDTH_MM, height_mm=designs.HEIGHT_MM, offset_mm=offset_mm)
    for side in ("front", "back"):
        shown = [e for e in elements if e.side == side and _appears(e, document)]
        with sheet.page():
            _draw_side(sheet, shown, document, pixels)
    return Drawn(
        pdf=sheet.finish(),
        width_mm=designs.WIDTH_MM,
        height_mm=designs.HEIGHT_MM,
        pages=sheet.pages,
        codes=tuple(sheet.codes),
    )


def _appears(element: Element, face: CardFace) -> bool:
    return not element.when or bool(FIELDS[element.when].render(face))


def _draw_side(sheet: Sheet, shown: list[Element], face: CardFace, pixels: tuple[int, int]) -> None:
    # The specimen mark crosses everything but the bar code, which must stay readable.
    _draw_all(sheet, (e for e in shown if e.kind != "barcode"), face, pixels)
    if face.specimen:
        mark = paragraph(_SPECIMEN, sentence("Specimen mark"), size=30, width=400 * mm)
        sheet.watermark(mark, colour="#C00000", alpha=0.45)
    _draw_all(sheet, (e for e in shown if e.kind == "barcode"), face, pixels)


def _draw_all(
    sheet: Sheet, elements: Iterable[Element], face: CardFace, pixels: tuple[int, int]
) -> None:
    for element in elements:
        place = (element.x, element.y, element.w, element.h)
        if element.kind == "box":
            sheet.box(place, fill=element.colour, radius=element.radius)
        elif element.kind == "line":
            end = (element.x + element.w, element.y + element.h)
            sheet.line((element.x, element.y), end, colour=element.colour)
        elif element.kind == "photo":
            sheet.photo(face.photo, pixels, place)
        elif element.kind == "barcode":
            _barcode(sheet, element, face)
        else:
            _text(sheet, element, face)


def _text(sheet: Sheet, element: Element, face: CardFace) -> None:
    text, what = _words(element, face)
    if not text:
        return
    fitted = fit(
        text,
        what,
        box=(element.w * mm, element.h * mm),
        sizes=(element.size, element.min_size),
        most_lines=element.lines,
    )
    high = (fitted.size + (len(fitted.lines) - 1) * fitted.size * LEADING) / mm
    slack = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[element.valign] * (element.h - high)
    sheet.text(
        fitted,
        (element.x, element.y + slack, element.w),
        align=element.align,
        colour=element.colour,
        bold=element.bold,
    )


def _words(element: Element, face: CardFace) -> tuple[str, Sentence]:
    if element.field:
        field = FIELDS[element.field]
        return field.render(face), field.description
    fixed = "  ".join(part for part in (element.zh, element.en) if part)
    return fixed, sentence("Fixed text of the card design")


def _barcode(sheet: Sheet, element: Element, face: CardFace) -> None:
    field = FIELDS[element.field or "number"]
    code = field.render(face)
    place = (element.x, element.y, element.w, element.h)
    needed = sheet.bars(code, place, align=element.align)
    if needed > element.w:
        raise Refusal(
            "text-too-long",
            sentence(
                "{field}: “{text}” is too long for its place.", field=field.description, text=code
            ),
            advice=sentence("Shorten it in the record, or enlarge its box in the card design."),
        )
