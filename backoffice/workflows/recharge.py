"""Recharge a card in cash at the desk: an extension of ours, the guide knows the applet (R1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import consequences as say
from backoffice.domain.ledger import AccountKind, Entry
from backoffice.domain.money import yuan
from backoffice.domain.policies import RECHARGE_BALANCE, RECHARGE_MOST
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.drawer import require_open
from backoffice.procedures.in_hand import require_active
from backoffice.procedures.paper import write_receipt

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.cards import Card
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is put on the card and what the holder gave, in fen."""

    holder_id: int
    amount: int
    given: int
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was committed, in fen."""

    holder_id: int
    card_number: str
    amount: int
    change: int
    balance: int
    receipt: str


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    return _plan(books, turn, request)[1]


def recharge(books: Books, turn: Turn, request: Request) -> Outcome:
    """Put cash on the active card of a person and queue the receipt.

    Raises:
        Refusal: R1: a limit, too little money given, no active card, no open shift, or the world
            changed since the sheet was shown.
    """
    card, sheet = _plan(books, turn, request)
    sheet.require_unchanged(request.sheet)
    drawer = books.ledger.account(AccountKind.CASH, desk_id=turn.desk_id)
    account = books.ledger.card_account(card.id)
    books.ledger.post(Entry(debit=drawer, credit=account, amount=request.amount, memo="recharge"))
    receipt = write_receipt(books, turn, books.holders.get(request.holder_id), sheet)
    return Outcome(
        holder_id=request.holder_id,
        card_number=card.number,
        amount=request.amount,
        change=request.given - request.amount,
        balance=account.balance + request.amount,
        receipt=receipt,
    )


WORKFLOW = Workflow(
    code="recharge", right=Right.SERVE, run=recharge, outcome=Outcome, preview=preview
)


def _plan(books: Books, turn: Turn, request: Request) -> tuple[Card, Sheet]:
    require_open(books, turn)
    card = require_active(books, books.holders.get(request.holder_id))
    balance = books.ledger.card_account(card.id).balance
    _require_within(books, request.amount, balance)
    if request.given < request.amount:
        raise Refusal(
            "given-too-little",
            sentence(
                "The holder gave {given} for {amount}.",
                given=yuan(request.given),
                amount=yuan(request.amount),
            ),
            advice=sentence("Ask for the rest, or recharge less."),
            rule="R1",
        )
    sheet = Sheet(
        title=sentence("Cash recharge"),
        lines=(
            Line(
                label=sentence("Campus balance"),
                before=sentence(yuan(balance)),
                after=sentence(yuan(balance + request.amount)),
            ),
            Line(
                label=sentence("Cash received"),
                before=say.NOTHING,
                after=sentence(yuan(request.given)),
            ),
            Line(
                label=sentence("Change given"),
                before=say.NOTHING,
                after=sentence(yuan(request.given - request.amount)),
            ),
        ),
        notes=(sentence("A service of this desk; the applet and the terminals recharge too."),),
    )
    return card, sheet


def _require_within(books: Books, amount: int, balance: int) -> None:
    most = RECHARGE_MOST.of(books.policies.text(RECHARGE_MOST.name))
    if not 0 < amount <= most:
        raise Refusal(
            "recharge-amount",
            sentence("A recharge is more than nothing and at most {most}.", most=yuan(most)),
            advice=sentence("Enter another amount."),
            rule="R1",
        )
    full = RECHARGE_BALANCE.of(books.policies.text(RECHARGE_BALANCE.name))
    if balance + amount > full:
        raise Refusal(
            "recharge-balance",
            sentence("A card holds at most {full}.", full=yuan(full)),
            advice=sentence("Recharge at most {rest}.", rest=yuan(max(0, full - balance))),
            rule="R1",
        )
