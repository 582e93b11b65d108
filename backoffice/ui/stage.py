"""The tabs and the pages under them, made when they are first opened."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.ui import registry
from backoffice.ui.tabs import Tabs
from backoffice.ui.texts import rule

if TYPE_CHECKING:
    from backoffice.ui.desk import Desk
    from backoffice.ui.page import Page
    from backoffice.ui.workflow_column import WorkflowColumn


class Stage(ttk.Frame):
    """Shows one page at a time.

    Attributes:
        page: The page that is open.
    """

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pages: dict[type[Page], Page] = {}
        self._tabs: Tabs | None = None
        self.page: Page | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)

    def kinds(self) -> list[type[Page]]:
        """Return the tabs that the role may see."""
        return [kind for kind in registry.all_pages() if self._desk.actor.may(kind.right)]

    def begin(self) -> None:
        """Make the tabs of whoever sits down."""
        self._tabs = Tabs(self, self.kinds(), self.open_number)
        self._tabs.grid(row=0, sticky="ew")
        rule(self).grid(row=1, sticky="ew")

    def open(self, kind: type[Page]) -> None:
        """Open a tab."""
        page = self.made(kind)
        changed = self.page is not page
        if self.page is not None and changed:
            self.page.grid_remove()
        self.page = page
        page.grid(row=2, column=0, sticky="nsew")
        if self._tabs is not None:
            self._tabs.mark(self.kinds().index(kind))
        if changed and not self._desk.locked:
            page.opened()

    def open_number(self, number: int) -> None:
        """Open a tab by its place."""
        kinds = self.kinds()
        if number < len(kinds):
            self.open(kinds[number])

    def made(self, kind: type[Page]) -> Page:
        """Return the page, made if it was not opened before."""
        if kind not in self._pages:
            self._pages[kind] = kind(self, self._desk)
        return self._pages[kind]

    @property
    def column(self) -> WorkflowColumn | None:
        """Where the open page keeps its form."""
        return self.page.column if self.page is not None else None

    @property
    def unsaved(self) -> bool:
        """Whether a page holds work that nobody saved."""
        return any(page.unsaved for page in self._pages.values())

    def empty(self) -> None:
        """Leave nothing of the clerk before: neither forms nor people."""
        for page in self._pages.values():
            page.column.close()
        for child in self.winfo_children():
            child.destroy()
        self._pages, self.page, self._tabs = {}, None, None
