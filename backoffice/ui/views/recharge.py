"""Recharge in cash: how much, what was given, what goes back; a service of this desk (R1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import ttkbootstrap as ttk

from backoffice.domain.cards import CardState
from backoffice.domain.money import parse_yuan, yuan
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import words
from backoffice.ui.customer_window import Figures
from backoffice.ui.texts import Text
from backoffice.ui.view import Offer, View
from backoffice.workflows import recharge

if TYPE_CHECKING:
    import tkinter as tk
    from collections.abc import Mapping

    from backoffice.ui.customer_window import CustomerWindow
    from backoffice.ui.fields import Field
    from backoffice.ui.person import Person


class Recharge(View):
    """Cash only; the figures are shown large here and on the screen of the person served."""

    code = "recharge"
    title = N_("Cash recharge: a service of this desk")
    short = N_("Cash recharge")
    key = "F8"
    order = 48
    happenings: ClassVar[Mapping[str, str]] = {"recharge": N_("Recharged in cash")}
    belongs: ClassVar[Mapping[str, str]] = {
        "recharge": "amount",
        "given": "amount",
        "no-shift": "amount",
        "no-active-card": "amount",
    }

    @classmethod
    def offer(cls, person: Person) -> Offer | None:
        """Offer it to whoever has an active card; silent about those who never had one."""
        if person.card is None:
            return None
        if person.card.state is not CardState.ACTIVE:
            return Offer.no(sentence("Only an active card can be recharged."))
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the money, and the sheet."""
        first = self.step("amount", N_("Amount"), action=N_("Check"), act=self._check)
        first.note(
            sentence("Cash only. Recharging is done by the applet and at the terminals as well.")
        )
        self._amount = first.money("amount", N_("Amount to recharge"))
        self._given = first.money("given", N_("Cash received"))
        large = ttk.Frame(first.body)
        large.pack(fill="x", pady=(0, 12))
        large.columnconfigure(1, weight=1)
        self._change = _large(large, 0, N_("Change given"))
        self._balance = _large(large, 1, N_("Balance afterwards"))
        screen = ttk.Button(first.below, command=self._customer.toggle)
        words.put(screen, N_("Show on the customer's screen"))
        screen.grid(sticky="w", pady=(8, 0))
        for field in (self._amount, self._given):
            field.when_changed(self._draw)
        self.sheet_step(N_("Recharge"), self._recharge)
        self._draw()

    def destroy(self) -> None:
        """Leave nothing on the customer's screen."""
        self._customer.show(None)
        super().destroy()

    @property
    def _customer(self) -> CustomerWindow:
        return self.desk.header.customer

    def _draw(self) -> None:
        assert self.person is not None  # noqa: S101  offered on a person's page only
        amount = _fen(self._amount)
        balance = None if amount is None else self.person.balance + amount
        figures = Figures(amount=amount, given=_fen(self._given), balance=balance)
        self._change.show("—" if figures.change is None else yuan(figures.change))
        self._balance.show("—" if balance is None else yuan(balance))
        self._customer.show(figures)

    def _check(self) -> None:
        request = recharge.Request(
            holder_id=self.holder_id, amount=self.read("amount"), given=self.read("given")
        )
        self.consequences(recharge.WORKFLOW, request)

    def _recharge(self) -> None:
        self.confirm(recharge.WORKFLOW, self._done)

    def _done(self, outcome: recharge.Outcome) -> None:
        given = outcome.amount + outcome.change
        self._customer.show(Figures(amount=outcome.amount, given=given, balance=outcome.balance))
        self.finish(
            sentence("Give {change} back.", change=yuan(outcome.change))
            if outcome.change
            else sentence("{amount} is on the card.", amount=yuan(outcome.amount)),
            sentence("Balance of the card now: {balance}", balance=yuan(outcome.balance)),
            sentence("Receipt {number} is printing.", number=outcome.receipt),
        )


def _large(parent: tk.Misc, row: int, label: str) -> Text:
    Text(parent, label, ink="secondary").grid(row=row, column=0, sticky="w", pady=4)
    figure = Text(parent, font="Desk.Name")
    figure.grid(row=row, column=1, sticky="e", pady=4)
    return figure


def _fen(field: Field[int]) -> int | None:
    try:
        return parse_yuan(field.text)
    except Refusal:
        return None
