"""One double-entry ledger in two units: fen and blank cards. Entries are added, never changed."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_

if TYPE_CHECKING:
    from datetime import datetime


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
    SAFE = "safe"
    """Money outside the drawers; negative is money in it."""
    DIFFERENCES = "differences"
    """What blind counts found too much (credit) or too little (debit)."""
    FEES = "fees"
    OPENING = "opening"
    """Counterpart of balances brought in from elsewhere."""
    SUPPLIER = "supplier"
    """Where boxes of blanks come from."""
    STOCK = "stock"
    """Blanks at one desk."""
    HOPPER = "hopper"
    """Blanks in the printer of one desk, of which none was fed yet."""
    ON_THE_WAY = "on_the_way"
    """Blanks sent by one desk and not yet counted at another."""
    MAKING = "making"
    """Blanks given to the printer of one desk and not yet settled."""
    MADE = "made"
    SPOILED = "spoiled"
    TESTED = "tested"
    """Blanks used up for test pages of printers; they carry no number and are nobody's card."""
    DESTROYED = "destroyed"
    BLANK_DIFFERENCES = "blank_differences"
    """What counts of blanks found too much (debit) or too little (credit)."""


ACCOUNT_NAMES = {
    AccountKind.CARD: N_("card"),
    AccountKind.MEAL: N_("old meal card"),
    AccountKind.CASH: N_("drawer"),
    AccountKind.SAFE: N_("safe"),
    AccountKind.DIFFERENCES: N_("count differences"),
    AccountKind.FEES: N_("fees"),
    AccountKind.OPENING: N_("brought in"),
    AccountKind.SUPPLIER: N_("supplier of blanks"),
    AccountKind.STOCK: N_("blanks in stock"),
    AccountKind.HOPPER: N_("blanks in the hopper"),
    AccountKind.ON_THE_WAY: N_("blanks on the way"),
    AccountKind.MAKING: N_("blanks at the printer"),
    AccountKind.MADE: N_("cards made"),
    AccountKind.SPOILED: N_("cards spoiled"),
    AccountKind.TESTED: N_("test cards"),
    AccountKind.DESTROYED: N_("cards destroyed"),
    AccountKind.BLANK_DIFFERENCES: N_("count differences of blanks"),
}

UNIT_OF: dict[AccountKind, Unit] = {
    AccountKind.CARD: Unit.FEN,
    AccountKind.MEAL: Unit.FEN,
    AccountKind.CASH: Unit.FEN,
    AccountKind.SAFE: Unit.FEN,
    AccountKind.DIFFERENCES: Unit.FEN,
    AccountKind.FEES: Unit.FEN,
    AccountKind.OPENING: Unit.FEN,
    AccountKind.SUPPLIER: Unit.BLANK,
    AccountKind.STOCK: Unit.BLANK,
    AccountKind.HOPPER: Unit.BLANK,
    AccountKind.ON_THE_WAY: Unit.BLANK,
    AccountKind.MAKING: Unit.BLANK,
    AccountKind.MADE: Unit.BLANK,
    AccountKind.SPOILED: Unit.BLANK,
    AccountKind.TESTED: Unit.BLANK,
    AccountKind.DESTROYED: Unit.BLANK,
    AccountKind.BLANK_DIFFERENCES: Unit.BLANK,
}

OPEN_ENDED = frozenset(
    {
        AccountKind.CASH,
        AccountKind.SAFE,
        AccountKind.DIFFERENCES,
        AccountKind.OPENING,
        AccountKind.SUPPLIER,
        AccountKind.BLANK_DIFFERENCES,
    }
)
"""Counterparts of the outside world; all other balances never fall under zero."""

PER_DESK = frozenset({AccountKind.CASH, AccountKind.STOCK, AccountKind.HOPPER, AccountKind.MAKING})


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account with its balance in its unit."""

    id: int
    kind: AccountKind
    balance: int
    frozen: bool


@dataclass(frozen=True, kw_only=True)
class Entry:
    """``amount`` (> 0) leaves ``debit`` and arrives at ``credit``; both count the same unit.

    Attributes:
        reverses_id: The posted entry that this one takes back.
    """

    debit: Account
    credit: Account
    amount: int
    memo: str
    reverses_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class AccountName:
    """Which account an entry touched: the card's, meal card's or desk's number names it."""

    id: int
    kind: AccountKind
    number: str


@dataclass(frozen=True, kw_only=True)
class PostedEntry:
    """One entry as it stands in the books for ever, with where it came from.

    Attributes:
        code: Of the action that posted it.
        debit_after: Balance of the debited account after it; ``credit_after`` likewise.
        reverses_id: The entry it takes back; ``reversed_by`` the one that took it back.
    """

    id: int
    action_id: str
    code: str
    at: datetime
    desk: str
    clerk: str
    debit: AccountName
    credit: AccountName
    amount: int
    debit_after: int
    credit_after: int
    memo: str
    reverses_id: int | None
    reversed_by: int | None

    def change_of(self, account_id: int) -> int:
        """Return by how much it changed an account."""
        return self.amount if self.credit.id == account_id else -self.amount

    def after_of(self, account_id: int) -> int:
        """Return the balance of an account after it."""
        return self.credit_after if self.credit.id == account_id else self.debit_after


Since = tuple["datetime", int]
"""Moment and card: the order in which kept balances are listed."""


@dataclass(frozen=True, kw_only=True)
class Liability:
    """Money kept on a closed card until it is settled, in fen."""

    card_id: int
    card_number: str
    holder_id: int
    holder_number: str
    holder_name: str
    balance: int
    since: datetime

    @property
    def place(self) -> Since:
        """Where it stands in the list."""
        return self.since, self.card_id
