"""Who is left out of a batch and why; each of them can be opened on the counter."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.batches import LEFT_OUT_NAMES, SERVED
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.table import Table
from backoffice.ui.texts import Text
from backoffice.ui.words import _

if TYPE_CHECKING:
    from backoffice.domain.batch_preflight import Judged
    from backoffice.domain.batches import Candidate, LeftOut
    from backoffice.ui.desk import Desk

_SOME = 300
_HEIGHT = 8
_HEADS = (N_("Left out"), N_("Number"), N_("Reason"))
_WIDTHS = (96, 88, 200)


class LeftOutTable(ttk.Frame):
    """Counts by reason, and below them the people.

    Attributes:
        rows: Who is listed: whoever has no card and gets none.
    """

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent)
        self._desk = desk
        self.rows: list[tuple[Candidate, LeftOut]] = []
        self._said = Text(self, wrap=True)
        self._said.pack(fill="x")
        self._list: Table[tuple[Candidate, LeftOut]] = Table(
            self,
            heads=_HEADS,
            widths=_WIDTHS,
            stretched=_HEADS[2:],
            cells=lambda row: (row[0].holder.name, row[0].holder.number, _(LEFT_OUT_NAMES[row[1]])),
            key=lambda row: row[0].holder.id,
            opened=self._open,
            more=self._add,
        )

    def show(self, judged: Judged) -> None:
        """Show who is left out."""
        self.rows = [(one, why) for one, why in judged.left_out if why not in SERVED]
        served = len(judged.left_out) - len(self.rows)
        out = len(self.rows)
        self._said.say(
            sentence("Left out: {people}. Served already: {served}.", people=out, served=served)
            if served
            else sentence("Left out: {people}.", people=out)
        )
        self._list.show(self.rows[:_SOME])
        if self.rows:
            self._list.table.configure(height=min(len(self.rows), _HEIGHT))
            self._list.pack(fill="x", pady=(8, 0))
        else:
            self._list.pack_forget()

    def _add(self) -> None:
        known = len(self._list.rows)
        self._list.add(self.rows[known : known + _SOME])

    def _open(self) -> None:
        chosen = self._list.chosen
        if chosen is not None:
            self._desk.show_person(chosen[0].holder.id)
