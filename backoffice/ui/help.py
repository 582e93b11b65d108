"""All keys on one page, over the window."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.sentences import N_
from backoffice.ui import registry, theme, words
from backoffice.ui.keys import KEYS
from backoffice.ui.texts import Text, rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_CLOSE = N_("Close")
_COLUMNS = 3


class Help(ttk.Frame):
    """The keyboard map and the keys of the workflows; F1 or Esc closes it."""

    def __init__(self, parent: tk.Misc, close: Callable[[], None]) -> None:
        super().__init__(parent, bootstyle="bordered", padding=24)
        head = Text(self, N_("Keys"), font="Desk.Heading")
        head.grid(row=0, column=0, columnspan=3 * _COLUMNS, sticky="w", pady=(0, 12))
        workflows = [(v.key, v.short or v.title) for v in registry.all_views() if v.key]
        lines = [(key.shown, key.does) for key in KEYS if key.shown]
        both = [*lines, *workflows]
        many = -(-len(both) // _COLUMNS)
        for column in range(_COLUMNS):
            # Each has a key, what it does, and a gap to the next one.
            self._column(both[column * many : (column + 1) * many], 3 * column)
            self.columnconfigure(3 * column + 2, minsize=theme.px(self, 32)[0])
        self.columnconfigure(3 * _COLUMNS - 1, minsize=0)
        button = ttk.Button(self, command=close)
        words.put(button, lambda: f"{words._(_CLOSE)}   F1")
        button.grid(column=0, columnspan=3 * _COLUMNS, sticky="e", pady=(16, 0))
        self.after_idle(button.focus_set)

    def _column(self, lines: Iterable[tuple[str, str]], column: int) -> None:
        for number, (key, does) in enumerate(lines):
            row = 2 * number + 1
            rule(self).grid(row=row, column=column, columnspan=2, sticky="ew")
            label = Text(self, font="Desk.Strong")
            label.show(key)
            label.grid(row=row + 1, column=column, sticky="w", pady=6, padx=(0, 16))
            Text(self, does).grid(row=row + 1, column=column + 1, sticky="w", pady=6)
