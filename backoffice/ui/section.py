"""What a section of the administration is made of: a table, and what can be done with its rows."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

import ttkbootstrap as ttk

from backoffice.ui import words
from backoffice.ui.only_with import OnlyWith
from backoffice.ui.table import Table
from backoffice.ui.texts import Text
from backoffice.ui.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.ports import Books
    from backoffice.ui.page import Page
    from backoffice.ui.words import Said

T = TypeVar("T")
LOOKED = "<<SectionLooked>>"
"""Heard from a section when another row of it is chosen, or the chosen one changed."""


class RowView(View, Generic[T]):
    """A form about a row of a section."""

    unfinished = False

    def about(self, row: T) -> None:
        """Say which row it is about; called once, before anything is entered."""
        raise NotImplementedError


class Section(ttk.Frame, Generic[T]):
    """One table; a class in ``backoffice/ui/sections``, made when the page is.

    Attributes:
        title: What it is chosen by.
        order: Place among the sections, smallest first.
        heads: What the columns are called; ``widths`` in pixels, the first one takes what is left.
        amounts: Heads of columns that are aligned to the right.
        adding: The form without a row, if there is one.
        changing: Forms about the chosen row; Enter and a double click open the first of all.
        explains: What stands below the table.
        only: What stands before the field that leaves only some rows; a short table has none.
    """

    title: ClassVar[str] = ""
    order: ClassVar[int] = 100
    heads: ClassVar[Sequence[str]] = ()
    widths: ClassVar[Sequence[int]] = ()
    amounts: ClassVar[Sequence[str]] = ()
    adding: ClassVar[type[View] | None] = None
    changing: ClassVar[Sequence[type[View]]] = ()
    explains: ClassVar[str] = ""
    only: ClassVar[str] = ""

    def __init__(self, parent: tk.Misc, page: Page) -> None:
        super().__init__(parent)
        self.page = page
        self._buttons: list[ttk.Button] = []
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self._rows: Sequence[T] = ()
        self.list: Table[T] = Table(
            self,
            heads=self.heads,
            widths=self.widths,
            amounts=self.amounts,
            stretched=self.heads[:1],
            cells=self.cells,
            key=self.key,
            told=self._looked,
            opened=self._opened,
        )
        self.list.grid(row=1, sticky="nsew")
        self._only: OnlyWith | None = None
        if self.only:
            self._only = OnlyWith(self, self.only, self._show, self.list.table.focus_set)
            self._only.grid(row=0, sticky="e", pady=(0, 8))
        doings = ttk.Frame(self)
        doings.grid(row=2, sticky="ew", pady=(8, 0))
        for column, kind in enumerate((*self.changing, *filter(None, [self.adding]))):
            button = ttk.Button(doings, command=lambda kind=kind: self.begin(kind))
            words.put(button, words.keyed(kind.title, "" if column else "Enter"))
            button.grid(row=0, column=column, padx=(0, 8))
            if kind is not self.adding:
                self._buttons.append(button)
        if self.explains:
            Text(self, self.explains, ink="secondary", font="Desk.Small", wrap=True).grid(
                row=3, sticky="ew", pady=(8, 0)
            )
        self._looked()

    def read(self, books: Books) -> Sequence[T]:
        """Return the rows; called off the Tk thread."""
        raise NotImplementedError

    def key(self, row: T) -> object:
        """Return what tells a row from the others."""
        raise NotImplementedError

    def cells(self, row: T) -> Sequence[str]:
        """Return what a row says, in the language of the window."""
        raise NotImplementedError

    def facts(self, row: T) -> Sequence[tuple[Said, Said]]:
        """Return what stands beside the table of the row that is chosen: each column in full."""
        return [(head, partial(self._cell, row, at)) for at, head in enumerate(self.heads)]

    def _cell(self, row: T, at: int) -> str:
        return self.cells(row)[at]

    def refresh(self) -> None:
        """Read the rows again; the chosen one stays."""
        desk = self.page.desk
        program = desk.program

        def read() -> Sequence[T]:
            with program.store().reading() as books:
                return self.read(books)

        desk.lanes.run("store", self, read, then=self._keep, failed=desk.failed)

    def _keep(self, rows: Sequence[T]) -> None:
        self._rows = rows
        self._show()

    def _show(self) -> None:
        keeps = self._only.keeps if self._only is not None else None
        self.list.show([one for one in self._rows if keeps is None or keeps(*self.cells(one))])

    def begin(self, kind: type[View]) -> None:
        """Open a form, about the chosen row if it is about one."""
        if not self.page.column.free():
            return
        view = self.page.column.open(kind, None)
        chosen = self.list.chosen
        if isinstance(view, RowView) and chosen is not None:
            view.about(chosen)

    def _looked(self) -> None:
        self.event_generate(LOOKED)
        for button in self._buttons:
            button.state(["disabled" if self.list.chosen is None else "!disabled"])

    def _opened(self) -> None:
        changing = self.changing if self.list.chosen is not None else ()
        first = next(iter(changing), self.adding)
        if first is not None and self.page.column.view is None:
            self.begin(first)
