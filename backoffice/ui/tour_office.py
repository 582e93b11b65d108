"""What a supervisor and an administrator see on the tour: entry, found cards, money, the office."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import NoneType
from typing import TYPE_CHECKING

from backoffice.domain.cards import CardState
from backoffice.domain.entry import NewApplication
from backoffice.domain.sentences import sentence
from backoffice.ui import registry, tour_people
from backoffice.ui.fields import ChoiceField
from backoffice.ui.pages.administration import Administration
from backoffice.ui.sections.desks import Desks
from backoffice.ui.views.desk_change import ChangeDesk

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books, Program
    from backoffice.ui.page import Page
    from backoffice.ui.tour import Guide

_SUPERVISOR, _ADMINISTRATOR = "zhang", "admin"
_APPLY, _LEFT, _LOST = ("韩雪", "唐晓", "许诺"), ("Oliver Brown", "钱多多"), "林静"
_KEPT = (4_200, 31_850)


def prepare(program: Program) -> None:
    """Let people apply for entry, leave balances behind, and lose a card that was handed in."""

    def enter(books: Books, turn: Turn) -> None:
        known = books.intake.holders_known
        names = (*_APPLY, *_LEFT, _LOST)
        numbers = {name: f"{20150001 + known + at}" for at, name in enumerate(names)}
        people = [tour_people.staff(numbers[name], name, turn) for name in names]
        for at, balance in enumerate(_KEPT, start=len(_APPLY)):
            [card] = people[at].cards
            left = replace(card, state=CardState.RETURNED, balance=balance)
            people[at] = replace(people[at], cards=(left,))
        books.intake.bring(people)
        ids = books.holders.ids(list(numbers.values()))
        for at, name in enumerate(_APPLY):
            until = turn.today + timedelta(days=30 * (at + 1))
            books.entry.apply(
                NewApplication(
                    holder_id=ids[numbers[name]],
                    campus=books.entry.campuses()[at % 2].code,
                    reason="讲座与实验 lectures and laboratory",
                    from_on=turn.today,
                    until_on=until,
                )
            )
        [found] = books.cards.of_holder(ids[numbers[_LOST]])
        desk = books.places.desk_by_code("22") or books.places.desks()[0]
        books.found_cards.keep(
            card_id=found.id, desk_id=desk.id, where="图书馆 library", on=turn.today
        )

    tour_people.enter(program, enter, NoneType)


def supervise(guide: Guide) -> None:
    """Show what a supervisor looks after; ``zhang`` sits here already."""
    page = _open(guide, "photos")
    _forms(guide, page, "photo_hand_over")
    page = _open(guide, "entry")
    guide.shoot("entry", "waiting")
    _forms(guide, page, "entry_hand_over")
    page = _open(guide, "found_cards")
    guide.shoot("found-cards", "list")
    _forms(guide, page, "found_card")
    _open(guide, "kept_balances")
    guide.shoot("kept-balances", "list")


def administer(guide: Guide) -> None:
    """Show every section of the office, with the forms about its first row."""
    guide.desk.lock()
    guide.sign_in(_ADMINISTRATOR)
    page = _open(guide, "administration")
    assert isinstance(page, Administration)  # noqa: S101  just opened
    for section in page.sections:
        page.pick.choose(section)
        name = type(section).__name__.lower()
        guide.shoot("administration", name)
        for kind in section.changing or filter(None, [section.adding]):
            section.begin(kind)
            guide.shoot("administration", f"{name}-{kind.__name__.lower()}")
            page.column.close()
    _close_a_desk(guide, page)


def _close_a_desk(guide: Guide, page: Administration) -> None:
    """Show that a desk where something is left stays in service."""
    section = next(one for one in page.sections if isinstance(one, Desks))
    page.pick.choose(section)
    guide.settle()
    section.begin(ChangeDesk)
    guide.settle()
    state = guide.form.steps["place"].fields["in_service"]
    assert isinstance(state, ChoiceField)  # noqa: S101  in or out of service
    state.choose(False)
    guide.act()
    guide.until(sentence("the desk is looked at"), lambda: not guide.form.waiting)
    guide.shoot("administration", "desks-not-empty")
    page.column.close()


def _open(guide: Guide, name: str) -> Page:
    kind = registry.page(name)
    guide.desk.stage.open(kind)
    guide.settle()
    return guide.desk.stage.made(kind)


def _forms(guide: Guide, page: Page, *codes: str) -> None:
    for code in codes:
        view = registry.view(code)
        if view is not None:
            page.column.open(view, None)
            guide.shoot(code.replace("_", "-"), "begin")
            page.column.close()
