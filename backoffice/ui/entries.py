"""The entries of a person's accounts, each with where it came from and the balance after it."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.ledger import ACCOUNT_NAMES
from backoffice.domain.money import yuan
from backoffice.domain.sentences import N_
from backoffice.ui import registry
from backoffice.ui.table import Table
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backoffice.domain.holders import Holder
    from backoffice.domain.ledger import AccountName, PostedEntry

_HEADS = (
    N_("When"),
    N_("What"),
    N_("Desk"),
    N_("Clerk"),
    N_("Account"),
    N_("Counterpart"),
    N_("Amount"),
    N_("Balance after it"),
)
_WIDTHS = (128, 112, 48, 72, 136, 136, 88, 112)
_END = 4


@dataclass(frozen=True, kw_only=True)
class Accounts:
    """A person's accounts with their balances in fen, and every entry in them, oldest first."""

    holder: Holder
    accounts: Sequence[tuple[AccountName, int]]
    entries: Sequence[PostedEntry]


@dataclass(frozen=True, kw_only=True)
class Row:
    """An entry as one of the person's accounts sees it; a transfer between two makes two rows."""

    entry: PostedEntry
    account: AccountName

    @property
    def counterpart(self) -> AccountName:
        """The other side."""
        entry = self.entry
        return entry.debit if entry.credit.id == self.account.id else entry.credit


class Entries(Table[Row]):
    """The entries, the newest first."""

    def __init__(self, parent: tk.Misc, told: Callable[[], None]) -> None:
        super().__init__(
            parent,
            heads=_HEADS,
            widths=_WIDTHS,
            amounts=_HEADS[-2:],
            cells=_cells,
            key=lambda row: f"{row.entry.id}-{row.account.id}",
            told=told,
        )

    def show_accounts(self, found: Accounts) -> None:
        """Show the entries of a person."""
        own = {name.id for name, _balance in found.accounts}
        self.show(
            [
                Row(entry=entry, account=name)
                for entry in reversed(found.entries)
                for name in (entry.credit, entry.debit)
                if name.id in own
            ]
        )


def _cells(row: Row) -> Sequence[str]:
    entry, own = row.entry, row.account.id
    return (
        entry.at.astimezone().strftime("%Y-%m-%d %H:%M"),
        _(registry.happenings().get(entry.code, entry.code)),
        entry.desk,
        entry.clerk,
        called(row.account),
        called(row.counterpart),
        yuan(entry.change_of(own)),
        yuan(entry.after_of(own)),
    )


def called(name: AccountName) -> str:
    """Return what an account is called: a card by its end, a drawer by its desk."""
    number = name.number
    if not number:
        return _(ACCOUNT_NAMES[name.kind])
    end = number if len(number) <= _END else f"…{number[-_END:]}"
    return f"{_(ACCOUNT_NAMES[name.kind])} {end}"
