"""What happened to a person, newest first."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.sentences import sentence
from backoffice.ui import registry, theme, words
from backoffice.ui.texts import Text
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.domain.timeline import Happening


LEAST = 5
"""Lines that are always in sight."""


class Timeline(ttk.Frame):
    """A list of moments, what was done, by whom and where."""

    def __init__(self, parent: tk.Misc, happenings: Sequence[Happening]) -> None:
        super().__init__(parent)
        self._happenings = happenings
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self._title = Text(self, sentence("What happened"), ink="secondary", font="Desk.Small")
        self._title.grid(sticky="w")
        if not happenings:
            Text(self, sentence("Nothing yet."), ink="secondary").grid(sticky="nw", pady=(4, 0))
            return
        self._list = ttk.Treeview(
            self, style="Slim.Plain.Treeview", show="tree", columns=("what", "who"), height=1
        )
        at, what, who = theme.px(self, 136, 200, 120)
        self._list.column("#0", width=at, stretch=False)
        self._list.column("what", width=what)
        self._list.column("who", width=who, stretch=False)
        self._list.configure(takefocus=False, selectmode="none")
        self._list.grid(sticky="nsew")
        self._fill()
        words.on_switch(self, self._fill)

    @property
    def least(self) -> int:
        """How tall it must be for the lines that are always in sight, in pixels."""
        if not self._happenings:
            return self.winfo_reqheight()
        row = int(str(ttk.Style().lookup("Slim.Plain.Treeview", "rowheight")))
        return self._title.winfo_reqheight() + min(LEAST, len(self._happenings)) * row

    def _fill(self) -> None:
        self._list.delete(*self._list.get_children())
        names = registry.happenings()
        for one in self._happenings:
            moment = one.at.astimezone().strftime("%Y-%m-%d %H:%M")
            who = " · ".join(filter(None, (one.clerk, one.desk)))
            what = _(names.get(one.code, one.code))
            self._list.insert("", "end", text=moment, values=(what, who))
