"""The entries of a person's accounts, each with where it came from and the balance after it."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import ttkbootstrap as ttk

from backoffice.domain.ledger import ACCOUNT_NAMES
from backoffice.domain.money import yuan
from backoffice.domain.sentences import N_
from backoffice.ui import registry, theme, words
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
    N_("Balance afterwards"),
)
_WIDTHS = (128, 144, 48, 72, 96, 128, 88, 128)
_MONEY = _HEADS[-2:]
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


class Entries(ttk.Frame):
    """The list; ``chosen`` hears which row is looked at."""

    def __init__(self, parent: tk.Misc, chosen: Callable[[Row | None], None]) -> None:
        super().__init__(parent)
        self._rows: dict[str, Row] = {}
        self._chosen = chosen
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        names = [f"c{n}" for n in range(1, len(_HEADS))]
        self.table = ttk.Treeview(
            self, style="Plain.Treeview", columns=names, selectmode="browse", height=6
        )
        widths = theme.px(self, *_WIDTHS)
        for name, head, width in zip(("#0", *names), _HEADS, widths, strict=True):
            anchor: Literal["w", "e"] = "e" if head in _MONEY else "w"
            self.table.column(name, width=width, minwidth=40, anchor=anchor, stretch=name == "c1")
        self.table.grid(sticky="nsew")
        bar = ttk.Scrollbar(self, command=self.table.yview)
        bar.grid(row=0, column=1, sticky="ns")
        self.table.configure(yscrollcommand=bar.set)
        self.table.bind("<<TreeviewSelect>>", lambda _event: self._looked())
        words.on_switch(self, self._say)
        self._say()

    def show(self, found: Accounts | None) -> None:
        """Show the entries of a person, the newest first and chosen."""
        looked = self.table.selection()
        self._rows = {}
        if found is not None:
            own = {name.id: name for name, _balance in found.accounts}
            for entry in reversed(found.entries):
                for name in (entry.credit, entry.debit):
                    if name.id in own:
                        self._rows[f"{entry.id}-{name.id}"] = Row(entry=entry, account=own[name.id])
        self._say()
        still = [iid for iid in looked if iid in self._rows]
        self.table.selection_set(still or list(self._rows)[:1])
        self.table.focus("".join((still or list(self._rows))[:1]))
        self._looked()

    def _say(self) -> None:
        columns = ("#0", *self.table.cget("columns"))
        for column, head in zip(columns, _HEADS, strict=True):
            self.table.heading(column, text=_(head), anchor="e" if head in _MONEY else "w")
        chosen = self.table.selection()
        self.table.delete(*self.table.get_children())
        happenings = registry.happenings()
        for iid, row in self._rows.items():
            entry, own = row.entry, row.account.id
            self.table.insert(
                "",
                "end",
                iid=iid,
                text=entry.at.astimezone().strftime("%Y-%m-%d %H:%M"),
                values=(
                    _(happenings.get(entry.code, entry.code)),
                    entry.desk,
                    entry.clerk,
                    called(row.account),
                    called(row.counterpart),
                    yuan(entry.change_of(own)),
                    yuan(entry.after_of(own)),
                ),
            )
        self.table.selection_set([iid for iid in chosen if iid in self._rows])

    def _looked(self) -> None:
        chosen = self.table.selection()
        self._chosen(self._rows.get(chosen[0]) if chosen else None)


def called(name: AccountName) -> str:
    """Return what an account is called: a card by its end, a drawer by its desk."""
    number = name.number
    if not number:
        return _(ACCOUNT_NAMES[name.kind])
    end = number if len(number) <= _END else f"…{number[-_END:]}"
    return f"{_(ACCOUNT_NAMES[name.kind])} {end}"
