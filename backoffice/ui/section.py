"""What a section of the administration is made of: a table, and what can be done with its rows."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, ClassVar, Generic, Literal, TypeVar

import ttkbootstrap as ttk

from backoffice.ui import theme, words
from backoffice.ui.texts import Text
from backoffice.ui.view import View
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.ports import Books
    from backoffice.ui.page import Page

T = TypeVar("T")


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
    """

    title: ClassVar[str] = ""
    order: ClassVar[int] = 100
    heads: ClassVar[Sequence[str]] = ()
    widths: ClassVar[Sequence[int]] = ()
    amounts: ClassVar[Sequence[str]] = ()
    adding: ClassVar[type[View] | None] = None
    changing: ClassVar[Sequence[type[View]]] = ()
    explains: ClassVar[str] = ""

    def __init__(self, parent: tk.Misc, page: Page) -> None:
        super().__init__(parent)
        self.page = page
        self._rows: dict[str, T] = {}
        self._buttons: list[ttk.Button] = []
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.table = self._make_table()
        doings = ttk.Frame(self)
        doings.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(8, 0))
        for column, kind in enumerate((*self.changing, *filter(None, [self.adding]))):
            button = ttk.Button(doings, command=lambda kind=kind: self.begin(kind))
            words.put(button, kind.title)
            button.grid(row=0, column=column, padx=(0, 8))
            if kind is not self.adding:
                self._buttons.append(button)
        if self.explains:
            Text(self, self.explains, ink="secondary", font="Desk.Small", wrap=True).grid(
                row=2, column=0, columnspan=2, sticky="ew", pady=(8, 0)
            )
        words.on_switch(self, self._say)
        self._say()

    def read(self, books: Books) -> Sequence[T]:
        """Return the rows; called off the Tk thread."""
        raise NotImplementedError

    def cells(self, row: T) -> Sequence[str]:
        """Return what a row says, in the language of the window."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Read the rows again; the chosen one stays."""
        desk = self.page.desk
        program = desk.program

        def read() -> Sequence[T]:
            with program.store().reading() as books:
                return self.read(books)

        desk.lanes.run("store", self, read, then=self._draw, failed=desk.failed)

    def begin(self, kind: type[View]) -> None:
        """Open a form, about the chosen row if it is about one."""
        view = self.page.column.open(kind, None)
        chosen = self.table.selection()
        if isinstance(view, RowView) and chosen:
            view.about(self._rows[chosen[0]])

    def _make_table(self) -> ttk.Treeview:
        names = [f"c{n}" for n in range(1, len(self.heads))]
        table = ttk.Treeview(
            self, style="Plain.Treeview", columns=names, selectmode="browse", height=6
        )
        widths = theme.px(self, *self.widths)
        for name, head, width in zip(("#0", *names), self.heads, widths, strict=True):
            table.column(
                name, width=width, minwidth=48, anchor=self._anchor(head), stretch=name == "#0"
            )
        table.grid(row=0, column=0, sticky="nsew")
        bar = ttk.Scrollbar(self, command=table.yview)
        bar.grid(row=0, column=1, sticky="ns")
        table.configure(yscrollcommand=bar.set)
        table.bind("<<TreeviewSelect>>", lambda _event: self._looked())
        table.bind("<Return>", self._entered)
        table.bind("<Double-Button-1>", self._entered)
        return table

    def _anchor(self, head: str) -> Literal["w", "e"]:
        return "e" if head in self.amounts else "w"

    def _draw(self, rows: Sequence[T]) -> None:
        self._rows = {str(at): row for at, row in enumerate(rows)}
        self._say()

    def _say(self) -> None:
        columns = ("#0", *self.table.cget("columns"))
        for column, head in zip(columns, self.heads, strict=True):
            self.table.heading(column, text=_(head), anchor=self._anchor(head))
        chosen = self.table.selection()
        self.table.delete(*self.table.get_children())
        for iid, row in self._rows.items():
            first, *others = self.cells(row)
            self.table.insert("", "end", iid=iid, text=first, values=others)
        still = [iid for iid in chosen if iid in self._rows] or list(self._rows)[:1]
        self.table.selection_set(still)
        self.table.focus("".join(still))
        self._looked()

    def _looked(self) -> None:
        for button in self._buttons:
            button.state(["!disabled" if self.table.selection() else "disabled"])

    def _entered(self, _event: tk.Event[tk.Misc]) -> str:
        first = next(iter(self.changing), self.adding)
        if first is not None and self.page.column.view is None:
            self.begin(first)
        return "break"
