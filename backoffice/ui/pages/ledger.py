"""The ledger of a person: every figure with the action behind it; corrections are entries too."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.money import yuan
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.ui import registry
from backoffice.ui.doing import doing
from backoffice.ui.entries import Accounts, Entries, Row, called
from backoffice.ui.fields import TextField
from backoffice.ui.offers import checked
from backoffice.ui.page import Page
from backoffice.ui.texts import Text
from backoffice.ui.view import Offer
from backoffice.ui.views.correction import Correction
from backoffice.workflows.correction import CORRECTABLE

if TYPE_CHECKING:
    from backoffice.domain.timeline import StoredAction
    from backoffice.ports import Books


class Ledger(Page):
    """Whose ledger, the entries, and beside them the action of the one that is chosen."""

    title = N_("Ledger")
    order = 90

    def build(self) -> None:
        """Lay out list and side."""
        self._whose: int | None = None
        left = self.two_columns(right=432)
        left.rowconfigure(3, weight=1)
        self._search = TextField(left, sentence("Whose ledger: number, card or name, then Enter"))
        self._search.grid(sticky="ew")
        self._search.entry.bind("<Return>", self._look_up)
        self._heading = Text(left, font="Desk.Heading", wrap=True)
        self._heading.grid(sticky="ew", pady=(16, 0))
        self._balances = Text(left, ink="secondary", wrap=True)
        self._balances.grid(sticky="ew", pady=(4, 12))
        self._entries = Entries(left, self._looked)
        self._entries.grid(row=3, sticky="nsew")
        self._side = self.column.resting()

    def opened(self) -> None:
        """Read the ledger anew; without anybody, ask whose."""
        self.refresh()
        if self._whose is None:
            self._search.grab()
        elif self.column.view is None:
            self._entries.table.focus_set()

    def refresh(self) -> None:
        """Read the ledger again."""
        if self._whose is not None:
            self.show_person(self._whose)

    def show_person(self, holder_id: int) -> None:
        """Show somebody's ledger."""
        self._whose = holder_id
        program = self.desk.program

        def read() -> Accounts:
            with program.store().reading() as books:
                return _read(books, holder_id)

        self.desk.lanes.run("store", self, read, then=self._draw, failed=self.desk.failed)

    def _look_up(self, _event: tk.Event[tk.Misc]) -> str:
        text, program = self._search.text, self.desk.program

        def find() -> int:
            found = program.store().find(text) if text.strip() else []
            if len(found) != 1:
                raise Refusal(
                    "nobody-found",
                    sentence("{count} people were found: type more of it.", count=len(found)),
                )
            return found[0].holder_id

        def failed(error: Exception) -> None:
            if not isinstance(error, Refusal):
                self.desk.failed(error)
            else:
                self._search.complain(error.message)

        self.desk.lanes.run("store", self, find, then=self._open, failed=failed)
        return "break"

    def _open(self, holder_id: int) -> None:
        self._search.put("")
        self.column.close()
        self.show_person(holder_id)
        self._entries.table.focus_set()

    def _draw(self, found: Accounts) -> None:
        self._heading.show(f"{found.holder.name}  {found.holder.number}")
        self._balances.say(
            lambda: "   ·   ".join(
                f"{called(name)}  {yuan(balance)}" for name, balance in found.accounts
            )
        )
        self._entries.show_accounts(found)

    def _looked(self) -> None:
        row, program = self._entries.chosen, self.desk.program
        if row is None:
            self._show_action(None, None, "")
            return

        def read() -> tuple[StoredAction | None, str]:
            with program.store().reading() as books:
                action = books.journal.find(row.entry.action_id)
                second = action.second_id if action is not None else None
                return action, books.clerks.get(second).name if second is not None else ""

        self.desk.lanes.run(
            "store",
            self,
            read,
            then=lambda found: self._show_action(row, *found),
            failed=self.desk.failed,
        )

    def _show_action(self, row: Row | None, action: StoredAction | None, second: str) -> None:
        for child in self._side.winfo_children():
            child.destroy()
        if row is None or action is None:
            Text(
                self._side,
                sentence("Choose an entry to see where it came from."),
                ink="secondary",
                wrap=True,
            ).grid(sticky="ew")
            return
        entry = row.entry
        Text(
            self._side,
            registry.happenings().get(entry.code, entry.code),
            font="Desk.Heading",
            wrap=True,
        ).grid(columnspan=2, sticky="ew", pady=(0, 12))
        table = ttk.Frame(self._side)
        table.grid(sticky="ew")
        table.columnconfigure(1, weight=1)
        for at, (label, value) in enumerate(_facts(row, action, second)):
            Text(table, label, ink="secondary").grid(
                row=at, column=0, sticky="nw", pady=3, padx=(0, 16)
            )
            text = Text(table, wrap=True)
            text.show(value)
            text.grid(row=at, column=1, sticky="ew", pady=3)
        self._offer_correction(row)

    def _offer_correction(self, row: Row) -> None:
        offer = checked(self.desk, Correction, _possible(row))
        button = doing(self._side, Correction.title, lambda: self._correct(row), offer.why_not)
        button.grid(pady=(16, 4))

    def _correct(self, row: Row) -> None:
        assert self._whose is not None  # noqa: S101  there are entries of somebody
        view = self.column.open(Correction, None)
        assert isinstance(view, Correction)  # noqa: S101  made of this class
        view.about(self._whose, row.entry)


def _read(books: Books, holder_id: int) -> Accounts:
    accounts = books.history.accounts_of(holder_id)
    return Accounts(
        holder=books.holders.get(holder_id),
        accounts=accounts,
        entries=books.history.of_accounts([name.id for name, _balance in accounts]),
    )


def _facts(row: Row, action: StoredAction, second: str) -> list[tuple[Sentence, str]]:
    entry = row.entry
    facts = [
        (sentence("When"), entry.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")),
        (sentence("Clerk"), " · ".join(filter(None, (entry.clerk, entry.desk))) or "—"),
        (sentence("With"), second),
        (sentence("From account"), called(entry.debit)),
        (sentence("To account"), called(entry.credit)),
        (sentence("Amount"), yuan(entry.amount)),
        (sentence("Takes back entry"), str(entry.reverses_id or "")),
        (sentence("Taken back by entry"), str(entry.reversed_by or "")),
        (sentence("Entry number"), str(entry.id)),
        (sentence("Audit number"), str(action.seq)),
        (sentence("Action"), entry.action_id),
    ]
    return [(label, value) for label, value in facts if value]


def _possible(row: Row) -> Offer:
    if row.entry.reversed_by is not None:
        return Offer.no(sentence("This entry was taken back already."))
    if row.entry.code not in CORRECTABLE:
        return Offer.no(
            sentence("Only cash recharges and settlements can be taken back by themselves.")
        )
    return Offer.yes()
