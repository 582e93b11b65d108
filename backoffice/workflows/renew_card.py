"""Renew the card of a temporary holder whose unit extended the record; the balance moves along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.cards import Card, CardState
from backoffice.domain.certificates import Shown
from backoffice.domain.fees import Shortfall
from backoffice.domain.holders import KIND_NAMES, HolderKind
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.procedures import making
from backoffice.procedures.blanks import keep_for_destruction
from backoffice.procedures.certificate import require_match
from backoffice.procedures.fee import Terms
from backoffice.procedures.in_hand import require_in_hand
from backoffice.procedures.replacing import Plan, Replaced, carry_out, plan

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.holders import Holder
    from backoffice.domain.sheets import Sheet
    from backoffice.ports import Books

SERVICE = "renew_card"


@dataclass(frozen=True, kw_only=True)
class Request:
    """The old card, or the certificate of whoever does not bring it.

    Attributes:
        scanned: Number of the old card in hand; empty if it is not here.
        certificate: Shown instead of the card.
    """

    holder_id: int
    scanned: str = ""
    certificate: Shown | None = None
    shortfall: Shortfall = Shortfall.NONE
    waiver_reason: str = ""
    sheet: str = ""


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _plan(books, turn, request)[2].sheet


def renew(books: Books, turn: Turn, request: Request) -> Replaced:
    """Close the old card, move its balance to a new one, and queue card and receipt.

    Raises:
        Refusal: The person is not temporary, the record was not extended, the old card is not the
            one in hand, no photo is approved (P1), the fee is not covered (L8), or the sheet is out
            of date.
    """
    old, becomes, planned = _plan(books, turn, request)
    planned.sheet.require_unchanged(request.sheet)
    if old.state is not becomes:
        books.cards.move(old, becomes)
    if becomes is CardState.SURRENDERED or request.certificate is None:
        keep_for_destruction(books, turn, old)
    return carry_out(books, turn, planned)


WORKFLOW = Workflow(
    code="renew_card", right=Right.SERVE, run=renew, outcome=Replaced, preview=preview
)
_CERTIFICATE = sentence("Scan it, or tick that it is not here and show a certificate.")


def _plan(books: Books, turn: Turn, request: Request) -> tuple[Card, CardState, Plan]:
    holder = books.holders.get(request.holder_id)
    old = _old_card(books, holder)
    making.require_right_to_card(holder, turn.today)
    note = sentence("Keep the old card back; it is destroyed.")
    becomes = CardState.EXPIRED if _ended(old, turn) else CardState.SURRENDERED
    if becomes is CardState.SURRENDERED:
        _require_extended(old, holder)
        require_in_hand(books, old, request.scanned)
    elif request.certificate is None:
        require_in_hand(books, old, request.scanned, without=_CERTIFICATE)
    else:
        require_match(books, holder, request.certificate, turn.today)
        note = sentence("The old card was not handed in; it is dead.")
    planned = plan(
        books,
        turn,
        holder,
        title=sentence("Renewal of a card"),
        old=old,
        becomes=becomes,
        terms=Terms(
            service=SERVICE, shortfall=request.shortfall, waiver_reason=request.waiver_reason
        ),
        notes=(note,),
    )
    return old, becomes, planned


def _old_card(books: Books, holder: Holder) -> Card:
    cards = books.cards.of_holder(holder.id)
    making.require_none_in_making(cards)
    last = making.newest(cards)
    if holder.kind is not HolderKind.TEMPORARY:
        raise Refusal(
            "not-temporary",
            sentence(
                "Only cards of temporary holders end; this person is {kind}.",
                kind=sentence(KIND_NAMES[holder.kind]),
            ),
            advice=making.right_place(holder, last),
        )
    if last is None or last.state not in {CardState.ACTIVE, CardState.EXPIRED}:
        raise Refusal(
            "nothing-to-renew",
            making.last_card_is(last),
            advice=making.right_place(holder, last),
        )
    return last


def _ended(card: Card, turn: Turn) -> bool:
    """Tell whether it has expired, also if the day change has not booked that yet."""
    late = card.valid_until is not None and card.valid_until < turn.today
    return late or card.state is CardState.EXPIRED


def _require_extended(card: Card, holder: Holder) -> None:
    until, record = card.valid_until, holder.valid_until
    if until is None or record is None or record > until:
        return
    raise Refusal(
        "not-extended",
        sentence(
            "Card {card} is valid until {day}, as long as the record.",
            card=card.short,
            day=until.isoformat(),
        ),
        advice=sentence("The unit must extend it first."),
    )
