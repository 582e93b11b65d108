"""Counting a drawer: a line a denomination, the sum below; Enter goes from line to line."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.drawer import DENOMINATIONS, Counted
from backoffice.domain.money import yuan
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_
from backoffice.ui.fields import TallyField
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from backoffice.ui.steps import Step
    from backoffice.ui.words import Said

_LABEL, _SUM = 72, 104


class PiecesField(TallyField):
    """How many pieces of one denomination: its name, the number, what they come to."""

    def __init__(self, parent: tk.Misc, value: int) -> None:
        self._value = value
        super().__init__(parent, lambda: yuan(value))
        self.columnconfigure(0, weight=0, minsize=ttk.scale_size(self, _LABEL))
        self.columnconfigure(1, weight=1)
        self.columnconfigure(2, minsize=ttk.scale_size(self, _SUM))
        self.entry.grid(row=0, column=1, sticky="ew")
        self._sum = Text(self, ink="secondary")
        self._sum.grid(row=0, column=2, sticky="e")
        self.when_changed(self._add_up)

    def complain(self, said: Said | None) -> None:
        """Say under the whole line what is wrong with it."""
        super().complain(said)
        if said is not None:
            self._wrong.grid(columnspan=3)

    @property
    def fen(self) -> int:
        """What the pieces come to as far as they can be read."""
        try:
            return self._value * self._parse(self.text.strip())
        except Refusal:
            return 0

    def _add_up(self) -> None:
        self._sum.show(yuan(self.fen) if self.fen else "")


class Counting:
    """The lines of one count within a step."""

    def __init__(self, step: Step) -> None:
        self._fields = {value: PiecesField(step.body, value) for value in DENOMINATIONS}
        for value, field in self._fields.items():
            step.fields[f"pieces-{value}"] = field
            field.pack(fill="x", pady=(0, 4))
            field.when_changed(self._add_up)
        line = ttk.Frame(step.body)
        line.pack(fill="x", pady=(8, 12))
        Text(line, N_("Counted"), font="Desk.Strong").pack(side="left")
        self._sum = Text(line, font="Desk.Name")
        self._sum.pack(side="right")
        self._add_up()

    def read(self) -> Counted:
        """Return what was counted.

        Raises:
            BadInput: A number can't be read; its line says so.
        """
        read = ((value, field.read()) for value, field in self._fields.items())
        return Counted(pieces=tuple((value, count) for value, count in read if count))

    def _add_up(self) -> None:
        self._sum.show(yuan(sum(field.fen for field in self._fields.values())))
