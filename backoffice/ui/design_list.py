"""The elements of one side in the order they are printed, and what can be added to them."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.card_designs import Element
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import theme, words
from backoffice.ui.bar import Bar
from backoffice.ui.design_words import called
from backoffice.ui.texts import Text
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Collection

    from backoffice.domain.card_designs import Side
    from backoffice.ui.design_history import History

_WARNED = "⚠"


def _new(side: Side) -> dict[str, Element]:
    where = {"side": side, "x": 30.0, "y": 24.0}
    return {
        N_("Text"): Element(kind="text", w=30, h=5, zh="文字", en="Text", min_size=6, **where),  # type: ignore[arg-type]
        N_("Area"): Element(kind="box", w=20, h=8, colour="#D5DFEE", **where),  # type: ignore[arg-type]
        N_("Line"): Element(kind="line", w=30, h=0, colour="#9FB0C6", **where),  # type: ignore[arg-type]
        N_("Kept free"): Element(kind="free", w=15, h=15, **where),  # type: ignore[arg-type]
    }


class DesignList(ttk.Frame):
    """A list whose selection is that of the card; ⚠ stands where something is questionable.

    Attributes:
        side: Whose elements are listed.
        warned: Elements that get the sign.
    """

    def __init__(self, parent: tk.Misc, history: History) -> None:
        super().__init__(parent, style="Chrome.TFrame")
        self._history = history
        self.side: Side = "front"
        self.warned: Collection[int] = ()
        self._drawn: list[tuple[str, str]] = []
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        Text(self, sentence("Elements"), ground="chrome", font="Desk.Strong").grid(sticky="w")
        self._list = ttk.Treeview(
            self,
            style="Found.Treeview",
            show="tree",
            columns=("sign",),
            selectmode="browse",
            height=3,
        )
        self._list.column("#0", width=theme.px(self, 160)[0], stretch=True)
        self._list.column("sign", width=theme.px(self, 28)[0], stretch=False, anchor="center")
        self._list.grid(row=1, sticky="nsew", pady=(4, 8))
        bar = Bar(self, self._list.yview, row=1, pady=(4, 8))
        self._list.configure(yscrollcommand=bar.set)
        self._list.bind("<<TreeviewSelect>>", self._chosen)
        self._list.bind("<Key-Delete>", lambda _event: self._history.remove())
        self._lay_out_buttons()
        words.on_switch(self, self.draw)

    def draw(self) -> None:
        """Show elements, signs and selection as they are now."""
        rows = [
            (str(at), _(called(e)), _WARNED if at in self.warned else "")
            for at, e in enumerate(self._history.design.elements)
            if e.side == self.side
        ]
        if [row[0] for row in rows] != list(self._list.get_children()):
            self._list.delete(*self._list.get_children())
            for row, _name, _sign in rows:
                self._list.insert("", "end", iid=row)
        for row, name, sign in rows:
            if self._list.item(row, "text") != name or self._list.set(row, "sign") != sign:
                self._list.item(row, text=name, values=(sign,))
        selected = str(self._history.selected)
        wanted = (selected,) if self._list.exists(selected) else ()
        if self._list.selection() != wanted:
            self._list.selection_set(wanted)
            if wanted:
                self._list.see(selected)

    def _lay_out_buttons(self) -> None:
        below = ttk.Frame(self, style="Chrome.TFrame")
        below.grid(row=2, columnspan=2, sticky="ew")
        Text(below, sentence("Add"), ground="chrome", ink="secondary", font="Desk.Small").grid(
            row=0, column=0, padx=(0, 4)
        )
        for column, name in enumerate(_new("front"), start=1):
            button = ttk.Button(below, style="Slim.TButton", command=partial(self._add, name))
            words.put(button, name)
            button.grid(row=0, column=column, padx=(0, 4))

    def _add(self, name: str) -> None:
        self._history.add(_new(self.side)[name])

    def _chosen(self, _event: tk.Event[tk.Misc]) -> None:
        chosen = self._list.selection()
        at = int(chosen[0]) if chosen else None
        if at is not None and at != self._history.selected:
            self._history.select(at)
