"""What is questionable about the card that is shown: a list; a click selects the element."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.sentences import Sentence, sentence
from backoffice.ui import theme, words
from backoffice.ui.design_words import SIDES, called
from backoffice.ui.texts import Text
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backoffice.domain.design_checks import Finding
    from backoffice.ui.design_history import History


class DesignFindings(ttk.Frame):
    """Says that all is well, or what is not."""

    def __init__(self, parent: tk.Misc, history: History, go: Callable[[int], None]) -> None:
        super().__init__(parent)
        self._history, self._go = history, go
        self._found: Sequence[Finding] = ()
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self._title = Text(self, font="Desk.Strong")
        self._title.grid(sticky="w")
        self._list = ttk.Treeview(
            self,
            style="Plain.Treeview",
            show="tree",
            columns=("said",),
            selectmode="browse",
            height=2,
        )
        self._list.column("#0", width=theme.px(self, 136)[0], stretch=False)
        self._list.column("said", width=theme.px(self, 240)[0], stretch=True)
        self._list.grid(row=1, sticky="nsew", pady=(4, 0))
        self._list.bind("<<TreeviewSelect>>", self._chosen)
        words.on_switch(self, self._draw)

    def show(self, found: Sequence[Finding]) -> None:
        """Show what was found."""
        if found != self._found or not self._title.cget("text"):
            self._found = found
            self._draw()

    def refuse(self, said: Sentence) -> None:
        """Say why nothing can be drawn."""
        self._found = ()
        self._list.delete(*self._list.get_children())
        self._title.paint("danger")
        self._title.say(said)

    def _draw(self) -> None:
        self._list.delete(*self._list.get_children())
        count = len(self._found)
        if not count:
            self._title.paint("success")
            self._title.say(sentence("This card can be printed as it is."))
            return
        self._title.paint("warning")
        one, several = sentence("1 thing to look at"), sentence("{n} things to look at", n=count)
        self._title.say(one if count == 1 else several)
        for row, finding in enumerate(self._found):
            said = _(finding.said)
            self._list.insert("", "end", iid=str(row), text=self._where(finding), values=(said,))

    def _where(self, finding: Finding) -> str:
        elements = self._history.design.elements
        if finding.at is None or finding.at >= len(elements):
            return _(sentence("Card"))
        element = elements[finding.at]
        return f"{_(SIDES[element.side])}: {_(called(element))}"

    def _chosen(self, _event: tk.Event[tk.Misc]) -> None:
        chosen = self._list.selection()
        at = self._found[int(chosen[0])].at if chosen else None
        if at is not None:
            self._go(at)
