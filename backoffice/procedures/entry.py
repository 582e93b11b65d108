"""May this card enter today? One answer for the person's page, the check at a gate and sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain import consequences as say
from backoffice.domain.cards import CardState
from backoffice.domain.entry import Answer, EntryState, answer
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from datetime import date

    from backoffice.domain.cards import Card
    from backoffice.domain.sentences import Sentence
    from backoffice.domain.sheets import Line
    from backoffice.ports import Books


def may_enter(books: Books, card: Card | None, today: date) -> Answer:
    """Answer from the state of the card and what its holder applied for (E3)."""
    applications = books.entry.of_holder(card.holder_id) if card is not None else []
    return answer(card, applications, books.entry.campuses(), today)


def entry_of(books: Books, holder_id: int, today: date) -> Answer:
    """Answer for the card a person has now: the active one, else the last one."""
    cards = books.cards.of_holder(holder_id)
    active = next((card for card in cards if card.state is CardState.ACTIVE), None)
    return may_enter(books, active or next(iter(cards), None), today)


def entry_unchanged(books: Books, holder_id: int, today: date) -> Line:
    """Say for a sheet what was passed, and that it follows the active card (E1, E3)."""
    standing, passed = _standing(books, holder_id, today)
    return say.entry_unchanged(standing, passed=passed)


def entry_stops(books: Books, holder_id: int, today: date) -> Line:
    """Say for a sheet what was passed, and that the card loses it at once (E3)."""
    standing, passed = _standing(books, holder_id, today)
    return say.entry_stops(standing, passed=passed)


def entry_returns(books: Books, holder_id: int, today: date) -> Line:
    """Say for a sheet what was passed, and that the card found again carries it (E3)."""
    standing, passed = _standing(books, holder_id, today)
    return say.entry_returns(standing, passed=passed)


def _standing(books: Books, holder_id: int, today: date) -> tuple[Sentence, bool]:
    """Return what is true of a person's applications, and whether one is passed and not over."""
    live = [one for one in books.entry.of_holder(holder_id) if one.until_on >= today]
    passed = [one for one in live if one.state is EntryState.PASSED]
    if passed:
        day = max(one.until_on for one in passed).isoformat()
        campuses = len({one.campus for one in passed})
        if campuses == 1:
            return sentence("passed until {day}", day=day), True
        return sentence("passed until {day}; campuses: {count}", day=day, count=campuses), True
    if any(one.state is EntryState.APPLIED for one in live):
        return sentence("applied for, not answered yet"), False
    return sentence("none"), False
