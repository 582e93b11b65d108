"""Take a card back from somebody who leaves; its balance is kept until it is settled (D6, E3)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import consequences as say
from backoffice.domain.cards import Card, CardState
from backoffice.domain.money import yuan
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.domain.sheets import Sheet
from backoffice.procedures.blanks import keep_for_destruction
from backoffice.procedures.entry import entry_stops
from backoffice.procedures.in_hand import require_active, require_in_hand
from backoffice.procedures.paper import write_receipt

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books


class Leaving(enum.Enum):
    """Why a card is returned."""

    LEFT = "left"
    CONTRACT = "contract"
    UNUSED = "unused"


LEAVING_NAMES = {
    Leaving.LEFT: N_("leaving the university"),
    Leaving.CONTRACT: N_("end of contract"),
    Leaving.UNUSED: N_("no longer needed"),
}


@dataclass(frozen=True, kw_only=True)
class Request:
    """The card in hand, as it was scanned, and why it is returned."""

    holder_id: int
    scanned: str
    reason: Leaving
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was committed; ``kept`` is the balance of the closed card in fen."""

    holder_id: int
    card_number: str
    reason: Leaving
    kept: int
    receipt: str


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _sheet(books, turn, _card(books, request), request.reason)


def take_back(books: Books, turn: Turn, request: Request) -> Outcome:
    """Close the card, leave its balance on its account, and queue a receipt.

    Raises:
        Refusal: The person has no active card, another one was scanned, or the sheet is out of
            date.
    """
    card = _card(books, request)
    sheet = _sheet(books, turn, card, request.reason)
    sheet.require_unchanged(request.sheet)
    books.cards.move(card, CardState.RETURNED)
    keep_for_destruction(books, turn, card)
    receipt = write_receipt(books, turn, books.holders.get(request.holder_id), sheet)
    return Outcome(
        holder_id=request.holder_id,
        card_number=card.number,
        reason=request.reason,
        kept=books.ledger.card_account(card.id).balance,
        receipt=receipt,
    )


WORKFLOW = Workflow(
    code="return_card", right=Right.SERVE, run=take_back, outcome=Outcome, preview=preview
)


def _card(books: Books, request: Request) -> Card:
    card = require_active(books, books.holders.get(request.holder_id))
    require_in_hand(books, card, request.scanned)
    return card


def _sheet(books: Books, turn: Turn, card: Card, reason: Leaving) -> Sheet:
    balance = books.ledger.card_account(card.id).balance
    notes = [sentence("Returned: {reason}", reason=sentence(LEAVING_NAMES[reason]))]
    if balance:
        notes.append(
            sentence(
                "{amount} stays the holder's: a supervisor pays it out against a signature, or it"
                " moves to the next card.",
                amount=yuan(balance),
            )
        )
    return Sheet(
        title=sentence("Return of a card"),
        lines=(
            say.card_line(card, CardState.RETURNED),
            say.balance_kept(balance),
            say.transit_stays(),
            entry_stops(books, card.holder_id, turn.today),
        ),
        notes=tuple(notes),
    )
