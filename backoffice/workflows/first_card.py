"""Make the card of somebody who has none, against a certificate (FAQ 4, B1, B2, P1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.cards import STATE_NAMES, Card, CardState
from backoffice.domain.certificates import Shown
from backoffice.domain.holders import HolderKind
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.procedures import making
from backoffice.procedures.certificate import require_match
from backoffice.procedures.replacing import Plan, Replaced, carry_out, plan

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.holders import Holder
    from backoffice.domain.sheets import Sheet
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """Who gets a card, and the certificate they showed."""

    holder_id: int
    certificate: Shown
    sheet: str = ""


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _plan(books, turn, request).sheet


def issue(books: Books, turn: Turn, request: Request) -> Replaced:
    """Queue card and receipt; what was kept on a returned card moves along.

    Raises:
        Refusal: The person has a card, or another workflow is right (B1); the certificate is not
            theirs (L1, L7); no photo is approved (P1); or the sheet is out of date.
    """
    planned = _plan(books, turn, request)
    planned.sheet.require_unchanged(request.sheet)
    return carry_out(books, turn, planned)


WORKFLOW = Workflow(
    code="first_card", right=Right.SERVE, run=issue, outcome=Replaced, preview=preview
)


def _plan(books: Books, turn: Turn, request: Request) -> Plan:
    holder = books.holders.get(request.holder_id)
    came_back_after = _last_card(books, holder)
    making.require_right_to_card(holder, turn.today)
    require_match(books, holder, request.certificate, turn.today)
    return plan(
        books,
        turn,
        holder,
        title=sentence("First card"),
        old=came_back_after,
        becomes=sentence("unchanged"),
    )


def _last_card(books: Books, holder: Holder) -> Card | None:
    cards = books.cards.of_holder(holder.id)
    making.require_none_in_making(cards)
    last = making.newest(cards)
    # Only temporary cards are renewed; whoever is staff or student now begins anew.
    renewed = last is not None and holder.kind is HolderKind.TEMPORARY
    if last is not None and (
        last.state in {CardState.ACTIVE, CardState.LOST}
        or (last.state is CardState.EXPIRED and renewed)
    ):
        raise Refusal(
            "has-card",
            sentence(
                "The last card {card} is {state}; a first card is for people without one.",
                card=last.short,
                state=sentence(STATE_NAMES[last.state]),
            ),
            advice=making.right_place(holder, last),
            rule="B1",
            source="FAQ 4",
        )
    return last
