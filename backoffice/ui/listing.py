"""A page that is a list, and beside it what can be done with the row that is chosen."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

import ttkbootstrap as ttk

from backoffice.ui.doing import doing
from backoffice.ui.page import Page
from backoffice.ui.table import Table
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books
    from backoffice.ui.words import Said

T = TypeVar("T")
MORE = 200
"""So many rows are read at a time; further ones when somebody scrolls to the end."""
_READ_AGAIN = 5 * MORE


class Listing(Page, Generic[T]):
    """What a subclass says of its rows is shown, and follows the language.

    Attributes:
        heading: What stands above the list.
        heads: What the columns are called; ``widths`` in pixels, ``stretched`` take what is left.
        several: Whether more than one row may be chosen, with Shift or Ctrl.
    """

    heading: ClassVar[Sentence]
    heads: ClassVar[Sequence[str]] = ()
    widths: ClassVar[Sequence[int]] = ()
    stretched: ClassVar[Sequence[str]] = ()
    several: ClassVar[bool] = False

    def read(self, books: Books, offset: int, most: int) -> Sequence[T]:
        """Return rows from ``offset`` on; called off the Tk thread."""
        raise NotImplementedError

    def key(self, row: T) -> str:
        """Return what tells a row from the others."""
        raise NotImplementedError

    def cells(self, row: T) -> Sequence[str]:
        """Return what its columns say, in the language in force."""
        raise NotImplementedError

    def summary(self) -> Sentence:
        """Say in a sentence what is listed."""
        raise NotImplementedError

    def offer(self) -> None:
        """Put beside the list what can be done with ``chosen``, by ``put_title`` and so on."""
        raise NotImplementedError

    def tools(self, place: tk.Misc) -> None:
        """Put something between heading and list; nothing by default."""

    def beside(self) -> object:
        """Return what else the side shows: it is drawn anew when this changes."""
        return None

    def build(self) -> None:
        """Lay out list and side."""
        self._more = False
        self._drawn: object = ()
        left = self.two_columns(right=456)
        left.rowconfigure(3, weight=1)
        Text(left, self.heading, font="Desk.Heading").grid(row=0, sticky="w")
        self._said = Text(left, ink="secondary", wrap=True)
        self._said.grid(row=1, columnspan=2, sticky="ew", pady=(4, 12))
        place = ttk.Frame(left)
        place.grid(row=2, sticky="ew")
        self.tools(place)
        self.list: Table[T] = Table(
            left,
            heads=self.heads,
            widths=self.widths,
            stretched=self.stretched,
            cells=self.cells,
            key=self.key,
            told=self._offer,
            more=self._read_more,
            several=self.several,
        )
        self.list.grid(row=3, columnspan=2, sticky="nsew")
        self._side = self.column.resting(scrolls=True)
        self._draw([])

    @property
    def rows(self) -> dict[str, T]:
        """What is listed, by key."""
        return self.list.rows

    def opened(self) -> None:
        """Read the list anew."""
        self.refresh()
        if self.column.view is None:
            self.list.table.focus_set()

    def refresh(self) -> None:
        """Read the list again, as far as it is shown."""
        most = max(MORE, min(len(self.rows), _READ_AGAIN))
        self._ask(0, most, lambda rows: self._draw(rows, more=len(rows) == most))

    def put_title(self, said: Said) -> None:
        """Put a heading beside the list."""
        above = 8 if self._side.winfo_children() else 0
        Text(self._side, said, font="Desk.Heading", wrap=True).grid(sticky="ew", pady=(above, 8))

    def put_line(self, said: Said, *, ink: str = "secondary") -> None:
        """Put a sentence beside the list."""
        Text(self._side, said, ink=ink, wrap=True).grid(sticky="ew", pady=(0, 4))

    def put_button(self, said: Said, command: Callable[[], object], why_not: Said = "") -> None:
        """Put a button beside the list, greyed with the reason where it can't be pressed."""
        doing(self._side, said, command, why_not)

    def _ask(self, offset: int, most: int, then: Callable[[Sequence[T]], None]) -> None:
        program = self.desk.program

        def read() -> Sequence[T]:
            with program.store().reading() as books:
                return self.read(books, offset, most)

        self.desk.lanes.run("store", self, read, then=then, failed=self.desk.failed)

    def _read_more(self) -> None:
        if self._more:
            self._more = False
            self._ask(len(self.rows), MORE, self._append)

    def _append(self, rows: Sequence[T]) -> None:
        self.list.add(rows)
        self._more = len(rows) == MORE
        self._said.say(self.summary())

    def _draw(self, rows: Sequence[T], *, more: bool = False) -> None:
        drawn = (list(rows), more, self.beside())
        if drawn == self._drawn:  # a button that has the focus keeps it
            return
        self._drawn, self._more = drawn, more
        self.list.show(rows)
        self._said.say(self.summary())

    def _offer(self) -> None:
        for child in self._side.winfo_children():
            child.destroy()
        self.offer()
