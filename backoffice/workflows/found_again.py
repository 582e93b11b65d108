"""Make the newest lost card work again, found before it was replaced (FAQ 8, L2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import consequences as say
from backoffice.domain.cards import Card, CardState
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.batch_card import with_holder
from backoffice.procedures.entry import entry_returns
from backoffice.procedures.making import newest, require_right_to_card
from backoffice.procedures.paper import write_receipt

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """The card in hand, as it was scanned."""

    holder_id: int
    scanned: str
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was committed."""

    holder_id: int
    card_number: str
    receipt: str


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _sheet(books, turn, _lost(books, turn, request))


def revive(books: Books, turn: Turn, request: Request) -> Outcome:
    """Make the found card active again and queue a receipt.

    Raises:
        Refusal: Another card was scanned, or this one was already replaced and is dead for ever.
    """
    card = _lost(books, turn, request)
    sheet = _sheet(books, turn, card)
    sheet.require_unchanged(request.sheet)
    books.cards.move(card, CardState.ACTIVE)
    books.waste.take_out(card.id)  # it is in hand, wherever it lay
    with_holder(books, card)
    receipt = write_receipt(books, turn, books.holders.get(request.holder_id), sheet)
    return Outcome(holder_id=request.holder_id, card_number=card.number, receipt=receipt)


WORKFLOW = Workflow(
    code="found_again", right=Right.SERVE, run=revive, outcome=Outcome, preview=preview
)


def _lost(books: Books, turn: Turn, request: Request) -> Card:
    require_right_to_card(books.holders.get(request.holder_id), turn.today)
    card = newest(books.cards.of_holder(request.holder_id))
    if card is None or card.state is not CardState.LOST or books.cards.successor(card.id):
        raise Refusal(
            "not-revivable",
            sentence("No card of this person was reported lost and not yet replaced."),
            advice=sentence("A replaced card is dead for ever: keep it back and destroy it."),
            rule="L2",
            source="FAQ 8",
        )
    if request.scanned.strip() != card.number:
        raise Refusal(
            "wrong-card",
            sentence("This is not the lost card {card}.", card=card.short),
            advice=sentence("Scan the card that was found."),
            rule="L2",
            source="FAQ 8",
        )
    return card


def _sheet(books: Books, turn: Turn, card: Card) -> Sheet:
    return Sheet(
        title=sentence("Lost card found again"),
        lines=(
            say.card_line(card, CardState.ACTIVE),
            say.balance_stays(books.ledger.card_account(card.id).balance),
            Line(
                label=sentence("Transit purse"),
                before=sentence("in the chip"),
                after=sentence("in the chip, unchanged"),
            ),
            entry_returns(books, card.holder_id, turn.today),
        ),
    )
