"""The search column: one box that understands everything, and the list under it, best first."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.search import MOST
from backoffice.domain.sentences import sentence
from backoffice.ui import theme, words
from backoffice.ui.lifetime import follow
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backoffice.domain.holders import Holder
    from backoffice.domain.search import Found
    from backoffice.ui.desk import Desk

_RECENT = 12


@dataclass(frozen=True, kw_only=True)
class _Row:
    """What a line of the list stands for."""

    holder_id: int
    card_id: int | None
    name: str
    number: str
    unit: str


class SearchColumn(ttk.Frame):
    """Asks the books at each keystroke and shows the newest answer; others are dropped.

    Attributes:
        on_pick: Called with holder and card looked up.
        key: The key that leads here.
        drawn: Called after an answer was drawn; for measuring.
    """

    def __init__(
        self,
        parent: tk.Misc,
        desk: Desk,
        on_pick: Callable[[int, int | None], None],
        *,
        key: str = "",
    ) -> None:
        super().__init__(parent, style="Chrome.TFrame", padding=16)
        self._desk = desk
        self._pick = on_pick
        self.drawn: Callable[[], None] = lambda: None
        self._asked = 0
        self._answered = 0
        self._enter_waits = False
        self._rows: list[_Row] = []
        self._recent: list[_Row] = []
        self.text = tk.StringVar(self)
        self._lay_out(key)
        follow(self, self.text, self._typed)
        self._show_recent()
        words.on_switch(self, self._say_title)

    def grab(self) -> None:
        """Put the focus into the box, ready to be overwritten."""
        self.box.focus_set()
        self.box.selection_range(0, "end")
        self.box.icursor("end")

    def clear(self) -> None:
        """Empty the box."""
        self.text.set("")

    def look_up(
        self,
        text: str,
        *,
        nobody: Callable[[], None],
        by_certificate: Callable[[int], None],
    ) -> None:
        """Look up a whole scan: an exact single hit opens the person at once.

        Args:
            text: What the scanner read.
            nobody: Called when it belongs to nobody.
            by_certificate: Called with the person before the page opens, if it was a certificate.
        """
        self._asked += 1
        number = self._asked

        def answer(found: Sequence[Found]) -> None:
            exact = [one for one in found if one.exact]
            if len(exact) == 1:
                if exact[0].by_certificate:
                    by_certificate(exact[0].holder_id)
                self._pick(exact[0].holder_id, exact[0].card_id)
                return
            self._answered = number
            self._show(found)
            if not found:
                nobody()

        self._ask(text, number, answer)

    def remember(self, holder: Holder) -> None:
        """Put a person on top of the recent ones."""
        row = _Row(
            holder_id=holder.id,
            card_id=None,
            name=holder.name,
            number=holder.number,
            unit=holder.unit_name,
        )
        others = [r for r in self._recent if r.holder_id != holder.id]
        self._recent = [row, *others][:_RECENT]
        if not self.text.get():
            self._show_recent()

    def _lay_out(self, key: str) -> None:
        self.columnconfigure(0, weight=1)
        self.rowconfigure(3, weight=1)
        head = ttk.Frame(self, style="Chrome.TFrame")
        head.grid(sticky="ew")
        Text(head, sentence("Find a person"), ground="chrome", font="Desk.Strong").pack(side="left")
        Text(head, key, ground="chrome", ink="secondary").pack(side="right")
        self.box = ttk.Entry(self, textvariable=self.text, font="Desk.Body")
        self.box.grid(sticky="ew", pady=(8, 4))
        explain = sentence("Name, pinyin, number or certificate; or scan.")
        self._title = Text(self, explain, ground="chrome", ink="secondary", font="Desk.Small")
        self._title.grid(sticky="w", pady=(0, 8))
        self.list = ttk.Treeview(
            self,
            style="Found.Treeview",
            show="tree",
            columns=("number", "unit"),
            selectmode="browse",
            height=8,
        )
        name, number, unit = theme.px(self, 72, 88, 112)
        self.list.column("#0", width=name, minwidth=48, stretch=True)
        self.list.column("number", width=number, minwidth=48, stretch=False)
        self.list.column("unit", width=unit, minwidth=32, stretch=True)
        self.list.grid(sticky="nsew")
        # Made once and rewritten: the list never flickers and never grows.
        self._pool = [f"row{n}" for n in range(MOST)]
        for row in self._pool:
            self.list.insert("", "end", iid=row)
        self.list.detach(*self._pool)
        self.box.bind("<Return>", lambda _event: self._enter())
        for widget in (self.box, self.list):  # Ctrl+Enter belongs to the open form
            widget.bind("<Control-Return>", lambda _event: None)
        self.box.bind("<Down>", lambda _event: self._down())
        self.list.bind("<Return>", lambda _event: self._pick_selected())
        self.list.bind("<ButtonRelease-1>", self._clicked)
        self.list.bind("<Up>", lambda _event: self._up())

    def _typed(self, *_trace: str) -> None:
        text = self.text.get().strip()
        self._asked += 1
        number = self._asked
        self._enter_waits = False
        if not text:
            self._answered = number
            self._show_recent()
            return

        def answer(found: Sequence[Found]) -> None:
            self._answered = number
            self._show(found)
            if self._enter_waits:
                self._enter()

        self._ask(text, number, answer)

    def _ask(self, text: str, number: int, answer: Callable[[Sequence[Found]], None]) -> None:
        program = self._desk.program

        self._desk.lanes.run(
            "store",
            self,
            lambda: program.store().find(text),
            then=answer,
            failed=self._desk.failed,
            wanted=lambda: number == self._asked,
        )

    def _show(self, found: Sequence[Found]) -> None:
        rows = [
            _Row(
                holder_id=one.holder_id,
                card_id=one.card_id,
                name=one.name,
                number=one.number,
                unit=one.unit_name,
            )
            for one in found
        ]
        self._count = len(rows)
        self._draw(rows)
        self._say_title()
        self.drawn()

    def _show_recent(self) -> None:
        self._count = -1
        self._draw(self._recent)
        self._say_title()

    def _say_title(self) -> None:
        if self._count == 0:
            said = sentence("Nobody found. Try fewer letters, or the number.")
        elif self._count > 0:
            many = self._count == MOST
            said = sentence("{count} people", count=f"{self._count}{'+' if many else ''}")
            said = sentence("1 person") if self._count == 1 else said
        elif self._recent:
            said = sentence("Recent people")
        else:
            said = sentence("Name, pinyin, number or certificate; or scan.")
        self._title.say(said)

    def _draw(self, rows: list[_Row]) -> None:
        self._rows = rows
        for at, row in enumerate(rows):
            iid = self._pool[at]
            self.list.item(iid, text=row.name, values=(row.number, row.unit))
            self.list.move(iid, "", at)
        self.list.detach(*self._pool[len(rows) :])
        self.list.selection_set(())
        self.list.yview_moveto(0)

    def _enter(self) -> str:
        if self._answered != self._asked:
            self._enter_waits = True  # the answer is on its way
        elif self._rows and self.text.get().strip():
            self._choose(0)
        return "break"

    def _down(self) -> str:
        if self._rows:
            self.list.focus_set()
            self.list.focus(self._pool[0])
            self.list.selection_set(self._pool[0])
        return "break"

    def _up(self) -> str | None:
        if self.list.focus() == self._pool[0]:
            self.list.selection_set(())
            self.grab()
            return "break"
        return None

    def _clicked(self, event: tk.Event[tk.Misc]) -> None:
        if self.list.identify_row(event.y):
            self._pick_selected()

    def _pick_selected(self) -> str:
        chosen = self.list.selection()
        if chosen:
            self._choose(self._pool.index(chosen[0]))
        return "break"

    def _choose(self, at: int) -> None:
        row = self._rows[at]
        self._pick(row.holder_id, row.card_id)
