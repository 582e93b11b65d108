"""Who is left out of a batch and why; each of them can be opened on the counter."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.batches import LEFT_OUT_NAMES, SERVED
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import theme, words
from backoffice.ui.texts import Text
from backoffice.ui.words import _

if TYPE_CHECKING:
    from backoffice.domain.batch_preflight import Judged
    from backoffice.domain.batches import Candidate, LeftOut
    from backoffice.ui.desk import Desk

_MOST = 300
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
        self._judged: Judged | None = None
        self.rows: list[tuple[Candidate, LeftOut]] = []
        self._said = Text(self, wrap=True)
        self._said.pack(fill="x")
        self._table = ttk.Treeview(
            self, style="Plain.Treeview", columns=("c1", "c2"), selectmode="browse", height=1
        )
        for name, width in zip(("#0", "c1", "c2"), theme.px(self, *_WIDTHS), strict=True):
            self._table.column(name, width=width, minwidth=48, stretch=name == "c2")
        for sequence in ("<Return>", "<Double-Button-1>"):
            self._table.bind(sequence, self._open)
        self._more = Text(self, ink="secondary", font="Desk.Small", wrap=True)
        words.on_switch(self, self._say)

    def show(self, judged: Judged) -> None:
        """Show who is left out."""
        self._judged = judged
        self.rows = [(one, why) for one, why in judged.left_out if why not in SERVED]
        self._say()

    def _say(self) -> None:
        if self._judged is None:
            return
        served = len(self._judged.left_out) - len(self.rows)
        self._said.say(
            sentence(
                "Left out: {people}. Nothing to do for: {served}.",
                people=len(self.rows),
                served=served,
            )
        )
        for column, head in zip(("#0", "c1", "c2"), _HEADS, strict=True):
            self._table.heading(column, text=_(head), anchor="w")
        self._table.delete(*self._table.get_children())
        for at, (one, why) in enumerate(self.rows[:_MOST]):
            values = (one.holder.number, _(LEFT_OUT_NAMES[why]))
            self._table.insert("", "end", iid=str(at), text=one.holder.name, values=values)
        if self.rows:
            self._table.configure(height=min(len(self.rows), _HEIGHT))
            self._table.pack(fill="x", pady=(8, 0))
        else:
            self._table.pack_forget()
        more = len(self.rows) - _MOST
        if more > 0:
            self._more.say(sentence("{count} more are on the list.", count=more))
            self._more.pack(fill="x")
        else:
            self._more.pack_forget()

    def _open(self, _event: tk.Event[tk.Misc]) -> str:
        chosen = self._table.selection()
        if chosen:
            self._desk.show_person(self.rows[int(chosen[0])][0].holder.id)
        return "break"
