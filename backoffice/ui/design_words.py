"""How the parts of a card design are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.card_fields import FIELDS
from backoffice.domain.documents import Bilingual
from backoffice.domain.sentences import N_, sentence

if TYPE_CHECKING:
    from backoffice.domain.card_designs import Element
    from backoffice.ui.words import Said

KINDS = {
    "text": N_("Text"),
    "photo": N_("Photo"),
    "barcode": N_("Bar code"),
    "box": N_("Area of colour"),
    "line": N_("Line"),
    "free": N_("Kept free"),
}
SIDES = {"front": N_("Front side"), "back": N_("Back side")}
ALIGNS = {"left": N_("left"), "center": N_("middle"), "right": N_("right")}
VALIGNS = {"top": N_("top"), "middle": N_("middle"), "bottom": N_("bottom")}


def called(element: Element) -> Said:
    """Return how an element is called in a list: its field, its words, or its kind."""
    if element.kind == "text" and element.field:
        return FIELDS[element.field].description
    if element.kind == "text":
        zh, en = element.zh or element.en, element.en or element.zh
        return Bilingual(en=f"“{en}”", zh=f"“{zh}”")
    return sentence(KINDS[element.kind])
