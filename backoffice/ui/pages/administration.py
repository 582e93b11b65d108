"""Administration: fees with the days from which they hold, and what the center decided."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import ttkbootstrap as ttk

from backoffice.domain.fees import SERVICES
from backoffice.domain.holders import KIND_NAMES
from backoffice.domain.money import yuan
from backoffice.domain.policies import POLICIES
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import theme, words
from backoffice.ui.page import Page
from backoffice.ui.texts import Text, rule
from backoffice.ui.views.fee_change import FeeChange
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backoffice.domain.fees import Fee

_FEE_HEADS = (N_("Service"), N_("Whom"), N_("Fee"), N_("From"), N_("Holds"))
_FEE_WIDTHS = (248, 104, 88, 104, 120)
_AMOUNTS = _FEE_HEADS[2:3]
_POLICY_HEADS = (N_("What is decided"), N_("Value"), N_("Possible"), N_("Name"))
_POLICY_WIDTHS = (336, 72, 128, 272)


@dataclass(frozen=True, kw_only=True)
class _Decided:
    """Fees, newest first, and the policies as text, in their order."""

    today: date
    fees: Sequence[Fee]
    policies: Sequence[str]


class Administration(Page):
    """Two tables on the left, the form on the right."""

    title = N_("Administration")
    order = 95
    right = Right.ADMINISTER

    def build(self) -> None:
        """Lay out tables and side."""
        self._decided: _Decided | None = None
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.columnconfigure(2, minsize=theme.px(self, 432)[0])
        left = ttk.Frame(self, padding=16)
        left.grid(row=0, column=0, sticky="nsew")
        left.columnconfigure(0, weight=1)
        left.rowconfigure(1, weight=1)
        left.rowconfigure(5, weight=2)
        Text(left, sentence("Fees"), font="Desk.Heading").grid(row=0, sticky="w")
        self._fees = _table(left, _FEE_HEADS, _FEE_WIDTHS)
        self._fees.grid(row=1, sticky="nsew", pady=(8, 8))
        _bar(self._fees, row=1)
        button = ttk.Button(left, command=lambda: self.column.open(FeeChange, None))
        words.put(button, FeeChange.title)
        button.grid(row=2, sticky="w")
        rule(left).grid(row=3, sticky="ew", pady=16)
        Text(left, sentence("What the center decided"), font="Desk.Heading").grid(row=4, sticky="w")
        self._policies = _table(left, _POLICY_HEADS, _POLICY_WIDTHS)
        self._policies.grid(row=5, sticky="nsew", pady=(8, 8))
        _bar(self._policies, row=5)
        Text(
            left,
            sentence("It is changed on the command line: policy set NAME VALUE."),
            ink="secondary",
            font="Desk.Small",
            wrap=True,
        ).grid(row=6, sticky="ew")
        rule(self, vertical=True).grid(row=0, column=1, sticky="ns")
        self.column.grid(row=0, column=2, sticky="nsew")
        self.column.grid_propagate(False)
        words.on_switch(self, self._say)
        self._say()

    def opened(self) -> None:
        """Read it anew."""
        self.refresh()

    def refresh(self) -> None:
        """Read it again."""
        program = self.desk.program

        def read() -> _Decided:
            with program.store().reading() as books:
                said = [policy.said(books.policies.text(policy.name)) for policy in POLICIES]
                return _Decided(
                    today=program.clock.today(), fees=books.ledger.fees(), policies=said
                )

        self.desk.lanes.run("store", self, read, then=self._draw, failed=self.desk.failed)

    def _draw(self, decided: _Decided) -> None:
        self._decided = decided
        self._say()

    def _say(self) -> None:
        for table, heads in ((self._fees, _FEE_HEADS), (self._policies, _POLICY_HEADS)):
            table.delete(*table.get_children())
            for column, head in zip(("#0", *table.cget("columns")), heads, strict=True):
                table.heading(column, text=_(head), anchor="e" if head in _AMOUNTS else "w")
        if self._decided is None:
            return
        held: set[object] = set()
        for fee in self._decided.fees:
            of = (fee.service, fee.kind)
            holds = N_("in force")
            if fee.valid_from > self._decided.today:
                holds = N_("later")
            elif of in held:
                holds = N_("no longer")
            else:
                held.add(of)
            values = (_(KIND_NAMES[fee.kind]), yuan(fee.amount), fee.valid_from.isoformat())
            service = _(SERVICES.get(fee.service, fee.service))
            self._fees.insert("", "end", text=service, values=(*values, _(holds)))
        for policy, value in zip(POLICIES, self._decided.policies, strict=True):
            row = (value, policy.values, policy.name)
            self._policies.insert("", "end", text=_(policy.says), values=row)


def _table(parent: tk.Misc, heads: Sequence[str], widths: Sequence[int]) -> ttk.Treeview:
    names = [f"c{n}" for n in range(1, len(heads))]
    table = ttk.Treeview(
        parent, style="Plain.Treeview", columns=names, selectmode="browse", height=4
    )
    columns = zip(("#0", *names), heads, theme.px(parent, *widths), strict=True)
    for name, head, width in columns:
        anchor: Literal["w", "e"] = "e" if head in _AMOUNTS else "w"
        table.column(name, width=width, minwidth=48, anchor=anchor, stretch=name == "#0")
    return table


def _bar(table: ttk.Treeview, *, row: int) -> None:
    bar = ttk.Scrollbar(table.master, command=table.yview)
    bar.grid(row=row, column=1, sticky="ns", pady=8)
    table.configure(yscrollcommand=bar.set)
