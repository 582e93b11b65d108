"""What is different with a card of a batch: it is made before it is active (FAQ 4, B3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.batches import CardPlace
from backoffice.domain.cards import CardState
from backoffice.domain.policies import BATCH_ACTIVE_FROM

if TYPE_CHECKING:
    from backoffice.domain.cards import Card
    from backoffice.ports import Books


def active_from_making(books: Books) -> bool:
    """Tell whether cards of batches are active as soon as they are made."""
    return BATCH_ACTIVE_FROM.of(books.policies.text(BATCH_ACTIVE_FROM.name)) == "making"


def becomes(books: Books, card: Card) -> CardState:
    """Return what a card is once it was found good: one of a batch waits to be handed out."""
    return made(books) if books.batches.of_card(card.id) is not None else CardState.ACTIVE


def made(books: Books) -> CardState:
    """Return what the card of a batch is once it was scanned and is good."""
    return CardState.ACTIVE if active_from_making(books) else CardState.MADE


def with_holder(books: Books, card: Card) -> None:
    """Note that its holder has a card now, wherever its batch had it before."""
    in_batch = books.batches.of_card(card.id)
    if in_batch is not None and in_batch.place is not CardPlace.HOLDER:
        books.batches.put([in_batch], CardPlace.HOLDER)
