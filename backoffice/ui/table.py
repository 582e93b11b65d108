"""A table whose rows have a key each: filled as it scrolls, 100,000 rows or more."""

from __future__ import annotations

import tkinter as tk
from operator import is_
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

import ttkbootstrap as ttk

from backoffice.ui import theme, words
from backoffice.ui.bar import Bar
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
_AHEAD = 50
"""Further rows are wanted when fewer than these lie below those in sight."""
_FAR_MORE = 1.25


class Table(ttk.Frame, Generic[T]):
    """Shows rows and changes them in place: what is chosen, marked and in sight stays so.

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
        key: Callable[[T], object],
        told: Callable[[], None] = lambda: None,
        opened: Callable[[], None] = lambda: None,
        more: Callable[[], None] = lambda: None,
        amounts: Sequence[str] = (),
        stretched: Sequence[str] | None = None,
        several: bool = False,
        marks: bool = False,
        worded: bool = True,
    ) -> None:
        """Make an empty table.

        Args:
            parent: Where it stands.
            heads: What the columns are called.
            widths: How wide they are, in pixels at 96 dpi.
            cells: Says a row in the language in force.
            key: Tells a row from the others.
            told: Hears that something else is chosen, marked or shown.
            opened: Hears Enter and a double click.
            more: Hears that further rows are wanted.
            amounts: Heads of the columns that are aligned to the right.
            stretched: Heads of those that take what room is left; the second one by default.
            several: Whether more than one row may be chosen, with Shift or Ctrl.
            marks: Whether rows can be marked, with Space or a click on the sign.
            worded: Whether rows read differently in another language.
        """
        super().__init__(parent)
        self._heads, self._amounts = heads, amounts
        self._cells, self._key = cells, key
        self._told, self._opened, self._more = told, opened, more
        self._marks, self._worded = marks, worded
        self.rows: dict[str, T] = {}
        self.marked: set[str] = set()
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        names = [f"c{n}" for n in range(1, len(heads))]
        self.table = ttk.Treeview(self, style="Plain.Treeview", columns=names, height=4)
        self.table.configure(selectmode="extended" if several else "browse")
        stretched = heads[1:2] if stretched is None else stretched
        self._widths = dict(zip(("#0", *names), theme.px(self, *widths), strict=True))
        for (name, width), head in zip(self._widths.items(), heads, strict=True):
            self.table.column(
                name, width=width, minwidth=40, anchor=self._anchor(head), stretch=head in stretched
            )
        self.table.grid(row=0, column=0, sticky="nsew")
        self._bar = Bar(self, self.table.yview)
        self._listen()
        words.on_switch(self, self._say)
        self._say()

    @property
    def chosen(self) -> T | None:
        """What is looked at."""
        return next(iter(self.every_chosen), None)

    @property
    def every_chosen(self) -> list[T]:
        """What is chosen, where that may be several."""
        return [self.rows[iid] for iid in self.table.selection()]

    @property
    def wanted(self) -> list[T]:
        """What is marked, or else what is chosen."""
        return [row for iid, row in self.rows.items() if iid in self.marked] or self.every_chosen

    @property
    def top(self) -> int:
        """The number of the first row in sight."""
        return int(self.table.yview()[0] * len(self.rows))

    def show(self, rows: Sequence[T]) -> None:
        """Show these and no others; those that are still the same objects are not said anew."""
        shown = len(self.rows)
        if shown <= len(rows) and all(map(is_, self.rows.values(), rows)):
            self.add(rows[shown:])
        else:
            # The key of 100,000 rows is 0.6 s; those that are shown have theirs.
            known = {id(row): iid for iid, row in self.rows.items()}
            self._rearrange({known.get(id(row)) or str(self._key(row)): row for row in rows})
        if self.rows and not self.table.selection():
            self.choose(next(iter(self.rows)))
        self._told()

    def add(self, rows: Sequence[T]) -> None:
        """Add rows at the end; those that are shown already are shown anew."""
        for row in rows:
            iid = str(self._key(row))
            if iid in self.rows:
                self.change(row)
                continue
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

    def choose(self, *iids: str) -> None:
        """Choose rows by their keys and bring them into sight, the first one surely."""
        self.table.selection_set(iids)
        self.table.focus(iids[0])
        for iid in (iids[-1], iids[0]):
            self.table.see(iid)

    def mark(self, _event: tk.Event[tk.Misc] | None = None) -> str:
        """Mark the chosen row, or take its mark away."""
        for row in self.every_chosen:
            self.marked ^= {str(self._key(row))}
            self.change(row)
        self._told()
        return "break"

    def _rearrange(self, rows: dict[str, T]) -> None:
        """Take out what is gone, put in what is new; the chosen one's place stays chosen."""
        chosen = self.table.selection()
        stays = {iid: row for iid, row in self.rows.items() if iid in rows}
        at = self.table.index(chosen[0]) if chosen and stays else 0
        gone = self.rows.keys() - rows.keys()
        self.table.delete(*gone)
        self.marked -= gone
        self.rows = dict(stays)
        self.add([row for iid, row in rows.items() if row is not stays.get(iid)])
        # Once for all: to a row by its number Tk counts its way, 0.8 s for 200 behind 60,000.
        if list(self.rows) != list(rows):
            self.table.set_children("", *rows)
            self.rows = rows
        if rows and not self.table.selection():
            self.choose(list(rows)[min(at, len(rows) - 1)])

    def _listen(self) -> None:
        self.table.configure(yscrollcommand=self._scrolled)
        self.table.bind("<Configure>", self._spread)
        self.table.bind("<<TreeviewSelect>>", lambda _event: self._told())
        self.table.bind("<Return>", self._enter)
        self.table.bind("<Double-Button-1>", self._enter)
        if self._marks:
            self.table.bind("<space>", self.mark)
            self.table.bind("<Button-1>", self._click)

    def _spread(self, event: tk.Event[tk.Misc]) -> None:
        """Let every column have its share where there is far more room than they ask for."""
        asked = sum(self._widths.values())
        share = event.width / asked if event.width > _FAR_MORE * asked else 1.0
        for name, width in self._widths.items():
            self.table.column(name, width=int(width * share))

    def _anchor(self, head: str) -> Literal["w", "e"]:
        return "e" if head in self._amounts else "w"

    def _said(self, iid: str, row: T) -> list[str]:
        first, *others = self._cells(row)
        if self._marks:
            first = f"{'☑' if iid in self.marked else '☐'}  {first}"
        return [first, *others]

    def _enter(self, _event: tk.Event[tk.Misc]) -> str:
        self._opened()
        return "break"

    def _click(self, event: tk.Event[tk.Misc]) -> str | None:
        at = self.table.identify_row(event.y)
        sign = theme.px(self, 28)[0]
        if not at or event.x > sign:
            return None
        self.table.focus_set()
        self.choose(at)
        return self.mark()

    def _scrolled(self, first: str, last: str) -> None:
        self._bar.set(first, last)
        if self.rows and (1 - float(last)) * len(self.rows) < _AHEAD:
            self._more()

    def _say(self) -> None:
        columns = ("#0", *self.table.cget("columns"))
        for column, head in zip(columns, self._heads, strict=True):
            self.table.heading(column, text=_(head), anchor=self._anchor(head))
        for row in self.rows.values() if self._worded else ():
            self.change(row)
