"""A list of what waits for a decision: as many rows as there is room, filled as it scrolls."""

from __future__ import annotations

import tkinter as tk
from tkinter import font as tkfont
from typing import TYPE_CHECKING, Generic, TypeVar

import ttkbootstrap as ttk

from backoffice.ui import theme, words
from backoffice.ui.bar import Bar
from backoffice.ui.waiting import BATCH

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.ui.mark_row import MarkRow
    from backoffice.ui.waiting import Waiting

T = TypeVar("T")
_WHEEL = 2
_GAPS = 16
"""Pixels around and between the three lines of a row."""


class MarkList(ttk.Frame, Generic[T]):
    """One row is chosen, several may be marked; ``told`` hears of both.

    Attributes:
        waiting: What is listed.
        chosen: What is looked at.
        marks: What is to be decided together.
        top: The first row in sight.
    """

    def __init__(
        self, parent: tk.Misc, *, height: int, greyed: bool, told: Callable[[], None]
    ) -> None:
        super().__init__(parent, style="Chrome.TFrame", takefocus=True)
        self.greyed = greyed
        self._told = told
        self._rows: list[MarkRow[T]] = []
        self._at = 0
        self._sought = 0
        self._least = height
        self.waiting: Waiting[T] | None = None
        self.chosen: T | None = None
        self.marks: set[int] = set()
        self.top = 0
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._place = ttk.Frame(self, style="Chrome.TFrame")
        self._place.grid(row=0, column=0, sticky="nsew")
        self._bar = Bar(self, self._dragged)
        self._place.bind("<Configure>", lambda _event: self._settle())
        words.on_switch(self, self.draw)

    def make_row(self, place: tk.Misc) -> MarkRow[T]:
        """Return a further row, empty, that tells ``pressed`` and ``ticked``."""
        raise NotImplementedError

    def filled(self) -> None:
        """Hear that rows show something else; nothing by default."""

    @property
    def shown(self) -> list[MarkRow[T]]:
        """The rows that show something."""
        return [row for row in self._rows if row.one is not None]

    @property
    def marked(self) -> list[T]:
        """Those marked that are listed, oldest first."""
        return [one for one in self._listed if self._key(one) in self.marks]

    @property
    def room(self) -> int:
        """How many rows are in sight at once."""
        return max(self._place.winfo_height() // self._row_height, 1)

    @property
    def _row_height(self) -> int:
        """How tall a row of three lines is at the size of text in force."""
        fonts = ("Desk.Strong", "Desk.Small", "Desk.Small")
        lines = sum(tkfont.nametofont(name, self).metrics("linespace") for name in fonts)
        least, gaps = theme.px(self, self._least, _GAPS)
        return max(least, lines + gaps)

    def draw(self) -> None:
        """Show what is listed now; who was looked at stays, or the next one takes the place."""
        listed = self._listed
        self.marks &= {self._key(one) for one in listed}
        ids = [self._key(one) for one in listed]
        if self._sought in ids:
            self._at, self._sought = ids.index(self._sought), 0
            self._reveal()
        elif self.chosen is not None and self._key(self.chosen) in ids:
            self._at = ids.index(self._key(self.chosen))
        else:
            self._at = max(min(self._at, len(listed) - 1), 0)
            self._reveal()
        self._choose(listed[self._at] if listed else None)

    def move(self, by: int) -> None:
        """Look at another one, so many rows further on."""
        self.go(self._at + by)

    def go(self, at: int) -> None:
        """Look at what stands in a row."""
        listed = self._listed
        if listed:
            self._at = max(min(at, len(listed) - 1), 0)
            self._reveal()
            self._choose(listed[self._at])

    def look_at(self, key: int) -> None:
        """Look at one, if it is listed."""
        ids = [self._key(one) for one in self._listed]
        if key in ids:
            self.go(ids.index(key))

    def look_for(self, key: int) -> None:
        """Look at one as soon as it is listed."""
        self._sought = key

    def tick(self) -> None:
        """Mark the chosen one, or take its mark away."""
        if self.chosen is not None and not self.greyed:
            self.marks ^= {self._key(self.chosen)}
            self._choose(self.chosen)

    def unmark(self, keys: set[int] | None = None) -> None:
        """Take marks away; all of them without ``keys``."""
        self.marks = set() if keys is None else self.marks - keys
        self._choose(self.chosen)

    def _key(self, one: T) -> int:
        assert self.waiting is not None  # noqa: S101  nothing is listed without it
        key: int = self.waiting.key(one)
        return key

    @property
    def _listed(self) -> list[T]:
        return self.waiting.rows if self.waiting is not None else []

    def _choose(self, one: T | None) -> None:
        self.chosen = one
        self._fill()
        self._told()

    def _reveal(self) -> None:
        self.top = min(self.top, self._at)
        self.top = max(self.top, self._at - self.room + 1)

    def _fill(self) -> None:
        listed, room, height = self._listed, self.room, self._row_height
        self.top = max(min(self.top, len(listed) - room), 0)
        while len(self._rows) < room:
            self._rows.append(self.make_row(self._place))
        for number, row in enumerate(self._rows):
            at = self.top + number
            if number >= room or at >= len(listed):
                row.one = None
                row.place_forget()
                continue
            one = listed[at]
            row.show(one, chosen=one is self.chosen, marked=self._key(one) in self.marks)
            row.place(x=0, y=number * height, relwidth=1, height=height)
        self.filled()
        if self.waiting is not None:
            self.waiting.want(self.top + room + BATCH // 2)
        many = max(len(listed), 1)
        self._bar.set(self.top / many, min((self.top + room) / many, 1))

    def _settle(self) -> None:
        self._reveal()
        self._fill()

    def pressed(self, row: MarkRow[T]) -> None:
        """Look at what was clicked."""
        self.focus_set()
        if row.one is not None:
            self.look_at(self._key(row.one))

    def ticked(self, row: MarkRow[T]) -> None:
        """Look at what was clicked, and mark it or take its mark away."""
        self.pressed(row)
        self.tick()

    def roll(self, steps: int) -> None:
        """Move by turns of the wheel."""
        self._scroll(self.top + steps * _WHEEL)

    def _scroll(self, top: int) -> None:
        if top != self.top:
            self.top = top
            self._fill()

    def _dragged(self, kind: str, amount: str, unit: str = "") -> None:
        if kind == "moveto":
            self._scroll(int(float(amount) * len(self._listed)))
        else:
            self._scroll(self.top + int(amount) * (self.room if unit == "pages" else 1))
