"""A table of what waits: filled as it scrolls, 100,000 rows or more."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

import ttkbootstrap as ttk

from backoffice.ui import theme, words
from backoffice.ui.waiting import BATCH
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backoffice.ui.waiting import Waiting

T = TypeVar("T")


class LongTable(ttk.Frame, Generic[T]):
    """One row is chosen; ``told`` hears which. What rows say reads the same in every language.

    Attributes:
        waiting: What is listed; given once, before it is read.
        table: Takes the focus.
    """

    def __init__(
        self,
        parent: tk.Misc,
        *,
        columns: Sequence[tuple[str, int, Literal["w", "e"]]],
        cells: Callable[[T], Sequence[str]],
        told: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self.waiting: Waiting[T] | None = None
        self._heads = [(head, anchor) for head, _width, anchor in columns]
        self._cells = cells
        self._told = told
        self._shown: dict[str, T] = {}
        self._listed: list[T] = []
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        names = [f"c{n}" for n in range(1, len(columns))]
        self.table = ttk.Treeview(
            self, style="Plain.Treeview", columns=names, selectmode="browse", height=6
        )
        widths = theme.px(self, *(width for _head, width, _anchor in columns))
        for name, width, (_head, _width, anchor) in zip(
            ("#0", *names), widths, columns, strict=True
        ):
            self.table.column(name, width=width, minwidth=48, anchor=anchor, stretch=name == "c1")
        self.table.grid(row=0, column=0, sticky="nsew")
        self._bar = ttk.Scrollbar(self, command=self.table.yview)
        self._bar.grid(row=0, column=1, sticky="ns")
        self.table.configure(yscrollcommand=self._scrolled)
        self.table.bind("<<TreeviewSelect>>", lambda _event: told())
        words.on_switch(self, self._say)
        self._say()

    @property
    def chosen(self) -> T | None:
        """What is looked at."""
        return self._shown.get("".join(self.table.selection()))

    def draw(self) -> None:
        """Show what was read; rows that stay are not touched, so the view stays where it is."""
        assert self.waiting is not None  # noqa: S101  given before it is read
        before, self._listed = self._listed, self.waiting.rows
        if self._listed[: len(before)] == before:
            self._insert(self._listed[len(before) :], "end")
        else:
            self._draw_again()
        if self._listed and self.chosen is None:
            self._choose(self._iid(self._listed[0]))
        elif not self._listed:
            self._told()

    def _draw_again(self) -> None:
        """Take out what is gone, put in what is new; the chosen one's place stays chosen."""
        chosen = "".join(self.table.selection())
        at = self.table.index(chosen) if chosen else 0
        rows = {self._iid(one): one for one in self._listed}
        gone = self._shown.keys() - rows.keys()
        for iid in gone:
            del self._shown[iid]
        self.table.delete(*gone)
        for number, (iid, one) in enumerate(rows.items()):
            if iid in self._shown and self._shown[iid] != one:
                self.table.delete(iid)
                del self._shown[iid]
            if iid not in self._shown:
                self._insert([one], number if number < len(self._shown) else "end")
        if not self.table.selection() and self._listed:
            self._choose(self._iid(self._listed[min(at, len(self._listed) - 1)]))

    def _insert(self, rows: Sequence[T], at: int | Literal["end"]) -> None:
        # Tk counts its way to a row by number: 200 rows behind 60,000 took 0.8 s, at the end 2 ms.
        for one in rows:
            iid = self._iid(one)
            first, *others = self._cells(one)
            self.table.insert("", at, iid=iid, text=first, values=others)
            self._shown[iid] = one

    def _iid(self, one: T) -> str:
        assert self.waiting is not None  # noqa: S101  nothing is listed without it
        return str(self.waiting.key(one))

    def read_again(self) -> None:
        """Read what is in sight again: some of it may have been settled."""
        assert self.waiting is not None  # noqa: S101  given before it is read
        listed = self._listed
        top = int(self.table.yview()[0] * len(listed)) - 1
        self.waiting.read_again(
            after=self.waiting.key(listed[top]) if 0 <= top < len(listed) else self.waiting.first
        )

    def _choose(self, iid: str) -> None:
        self.table.selection_set(iid)
        self.table.focus(iid)
        self.table.see(iid)

    def _scrolled(self, first: str, last: str) -> None:
        self._bar.set(float(first), float(last))
        if self.waiting is not None and self._listed:
            self.waiting.want(int(float(last) * len(self._listed)) + BATCH // 2)

    def _say(self) -> None:
        columns = ("#0", *self.table.cget("columns"))
        for column, (head, anchor) in zip(columns, self._heads, strict=True):
            self.table.heading(column, text=_(head), anchor=anchor)
