"""Replace a lost staff card against a certificate; the balance moves by itself (FAQ 8, L1–L8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.cards import STATE_NAMES, Card, CardState
from backoffice.domain.certificates import Shown
from backoffice.domain.fees import Shortfall
from backoffice.domain.holders import HolderKind
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.procedures import making
from backoffice.procedures.certificate import require_match
from backoffice.procedures.fee import Terms
from backoffice.procedures.replacing import Plan, carry_out, plan

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.holders import Holder
    from backoffice.domain.sentences import Sentence
    from backoffice.domain.sheets import Sheet
    from backoffice.ports import Books

SERVICE = "lost_card"


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the clerk entered.

    Attributes:
        override_reason: Why a student or temporary holder is served here and not at a terminal.
        shortfall: What to do when the balance does not cover the fee.
        waiver_reason: Why the difference is waived.
        sheet: Digest of the consequence sheet that was shown.
    """

    holder_id: int
    certificate: Shown
    override_reason: str = ""
    shortfall: Shortfall = Shortfall.NONE
    waiver_reason: str = ""
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was committed; amounts in fen."""

    holder_id: int
    lost_number: str
    card_id: int
    card_number: str
    moved: int
    fee: int
    cash: int
    waived: int
    receipt: str


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _plan(books, turn, request).sheet


def replace(books: Books, turn: Turn, request: Request) -> Outcome:
    """Close the lost card, move its balance to a new one, and queue card and receipt.

    Raises:
        Refusal: L1, L6–L8, P1, or the world changed since the sheet was shown.
    """
    planned = _plan(books, turn, request)
    planned.sheet.require_unchanged(request.sheet)
    if planned.old is not None and planned.old.state is CardState.ACTIVE:
        books.cards.move(planned.old, CardState.LOST)
    done = carry_out(books, turn, planned)
    return Outcome(
        holder_id=done.holder_id,
        lost_number=done.old_number,
        card_id=done.card_id,
        card_number=done.card_number,
        moved=done.moved,
        fee=done.fee,
        cash=done.cash,
        waived=done.waived,
        receipt=done.receipt,
    )


WORKFLOW = Workflow(
    code="lost_card", right=Right.SERVE, run=replace, outcome=Outcome, preview=preview
)


def _plan(books: Books, turn: Turn, request: Request) -> Plan:
    holder = books.holders.get(request.holder_id)
    notes: tuple[Sentence, ...] = ()
    if holder.kind is not HolderKind.STAFF:
        _require_window(turn, request)
        notes = (sentence("Served at the desk: {reason}", reason=request.override_reason.strip()),)
    lost = _card_to_replace(books, holder)
    making.require_right_to_card(holder, turn.today)
    require_match(books, holder, request.certificate, turn.today)
    return plan(
        books,
        turn,
        holder,
        title=sentence("Replacement of a lost card"),
        old=lost,
        becomes=sentence("lost, dead for ever"),
        terms=Terms(
            service=SERVICE, shortfall=request.shortfall, waiver_reason=request.waiver_reason
        ),
        notes=notes,
    )


def _require_window(turn: Turn, request: Request) -> None:
    if not request.override_reason.strip():
        raise Refusal(
            "terminal",
            sentence("Students and temporary holders replace a lost card at a terminal."),
            advice=sentence("Print a referral slip, or let a supervisor say why it is done here."),
            rule="L6",
            source="FAQ 8",
        )
    turn.require_override(request.override_reason)


def _card_to_replace(books: Books, holder: Holder) -> Card:
    cards = books.cards.of_holder(holder.id)
    making.require_none_in_making(cards)
    newest = making.newest(cards)
    if newest is None:
        raise Refusal(
            "no-card",
            sentence("This person never had a card, so there is none to replace."),
            advice=making.right_place(holder, newest),
            rule="B2",
            source="FAQ 4",
        )
    if newest.state not in {CardState.ACTIVE, CardState.LOST}:
        raise Refusal(
            "card-not-lost",
            sentence(
                "The last card {card} is {state}: it is not lost.",
                card=newest.short,
                state=sentence(STATE_NAMES[newest.state]),
            ),
            advice=making.right_place(holder, newest),
            rule="L2",
            source="FAQ 8",
        )
    return newest
