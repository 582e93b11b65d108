"""Scan a printed card back: only then is it active (domain handbook, States)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.cards import AT_PRINTER, Card, CardState
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.procedures.settling import call_good

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """The card that should have come out, and what its bar code says."""

    holder_id: int
    card_id: int
    scanned: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The card that was made.

    Attributes:
        state: ``active``, or ``made`` for a card that becomes active when it is handed out.
    """

    holder_id: int
    card_number: str
    state: str = CardState.ACTIVE.value


def finish(books: Books, turn: Turn, request: Request) -> Outcome:
    """Call the print job good, book its blank as made, and make the card active.

    A card of a batch becomes active now or when it is handed out (policy ``batch.active_from``).

    Raises:
        Refusal: Another card was scanned, or this one can't have been printed yet.
    """
    card = books.cards.get(request.card_id)
    if card.holder_id != request.holder_id or card.state not in AT_PRINTER:
        raise Refusal(
            "not-at-printer",
            sentence("Card {card} is not waiting to be scanned back.", card=card.short),
            advice=sentence("Look the person up again to see where it is."),
        )
    _require_same(books, card, request.scanned.strip())
    job = books.jobs.live_of_card(card.id)
    if job is None:
        msg = f"card {card.id} is at the printer without a print job"
        raise LookupError(msg)
    state = call_good(books, turn, job, card, scanned=True)
    return Outcome(holder_id=card.holder_id, card_number=card.number, state=state.value)


WORKFLOW = Workflow(code="finish_card", right=Right.SERVE, run=finish, outcome=Outcome)


def _require_same(books: Books, card: Card, scanned: str) -> None:
    if scanned == card.number:
        return
    other = books.cards.by_number(scanned)
    if other is None:
        message = sentence("This bar code is no card of ours; card {card} is due.", card=card.short)
        advice = sentence("Scan the bar code on the new card.")
    elif other.holder_id == card.holder_id:
        message = sentence(
            "This is {other}, the old card; card {card} is due.", other=other.short, card=card.short
        )
        advice = sentence("Keep the old card back and scan the new one.")
    else:
        message = sentence(
            "This is {other}, somebody else's card; card {card} is due.",
            other=other.short,
            card=card.short,
        )
        advice = sentence("Look in the printer's output for the right card.")
    raise Refusal("wrong-card", message, advice=advice)
