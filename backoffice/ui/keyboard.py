"""What the keys of the map do."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from backoffice.ui import looks, theme
from backoffice.ui.help import Help

if TYPE_CHECKING:
    from backoffice.ui.desk import Desk

_SIZES = tuple(theme.SIZES)


class Keyboard:
    """The commands of the keyboard map; ``keys`` binds them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._help: Help | None = None

    def to_search(self) -> None:
        """Put the focus into the search box."""
        if not self._desk.locked:
            self._desk.to_search()

    def confirm(self) -> None:
        """Press the primary button of the open form."""
        if self._desk.view is not None:
            self._desk.view.act()

    def typed(self, event: tk.Event[tk.Misc]) -> None:
        """Let the open page have a key, unless somebody writes."""
        page = self._desk.stage.page
        if not self._desk.locked and page is not None and not isinstance(event.widget, tk.Entry):
            page.typed(event)

    def open_file(self) -> None:
        """Let the open form take a file."""
        if self._desk.view is not None:
            self._desk.view.open_file()

    def enter(self, event: tk.Event[tk.Misc]) -> None:
        """Go on in the open form; never confirm."""
        if self._desk.view is not None:
            self._desk.view.enter(event.widget)

    def escape(self) -> None:
        """Close help, form, person, in this order."""
        desk = self._desk
        if self._help is not None:
            self.close_help()
        elif desk.locked:
            return
        elif desk.view is not None:
            desk.view.cancel()
        elif desk.stage.page is desk.counter:
            desk.counter.close_person()

    def lock(self) -> None:
        """Cover the desk."""
        self.close_help()
        self._desk.lock()

    def start_by_key(self, key: str) -> None:
        """Begin the workflow of a function key."""
        if not self._desk.locked and self._desk.stage.page is self._desk.counter:
            self._desk.counter.start_by_key(key)

    def open_tab(self, number: int) -> None:
        """Open a tab by its place."""
        if not self._desk.locked:
            self._desk.stage.open_number(number)

    def toggle_help(self) -> None:
        """Show or hide the keyboard map."""
        if self._help is not None:
            self.close_help()
            return
        self._help = Help(self._desk, self.close_help)
        self._help.place(relx=0.5, rely=0.5, anchor="center")

    def close_help(self) -> None:
        """Hide the keyboard map."""
        if self._help is not None:
            self._help.destroy()
            self._help = None

    def larger(self) -> None:
        """Make text larger."""
        self._resize(+1)

    def smaller(self) -> None:
        """Make text smaller."""
        self._resize(-1)

    def _resize(self, by: int) -> None:
        at = min(max(_SIZES.index(theme.size()) + by, 0), len(_SIZES) - 1)
        theme.resize(self._desk.app, _SIZES[at])
        looks.remember(self._desk)
