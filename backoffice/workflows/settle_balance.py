"""Settle what is kept on closed cards: once, whole, in cash or onto the active card (D6)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import consequences as say
from backoffice.domain.cards import CLOSED, Card, CardState
from backoffice.domain.ledger import Account, AccountKind, Entry
from backoffice.domain.money import yuan
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.drawer import require_enough, require_open
from backoffice.procedures.paper import write_receipt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.actions import Turn
    from backoffice.domain.holders import Holder
    from backoffice.ports import Books

_CODE = "settle_balance"
_HAPPENINGS = 1000


class Way(enum.Enum):
    """Where the money goes."""

    CASH = "cash"
    CARD = "card"


WAY_NAMES = {
    Way.CASH: N_("pay it out in cash"),
    Way.CARD: N_("move it to the active card"),
}


@dataclass(frozen=True, kw_only=True)
class Request:
    """Whose balance is settled, and how; there is no amount: it is always the whole."""

    holder_id: int
    way: Way = Way.CASH
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was committed; ``settled`` in fen, ``card_number`` where it went, empty for cash."""

    holder_id: int
    settled: int
    card_number: str
    receipt: str


@dataclass(frozen=True, kw_only=True)
class _Plan:
    holder: Holder
    kept: tuple[tuple[Card, Account], ...]
    active: Card | None
    sheet: Sheet


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _plan(books, turn, request).sheet


def settle(books: Books, turn: Turn, request: Request) -> Outcome:
    """Empty the closed cards into the drawer of this desk or onto the active card.

    Raises:
        Refusal: Nothing is kept, or it was settled before; there is no active card to move it to;
            cash is paid out, and no shift is open or the drawer has not so much;
            or the sheet is out of date.
    """
    plan = _plan(books, turn, request)
    plan.sheet.require_unchanged(request.sheet)
    target = (
        books.ledger.card_account(plan.active.id)
        if plan.active is not None
        else books.ledger.account(AccountKind.CASH, desk_id=turn.desk_id)
    )
    memo = "kept-moved" if plan.active else "kept-paid-out"
    for _card, account in plan.kept:
        entry = Entry(debit=account, credit=target, amount=account.balance, memo=memo)
        books.ledger.post(entry)
    settled = sum(account.balance for _card, account in plan.kept)
    signed = sentence("Received {amount} in cash:", amount=yuan(settled))
    receipt = write_receipt(
        books, turn, plan.holder, plan.sheet, extra=[] if plan.active else [signed]
    )
    return Outcome(
        holder_id=plan.holder.id,
        settled=settled,
        card_number=plan.active.number if plan.active else "",
        receipt=receipt,
    )


WORKFLOW = Workflow(code=_CODE, right=Right.OVERRIDE, run=settle, outcome=Outcome, preview=preview)


def _plan(books: Books, turn: Turn, request: Request) -> _Plan:
    holder = books.holders.get(request.holder_id)
    cards = books.cards.of_holder(holder.id)
    accounts = [(c, books.ledger.card_account(c.id)) for c in cards if c.state in CLOSED]
    kept = tuple((card, account) for card, account in accounts if account.balance)
    if not kept:
        raise _nothing_kept(books, turn, holder)
    active = _active(cards) if request.way is Way.CARD else None
    settled = sum(account.balance for _card, account in kept)
    if active is None:
        require_open(books, turn)
        require_enough(books, turn, settled)
    lines = [
        Line(
            label=sentence("Kept on card {card}", card=card.short),
            before=sentence(yuan(account.balance)),
            after=sentence(yuan(0)),
        )
        for card, account in kept
    ]
    lines.append(_onto(books, active, settled) if active is not None else _in_cash(settled))
    sheet = Sheet(title=sentence("Settlement of a kept balance"), lines=tuple(lines))
    return _Plan(holder=holder, kept=kept, active=active, sheet=sheet)


def _onto(books: Books, active: Card, settled: int) -> Line:
    balance = books.ledger.card_account(active.id).balance
    return Line(
        label=sentence("Card {card}", card=active.short),
        before=sentence(yuan(balance)),
        after=sentence(yuan(balance + settled)),
    )


def _in_cash(settled: int) -> Line:
    return Line(
        label=sentence("Cash"),
        before=say.NOTHING,
        after=sentence("{amount} paid out to the holder", amount=yuan(settled)),
    )


def _active(cards: Sequence[Card]) -> Card:
    for card in cards:
        if card.state is CardState.ACTIVE:
            return card
    raise Refusal(
        "no-active-card",
        sentence("This person has no active card to move the balance to."),
        advice=sentence("Pay it out in cash, or make a card first."),
        rule="D6",
        source="FAQ 7",
    )


def _nothing_kept(books: Books, turn: Turn, holder: Holder) -> Refusal:
    message = sentence("Nothing is kept on a closed card of this person.")
    before = books.journal.of_holder(holder.id, most=_HAPPENINGS)
    done = next((happening for happening in before if happening.code == _CODE), None)
    if done is not None:
        message = sentence(
            "It was settled already: on {day} at desk {desk} by {clerk}.",
            day=done.at.astimezone(turn.now.tzinfo).date().isoformat(),
            desk=done.desk,
            clerk=done.clerk,
        )
    return Refusal(
        "already-settled" if done is not None else "nothing-kept",
        message,
        advice=sentence("Look at the person's history to see where the balance went."),
        rule="D6",
        source="FAQ 7",
    )
