"""Call a card a misprint: it is spoiled with a reason, and another blank becomes the card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import consequences as say
from backoffice.domain.cards import Card, CardState
from backoffice.domain.print_jobs import SPOIL_REASONS, JobState, PrintJob
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures import making
from backoffice.procedures.paper import write_receipt
from backoffice.procedures.settling import NOTHING_CAME_OUT, call_spoiled, make_again, why_spoiled

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """Which card, and why.

    Attributes:
        reason: A key of ``SPOIL_REASONS``; it also tells whether a blank was used up.
    """

    holder_id: int
    card_id: int
    reason: str
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The spoiled card and the one that is made instead; the amount in fen."""

    holder_id: int
    spoiled_number: str
    card_id: int
    card_number: str
    moved: int
    receipt: str


@dataclass(frozen=True, kw_only=True)
class _Plan:
    card: Card
    job: PrintJob
    sheet: Sheet


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _plan(books, turn, request).sheet


def spoil(books: Books, turn: Turn, request: Request) -> Outcome:
    """Close the misprint, and request a card with a new number that takes over its balance.

    Raises:
        Refusal: The card is not waiting for a decision, no reason was given, or no blank is left.
    """
    plan = _plan(books, turn, request)
    plan.sheet.require_unchanged(request.sheet)
    holder = books.holders.get(request.holder_id)
    photo = making.require_photo(books, holder)
    moved = books.ledger.card_account(plan.card.id).balance
    call_spoiled(books, turn, plan.job, plan.card, request.reason)
    card = make_again(books, turn, plan.job, plan.card, photo)
    receipt = write_receipt(
        books,
        turn,
        holder,
        plan.sheet,
        extra=[sentence("Number of the new card: {number}", number=card.number)],
    )
    return Outcome(
        holder_id=holder.id,
        spoiled_number=plan.card.number,
        card_id=card.id,
        card_number=card.number,
        moved=moved,
        receipt=receipt,
    )


WORKFLOW = Workflow(
    code="spoil_card", right=Right.SERVE, run=spoil, outcome=Outcome, preview=preview
)


def _plan(books: Books, turn: Turn, request: Request) -> _Plan:
    card = books.cards.get(request.card_id)
    job = books.jobs.live_of_card(card.id)
    if card.holder_id != request.holder_id or job is None or not _undecided(card, job):
        raise Refusal(
            "not-undecided",
            sentence("Card {card} is not waiting for a decision.", card=card.short),
            advice=sentence("Wait until the printer has answered, or look the person up again."),
        )
    if request.reason not in SPOIL_REASONS:
        raise Refusal(
            "needs-reason",
            sentence("A misprint needs a reason."),
            advice=sentence("Choose one from the list."),
        )
    making.require_right_to_card(books.holders.get(request.holder_id), turn.today)
    if request.reason != NOTHING_CAME_OUT and card.state is not CardState.QUEUED:
        making.require_blank(books, turn.desk_id)
    reason = why_spoiled(request.reason)
    balance = books.ledger.card_account(card.id).balance
    lines = (
        say.card_line(card, sentence("spoiled: {reason}", reason=reason)),
        say.new_card_line(),
        say.balance_moves(balance, balance),
        Line(
            label=sentence("Blank card"),
            before=sentence("in the printer")
            if card.state is not CardState.QUEUED
            else sentence("not yet used"),
            after=sentence("back in stock")
            if request.reason == NOTHING_CAME_OUT or card.state is CardState.QUEUED
            else sentence("spoiled; keep it for destruction"),
        ),
    )
    return _Plan(
        card=card, job=job, sheet=Sheet(title=sentence("Card made once more"), lines=lines)
    )


def _undecided(card: Card, job: PrintJob) -> bool:
    """Tell whether the printer is done with it, or the lane found that it can't be drawn."""
    if card.state is CardState.QUEUED:
        return job.state is JobState.QUEUED and bool(job.note)
    return job.state is JobState.UNCONFIRMED
