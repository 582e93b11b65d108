"""Hand a card of a batch out at the desk, against a certificate (FAQ 4, B3).

For whoever comes to the Card Center for a card that the unit gave back, or that never went there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import consequences as say
from backoffice.domain.batches import PLACE_NAMES, BatchCard, CardPlace
from backoffice.domain.cards import Card, CardState
from backoffice.domain.certificates import Shown
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.certificate import require_match
from backoffice.procedures.in_hand import require_in_hand
from backoffice.procedures.paper import write_receipt

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books

HERE = frozenset({CardPlace.CENTER, CardPlace.BACK})


@dataclass(frozen=True, kw_only=True)
class Request:
    """Who fetches a card, the certificate they showed, and the card as it was scanned."""

    holder_id: int
    certificate: Shown
    scanned: str
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The card that is with its holder now."""

    holder_id: int
    card_number: str
    receipt: str


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _plan(books, turn, request)[2]


def pick_up(books: Books, turn: Turn, request: Request) -> Outcome:
    """Make the card active, note that its holder has it, and queue a receipt.

    Raises:
        Refusal: No card of this person waits here (B3), the certificate is not theirs (L1),
            another card was scanned, or the sheet is out of date.
    """
    card, in_batch, sheet = _plan(books, turn, request)
    sheet.require_unchanged(request.sheet)
    books.batches.put([in_batch], CardPlace.HOLDER)
    if card.state is CardState.MADE:
        books.cards.move(card, CardState.ACTIVE)
    receipt = write_receipt(books, turn, books.holders.get(request.holder_id), sheet)
    return Outcome(holder_id=request.holder_id, card_number=card.number, receipt=receipt)


WORKFLOW = Workflow(
    code="batch_pick_up", right=Right.SERVE, run=pick_up, outcome=Outcome, preview=preview
)


def _plan(books: Books, turn: Turn, request: Request) -> tuple[Card, BatchCard, Sheet]:
    holder = books.holders.get(request.holder_id)
    card, in_batch = _waiting(books, request.holder_id)
    require_match(books, holder, request.certificate, turn.today)
    require_in_hand(
        books, card, request.scanned, without=sentence("Fetch the card from its box and scan it.")
    )
    lines = (
        say.card_line(card, CardState.ACTIVE),
        Line(
            label=sentence("Where it is"),
            before=sentence(PLACE_NAMES[in_batch.place]),
            after=sentence("with its holder"),
        ),
    )
    return card, in_batch, Sheet(title=sentence("Card of a batch handed out"), lines=lines)


def _waiting(books: Books, holder_id: int) -> tuple[Card, BatchCard]:
    for card in books.cards.of_holder(holder_id):
        in_batch = books.batches.of_card(card.id)
        good = card.state in {CardState.MADE, CardState.ACTIVE}
        if good and in_batch is not None and in_batch.place in HERE:
            return card, in_batch
    raise Refusal(
        "no-card-here",
        sentence("No card of a batch waits here for this person."),
        advice=sentence("The person’s page says where the card is."),
        rule="B3",
        source="FAQ 4",
    )
