"""Settle the print job of a card: it exists and is good, or another blank becomes the card."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from backoffice.domain.cards import AT_PRINTER, Card, CardState
from backoffice.domain.ledger import AccountKind
from backoffice.domain.print_jobs import SPOIL_REASONS, TO_FILE, JobState, PrintJob, Rank
from backoffice.domain.sentences import sentence
from backoffice.procedures import making
from backoffice.procedures.batch_card import becomes
from backoffice.procedures.holding import let_go

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.actions import Turn
    from backoffice.domain.photos import Photo
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books

NOTHING_CAME_OUT = "nothing_came_out"
_CARD_OF = {
    JobState.SENT: CardState.PRINTING,
    JobState.UNCONFIRMED: CardState.UNCONFIRMED,
}


def state_when_good(books: Books, card: Card, *, scanned: bool) -> CardState:
    """Return what a good card becomes: nothing is active that was not scanned itself."""
    return becomes(books, card) if scanned else CardState.MADE


def call_good(books: Books, turn: Turn, job: PrintJob, card: Card, *, scanned: bool) -> CardState:
    """Call a job good, book its blank as made and return what its card became."""
    state = state_when_good(books, card, scanned=scanned)
    call_many_good(books, turn, [job], state)
    return state


def call_many_good(books: Books, turn: Turn, jobs: Sequence[PrintJob], state: CardState) -> None:
    """Call jobs of cards at printers good, book their blanks as made; ``state`` of the cards."""
    books.jobs.call_good(jobs)
    for job_state, before in _CARD_OF.items():
        cards = [job.card_id for job in jobs if job.state is job_state and job.card_id is not None]
        books.cards.move_many(cards, (before, state))
    for desk_id, count in Counter(job.desk_id for job in jobs).items():
        making.book_blanks(books, desk_id, AccountKind.MADE, count)
    for job in {job.hold_id: job for job in jobs}.values():
        let_go(books, turn, job)


def call_spoiled(books: Books, turn: Turn, job: PrintJob, card: Card, reason: str) -> None:
    """Close a misprint; its blank is spoiled, or back in stock if nothing came out.

    Args:
        books: The books.
        turn: Who says so.
        job: The job that was to make it.
        card: The misprint.
        reason: A key of ``SPOIL_REASONS``.
    """
    books.jobs.move(job, JobState.SPOILED, note=reason)
    books.cards.move(card, CardState.SPOILED)
    if card.state in AT_PRINTER:
        unused = reason == NOTHING_CAME_OUT
        into = AccountKind.STOCK if unused else AccountKind.SPOILED
        making.settle_blank(books, job, into)
    let_go(books, turn, job)


def make_again(books: Books, turn: Turn, job: PrintJob, card: Card, photo: Photo) -> Card:
    """Request a spoiled card once more under a new number; money and place in the batch follow.

    The number is new because the misprint, or a card that a hung printer still brings out, must
    never pass for the real one.
    """
    here = job.desk_id == turn.desk_id and job.printer != TO_FILE
    again = making.request_card(
        books,
        turn,
        books.holders.get(card.holder_id),
        photo=photo,
        replaces=card,
        printer=job.printer if here else "",
        rank=Rank.COUNTER if job.rank is Rank.COUNTER else Rank.AGAIN,
    )
    making.move_balance(books, card, again)
    books.batches.take_place(card.id, again.id)
    return again


def why_spoiled(reason: str) -> Sentence:
    """Say a reason of ``SPOIL_REASONS``."""
    return sentence(SPOIL_REASONS[reason])
