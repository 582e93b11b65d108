"""One double-entry ledger in two units: fen and blank cards. Entries are added, never changed."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Unit(enum.Enum):
    """What an account counts."""

    FEN = "fen"
    BLANK = "blank"


class AccountKind(enum.Enum):
    """What an account stands for; the balance is credits less debits."""

    CARD = "card"
    """Campus balance of one card."""
    MEAL = "meal"
    """Old meal card."""
    CASH = "cash"
    """Drawer of one desk; negative is money in it."""
    FEES = "fees"
    OPENING = "opening"
    """Counterpart of balances brought in from elsewhere."""
    SUPPLIER = "supplier"
    """Where boxes of blanks come from."""
    STOCK = "stock"
    """Blanks at one desk."""
    MAKING = "making"
    """Blanks given to the printer of one desk and not yet settled."""
    MADE = "made"
    SPOILED = "spoiled"
    DESTROYED = "destroyed"


UNIT_OF: dict[AccountKind, Unit] = {
    AccountKind.CARD: Unit.FEN,
    AccountKind.MEAL: Unit.FEN,
    AccountKind.CASH: Unit.FEN,
    AccountKind.FEES: Unit.FEN,
    AccountKind.OPENING: Unit.FEN,
    AccountKind.SUPPLIER: Unit.BLANK,
    AccountKind.STOCK: Unit.BLANK,
    AccountKind.MAKING: Unit.BLANK,
    AccountKind.MADE: Unit.BLANK,
    AccountKind.SPOILED: Unit.BLANK,
    AccountKind.DESTROYED: Unit.BLANK,
}

OPEN_ENDED = frozenset({AccountKind.CASH, AccountKind.OPENING, AccountKind.SUPPLIER})
"""Counterparts of the outside world; all other balances never fall under zero."""

PER_DESK = frozenset({AccountKind.CASH, AccountKind.STOCK, AccountKind.MAKING})


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account with its balance in its unit."""

    id: int
    kind: AccountKind
    balance: int
    frozen: bool


@dataclass(frozen=True, kw_only=True)
class Entry:
    """``amount`` (> 0) leaves ``debit`` and arrives at ``credit``; both count the same unit."""

    debit: Account
    credit: Account
    amount: int
    memo: str
