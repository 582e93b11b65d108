"""Replace a damaged card that is handed in; its balance moves by itself (D4, L3, L8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.cards import Card, CardState
from backoffice.domain.fees import Shortfall
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.procedures import making
from backoffice.procedures.blanks import keep_for_destruction
from backoffice.procedures.fee import Terms
from backoffice.procedures.in_hand import require_active, require_in_hand
from backoffice.procedures.replacing import Plan, Replaced, carry_out, plan

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.sheets import Sheet
    from backoffice.ports import Books

SERVICE = "damaged_card"


@dataclass(frozen=True, kw_only=True)
class Request:
    """The card in hand, and what to do when the balance does not cover the fee.

    Attributes:
        scanned: Its number, scanned or, where the bar code is damaged, typed.
    """

    holder_id: int
    scanned: str
    shortfall: Shortfall = Shortfall.NONE
    waiver_reason: str = ""
    sheet: str = ""


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _plan(books, turn, request)[1].sheet


def replace(books: Books, turn: Turn, request: Request) -> Replaced:
    """Close the damaged card, move its balance to a new one, and queue card and receipt.

    Raises:
        Refusal: Another card or none was handed in (D4), it is not valid any more, no photo is
            approved (P1), the fee is not covered (L8), or the sheet is out of date.
    """
    damaged, planned = _plan(books, turn, request)
    planned.sheet.require_unchanged(request.sheet)
    books.cards.move(damaged, CardState.SURRENDERED)
    keep_for_destruction(books, turn, damaged)
    return carry_out(books, turn, planned)


WORKFLOW = Workflow(
    code="damaged_card", right=Right.SERVE, run=replace, outcome=Replaced, preview=preview
)


def _plan(books: Books, turn: Turn, request: Request) -> tuple[Card, Plan]:
    holder = books.holders.get(request.holder_id)
    damaged = require_active(books, holder)
    making.require_right_to_card(holder, turn.today)
    _require_valid(damaged, turn)
    require_in_hand(books, damaged, request.scanned)
    planned = plan(
        books,
        turn,
        holder,
        title=sentence("Replacement of a damaged card"),
        old=damaged,
        becomes=CardState.SURRENDERED,
        terms=Terms(
            service=SERVICE, shortfall=request.shortfall, waiver_reason=request.waiver_reason
        ),
        notes=(sentence("Keep the damaged card back; it is destroyed."),),
    )
    return damaged, planned


def _require_valid(card: Card, turn: Turn) -> None:
    if card.valid_until is None or card.valid_until >= turn.today:
        return
    raise Refusal(
        "card-expired",
        sentence(
            "Card {card} ended on {day}, damaged or not.",
            card=card.short,
            day=card.valid_until.isoformat(),
        ),
        advice=sentence("Open “Renew card”."),
    )
