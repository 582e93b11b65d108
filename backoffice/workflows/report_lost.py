"""Report a card lost: from now on it is dead (FAQ 8, L2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import consequences as say
from backoffice.domain.cards import Card, CardState
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Sheet
from backoffice.procedures.entry import entry_stops
from backoffice.procedures.paper import write_receipt

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """Whose card is lost; no certificate, because a lost card must be stopped at once."""

    holder_id: int
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was committed."""

    holder_id: int
    card_number: str
    receipt: str


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _sheet(books, turn, _active(books, request.holder_id))


def report(books: Books, turn: Turn, request: Request) -> Outcome:
    """Stop the active card and queue a receipt; its balance waits for the next card.

    Raises:
        Refusal: The person has no active card, or the sheet is out of date.
    """
    card = _active(books, request.holder_id)
    sheet = _sheet(books, turn, card)
    sheet.require_unchanged(request.sheet)
    books.cards.move(card, CardState.LOST)
    receipt = write_receipt(books, turn, books.holders.get(request.holder_id), sheet)
    return Outcome(holder_id=request.holder_id, card_number=card.number, receipt=receipt)


WORKFLOW = Workflow(
    code="report_lost", right=Right.SERVE, run=report, outcome=Outcome, preview=preview
)


def _active(books: Books, holder_id: int) -> Card:
    books.holders.get(holder_id)
    for card in books.cards.of_holder(holder_id):
        if card.state is CardState.ACTIVE:
            return card
    raise Refusal(
        "no-active-card",
        sentence("This person has no active card, so there is none to stop."),
        advice=sentence("Nothing needs to be done; a new card can be made."),
        rule="L2",
        source="FAQ 8",
    )


def _sheet(books: Books, turn: Turn, card: Card) -> Sheet:
    return Sheet(
        title=sentence("Report of a lost card"),
        lines=(
            say.card_line(card, CardState.LOST),
            say.balance_stays(books.ledger.card_account(card.id).balance),
            say.transit_stays(),
            entry_stops(books, card.holder_id, turn.today),
        ),
        notes=(
            sentence("If the card is found before it is replaced, it can be made to work again."),
        ),
    )
