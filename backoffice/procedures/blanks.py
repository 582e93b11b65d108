"""Where a blank comes from when a card is made, and where plastic goes that is dead."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from backoffice.domain.cards import CardState
from backoffice.domain.ledger import AccountKind, Entry
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.cards import Card
    from backoffice.domain.ledger import Account
    from backoffice.domain.print_jobs import PrintJob
    from backoffice.ports import Books

_SENDINGS = uuid.UUID("5a0cbe5e-0d3c-4a41-9f0e-1d1d7c3f6b52")
_READY = (AccountKind.STOCK, AccountKind.HOPPER)


def sending_id(job: PrintJob) -> str:
    """Return the id of the action that sends a job: made from it, so that there is only one."""
    return str(uuid.uuid5(_SENDINGS, f"{job.created_at.isoformat()} {job.id}"))


def ready(books: Books, desk_id: int) -> int:
    """Return how many blanks a desk can still feed: those in its hopper and those in stock."""
    return sum(books.ledger.balance(kind, desk_id=desk_id) for kind in _READY)


def feed_blank(books: Books, desk_id: int) -> None:
    """Give the printer of a desk a blank: from its hopper while something is booked there."""
    hopper = books.ledger.balance(AccountKind.HOPPER, desk_id=desk_id)
    source = AccountKind.HOPPER if hopper else AccountKind.STOCK
    post(
        books,
        books.ledger.account(source, desk_id=desk_id),
        books.ledger.account(AccountKind.MAKING, desk_id=desk_id),
        amount=1,
        memo="blank-fed",
    )


def fed_from(books: Books, job: PrintJob) -> AccountKind:
    """Return where the blank of a job that left was taken from."""
    for entry in books.history.of_action(sending_id(job)):
        if entry.credit.kind is AccountKind.MAKING:
            return entry.debit.kind
    return AccountKind.STOCK


def require_plastic(books: Books, card: Card) -> None:
    """Do nothing unless a card never was one: cancelled, or nothing came out of its printer.

    Raises:
        Refusal: It never was; another blank would be booked in its place.
    """
    if card.state is CardState.SPOILED and books.waste.find(card.id) is None:
        raise Refusal(
            "card-never-printed",
            sentence("Card {card} was booked as one that no blank was used for.", card=card.short),
            advice=sentence("If it lies here, cut it up; the next count of blanks will miss one."),
        )


def keep_for_destruction(books: Books, turn: Turn, card: Card) -> None:
    """Put a dead card that lies here with those that wait for two people and a shredder."""
    books.waste.keep(card.id, desk_id=turn.desk_id)


def post(books: Books, debit: Account, credit: Account, *, amount: int, memo: str) -> None:
    """Move blanks from account to account."""
    books.ledger.post(Entry(debit=debit, credit=credit, amount=amount, memo=memo))


def book_difference(books: Books, account: Account, difference: int, *, memo: str) -> None:
    """Make an account of blanks agree with what was counted: a difference is a fact."""
    found = books.ledger.account(AccountKind.BLANK_DIFFERENCES)
    debit, credit = (found, account) if difference > 0 else (account, found)
    if difference:
        post(books, debit, credit, amount=abs(difference), memo=memo)
