"""A table with a key for each row, changed in place; 10,000 rows load as it scrolls."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

import ttkbootstrap as ttk

from backoffice.ui import theme, words
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
_AHEAD = 0.9
"""Further rows are asked for when less than a tenth of those known lies below."""


class KeyedTable(ttk.Frame, Generic[T]):
    """Rows with a key, changed in place; more of them are asked for as it scrolls.

    Attributes:
        table: The list itself, for the focus.
        rows: What is shown, by key.
        marked: Keys of the rows that were marked.
    """

    def __init__(
        self,
        parent: tk.Misc,
        *,
        heads: Sequence[str],
        widths: Sequence[int],
        cells: Callable[[T], Sequence[str]],
        key: Callable[[T], int],
        chosen: Callable[[], None] = lambda: None,
        opened: Callable[[], None] = lambda: None,
        more: Callable[[], None] = lambda: None,
        amounts: Sequence[str] = (),
        marks: bool = False,
    ) -> None:
        super().__init__(parent)
        self._heads, self._amounts = heads, amounts
        self._cells, self._key = cells, key
        self._chosen, self._opened, self._more = chosen, opened, more
        self._marks = marks
        self._asked = -1
        self.rows: dict[str, T] = {}
        self.marked: set[str] = set()
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.table = self._make(widths)
        self.table.grid(row=0, column=0, sticky="nsew")
        self._bar = ttk.Scrollbar(self, command=self.table.yview)
        self._bar.grid(row=0, column=1, sticky="ns")
        words.on_switch(self, self._say_all)
        self._say_heads()

    @property
    def looked_at(self) -> T | None:
        """What is chosen."""
        chosen = self.table.selection()
        return self.rows.get(chosen[0]) if chosen else None

    @property
    def wanted(self) -> list[T]:
        """What is marked, or else what is chosen."""
        marked = [row for iid, row in self.rows.items() if iid in self.marked]
        if marked or self.looked_at is None:
            return marked
        return [self.looked_at]

    def show(self, rows: Sequence[T]) -> None:
        """Show these and no others; what is chosen and marked stays so."""
        known = {str(self._key(row)): row for row in rows}
        if list(known) != list(self.rows):
            chosen, top = self.table.selection(), self.table.yview()[0]
            self.table.delete(*self.table.get_children())
            self.rows, self._asked = {}, -1
            self.marked &= set(known)
            self.add(rows)
            self._choose([iid for iid in chosen if iid in known])
            self.table.yview_moveto(top)
        else:
            for row in rows:
                self.change(row)
        if not self.table.selection():
            self._choose(list(self.rows)[:1])
        self._chosen()

    def add(self, rows: Sequence[T]) -> None:
        """Add rows at the end."""
        for row in rows:
            iid = str(self._key(row))
            self.rows[iid] = row
            first, *others = self._said(iid, row)
            self.table.insert("", "end", iid=iid, text=first, values=others)

    def change(self, row: T) -> None:
        """Show a row anew, if it is shown."""
        iid = str(self._key(row))
        if iid in self.rows:
            self.rows[iid] = row
            first, *others = self._said(iid, row)
            self.table.item(iid, text=first, values=others)

    def mark(self, _event: tk.Event[tk.Misc] | None = None) -> str:
        """Mark the chosen row, or take its mark away."""
        chosen = self.table.selection()
        if self._marks and chosen:
            self.marked ^= set(chosen)
            self.change(self.rows[chosen[0]])
            self._chosen()
        return "break"

    def _make(self, widths: Sequence[int]) -> ttk.Treeview:
        names = [f"c{n}" for n in range(1, len(self._heads))]
        table = ttk.Treeview(
            self, style="Plain.Treeview", columns=names, selectmode="browse", height=4
        )
        broad = names[0] if names else "#0"
        for name, head, width in zip(
            ("#0", *names), self._heads, theme.px(self, *widths), strict=True
        ):
            table.column(
                name, width=width, minwidth=40, anchor=self._anchor(head), stretch=name == broad
            )
        table.configure(yscrollcommand=self._scrolled)
        table.bind("<<TreeviewSelect>>", lambda _event: self._chosen())
        table.bind("<Return>", self._enter)
        table.bind("<Double-Button-1>", self._enter)
        if self._marks:
            table.bind("<space>", self.mark)
            table.bind("<Button-1>", self._click)
        return table

    def _anchor(self, head: str) -> Literal["w", "e"]:
        return "e" if head in self._amounts else "w"

    def _said(self, iid: str, row: T) -> list[str]:
        first, *others = self._cells(row)
        if self._marks:
            first = f"{'☑' if iid in self.marked else '☐'}  {first}"
        return [first, *others]

    def _choose(self, iids: Sequence[str]) -> None:
        self.table.selection_set(list(iids))
        if iids:
            self.table.focus(iids[0])

    def _enter(self, _event: tk.Event[tk.Misc]) -> str:
        if self.table.selection():
            self._opened()
        return "break"

    def _click(self, event: tk.Event[tk.Misc]) -> str | None:
        at = self.table.identify_row(event.y)
        sign = theme.px(self, 28)[0]
        if not at or event.x > sign:
            return None
        self.table.focus_set()
        self._choose([at])
        return self.mark()

    def _scrolled(self, first: str, last: str) -> None:
        self._bar.set(first, last)
        known = len(self.rows)
        if float(last) > _AHEAD and known and self._asked != known:
            self._asked = known
            self._more()

    def _say_heads(self) -> None:
        columns = ("#0", *self.table.cget("columns"))
        for column, head in zip(columns, self._heads, strict=True):
            self.table.heading(column, text=_(head), anchor=self._anchor(head))

    def _say_all(self) -> None:
        self._say_heads()
        for row in self.rows.values():
            self.change(row)
