"""May this card enter today? One answer for the person's page, the check at a gate and sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.cards import CardState
from backoffice.domain.entry import Answer, answer

if TYPE_CHECKING:
    from datetime import date

    from backoffice.domain.cards import Card
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
