"""The card design of the tour: an administrator moves a name where it can't be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backoffice.ui.pages.card_design import CardDesigns

if TYPE_CHECKING:
    from backoffice.ui.tour import Guide

_ADMINISTRATOR = "admin"
_LONG_NAME, _NARROW = 7, 30.0


def draw(guide: Guide) -> None:
    """Show the card as it is, with findings, in the dark, and on its way into the books."""
    guide.desk.lock()
    guide.sign_in(_ADMINISTRATOR)
    guide.desk.stage.open(CardDesigns)
    page = guide.desk.stage.page
    assert isinstance(page, CardDesigns)  # noqa: S101  just opened
    guide.settle()
    _shoot(guide, "staff")
    elements = page.history.design.elements
    page.history.select(next(at for at, e in enumerate(elements) if e.field == "name"))
    element = page.history.element
    assert element is not None  # noqa: S101  just selected
    page.history.change(replace(element, colour="#D5DFEE", w=_NARROW))
    page.stage.subject.choose(_LONG_NAME)
    _shoot(guide, "findings")
    guide.desk.toggle_theme()
    _shoot(guide, "dark")
    guide.desk.toggle_theme()
    page.save()
    _shoot(guide, "save")
    page.column.close()
    while page.history.can_undo:
        page.history.undo()
    guide.rest("drawing")


def _shoot(guide: Guide, state: str) -> None:
    guide.rest("drawing")
    guide.shoot("card-design", state)
