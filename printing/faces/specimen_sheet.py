"""The hard cases of a design on A4 at true size, front and back side by side."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from reportlab.lib.units import mm

from backoffice.domain.card_designs import HEIGHT_MM, SIDES, WIDTH_MM
from backoffice.domain.documents import Bilingual, SpecimenSheet
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from printing.contracts import Drawn
from printing.drawing.card_sides import CardSides
from printing.drawing.sheet import Sheet
from printing.drawing.text import paragraph
from printing.hard_cases import hard_cases

if TYPE_CHECKING:
    from backoffice.domain.card_designs import HardCase
    from backoffice.domain.documents import CardFace

DOCUMENT = SpecimenSheet
_WIDTH_MM, _HEIGHT_MM = 210.0, 297.0
_A_PAGE = 4
_LEFT_MM, _GAP_MM, _TOP_MM, _ROW_MM = 16.4, 6.0, 24.0, 66.0
_TITLE = Bilingual(en="Specimens of a card design", zh="卡面设计样张")
_TRUE_SIZE = Bilingual(
    en="print at 100 %; nobody is called like this", zh="按 100% 打印；人名均为虚构"
)
_UNPRINTABLE = Bilingual(en="can't be printed with this design", zh="用此设计无法打印")
_TEXT = sentence("Specimen sheet")
_QUIET, _LINE, _WRONG = "#33445C", "#9FB0C6", "#B3261E"


def draw(document: SpecimenSheet, offset_mm: tuple[float, float] = (0, 0)) -> Drawn:
    """Draw five pages; a case that can't be printed says so in its place.

    Raises:
        Refusal: ``design-unknown`` or ``design-invalid``.
    """
    sheet = Sheet(width_mm=_WIDTH_MM, height_mm=_HEIGHT_MM, offset_mm=offset_mm)
    cases = hard_cases()
    for first in range(0, len(cases), _A_PAGE):
        with sheet.page():
            _head(sheet, document, page=first // _A_PAGE + 1)
            for at, case in enumerate(cases[first : first + _A_PAGE]):
                _case(sheet, document, case, number=first + at + 1, top=_TOP_MM + at * _ROW_MM)
    return Drawn(
        pdf=sheet.finish(),
        width_mm=_WIDTH_MM,
        height_mm=_HEIGHT_MM,
        pages=sheet.pages,
        codes=tuple(sheet.codes),
    )


def _head(sheet: Sheet, document: SpecimenSheet, *, page: int) -> None:
    title = f"{_TITLE.zh} {_TITLE.en} · {document.design} · {page}"
    _say(sheet, title, (_LEFT_MM, 9.0), size=10)
    _say(sheet, f"{_TRUE_SIZE.zh} {_TRUE_SIZE.en}", (_LEFT_MM, 14.0), size=7)


def _case(
    sheet: Sheet, document: SpecimenSheet, case: HardCase, *, number: int, top: float
) -> None:
    _say(sheet, f"{number}. {case.title.zh} {case.title.en}", (_LEFT_MM, top - 4), size=7.5)
    face = replace(case.face, design=document.design, design_toml=document.design_toml)
    why = _refused(face)
    card = None if why else CardSides(face)
    for column, side in enumerate(SIDES):
        left = _LEFT_MM + column * (WIDTH_MM + _GAP_MM)
        if card is not None:
            with sheet.part(left, top, width=WIDTH_MM, height=HEIGHT_MM):
                card.draw(sheet, side)
        _outline(sheet, left, top)
    for line, said in enumerate(why):
        _say(sheet, said, (_LEFT_MM + 4, top + 6 + 6 * line), size=8, colour=_WRONG)


def _refused(face: CardFace) -> list[str]:
    """Return what would keep the card from being printed, after drawing it into the blue."""
    said: list[str] = []
    blue = Sheet(width_mm=WIDTH_MM, height_mm=HEIGHT_MM)
    try:
        card = CardSides(face, refused=lambda _at, refusal: said.append(str(refusal.message)))
    except Refusal as refusal:
        if refusal.code.startswith("design"):
            raise
        said.append(str(refusal.message))
    else:
        for side in SIDES:
            with blue.page():
                card.draw(blue, side)
    return [f"{_UNPRINTABLE.zh} {_UNPRINTABLE.en}", *said] if said else []


def _outline(sheet: Sheet, left: float, top: float) -> None:
    right, bottom = left + WIDTH_MM, top + HEIGHT_MM
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    for start, end in itertools.pairwise(corners):
        sheet.line(start, end, thickness=0.1, colour=_LINE)


def _say(
    sheet: Sheet, text: str, at: tuple[float, float], *, size: float, colour: str = _QUIET
) -> None:
    wide = 2 * WIDTH_MM + _GAP_MM
    fitted = paragraph(text, _TEXT, size=size, width=wide * mm)
    sheet.text(fitted, (*at, wide), colour=colour)
