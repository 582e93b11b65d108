"""Take a fee from the balance of the old card; what it does not cover is paid or waived (L8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain import consequences as say
from backoffice.domain.fees import Shortfall
from backoffice.domain.ledger import AccountKind, Entry
from backoffice.domain.money import yuan
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line
from backoffice.procedures.drawer import require_open

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.cards import Card
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is charged for, and what to do when the balance does not cover it."""

    service: str
    shortfall: Shortfall = Shortfall.NONE
    waiver_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Payment:
    """How the fee is paid, in fen; ``deducted + cash + waived`` is the fee."""

    fee: int
    deducted: int
    cash: int = 0
    waived: int = 0


FREE = Payment(fee=0, deducted=0)


def agree(books: Books, turn: Turn, terms: Terms, *, fee: int, balance: int) -> Payment:
    """Return how ``fee`` is paid out of ``balance``, both in fen.

    Raises:
        Refusal: The balance is too small and nothing was said about the difference, or nobody who
            may waived it (L8); cash is paid and no shift is open.
    """
    missing = max(0, fee - balance)
    if not missing:
        return Payment(fee=fee, deducted=fee)
    if terms.shortfall is Shortfall.CASH:
        require_open(books, turn)
        return Payment(fee=fee, deducted=balance, cash=missing)
    if terms.shortfall is Shortfall.WAIVE:
        turn.require_override(terms.waiver_reason)
        return Payment(fee=fee, deducted=balance, waived=missing)
    raise Refusal(
        "fee-not-covered",
        sentence(
            "The fee is {fee}, the balance only {balance}.", fee=yuan(fee), balance=yuan(balance)
        ),
        advice=sentence(
            "Take {missing} in cash, or let a supervisor waive it.", missing=yuan(missing)
        ),
        rule="L8",
        source="FAQ 8",
    )


def fee_line(payment: Payment) -> Line:
    """Say what it costs and who pays it."""
    after = sentence("{fee}, deducted from the balance", fee=yuan(payment.fee))
    if not payment.fee:
        after = sentence("{fee}, free of charge", fee=yuan(0))
    elif payment.cash:
        after = sentence(
            "{fee}: {deducted} deducted, {cash} paid in cash",
            fee=yuan(payment.fee),
            deducted=yuan(payment.deducted),
            cash=yuan(payment.cash),
        )
    elif payment.waived:
        after = sentence(
            "{fee}: {deducted} deducted, {waived} waived",
            fee=yuan(payment.fee),
            deducted=yuan(payment.deducted),
            waived=yuan(payment.waived),
        )
    return Line(label=sentence("Fee"), before=say.NOTHING, after=after)


def take_fee(books: Books, turn: Turn, card: Card, payment: Payment, *, memo: str) -> None:
    """Bring cash in first, so that the fee leaves the card in one piece (L6, L8)."""
    account = books.ledger.card_account(card.id)
    if payment.cash:
        drawer = books.ledger.account(AccountKind.CASH, desk_id=turn.desk_id)
        books.ledger.post(
            Entry(debit=drawer, credit=account, amount=payment.cash, memo="fee-in-cash")
        )
    taken = payment.deducted + payment.cash
    if taken:
        fees = books.ledger.account(AccountKind.FEES)
        books.ledger.post(Entry(debit=account, credit=fees, amount=taken, memo=memo))
