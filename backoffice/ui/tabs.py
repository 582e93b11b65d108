"""The tabs: what the role may see, with the accent under the open one."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.ui import theme, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backoffice.ui.page import Page


class Tabs(ttk.Frame):
    """One button a page; ``Alt+number`` does the same."""

    def __init__(
        self, parent: tk.Misc, kinds: Sequence[type[Page]], chosen: Callable[[int], None]
    ) -> None:
        super().__init__(parent, padding=(8, 0))
        self._marks: list[ttk.Frame] = []
        thickness = theme.px(self, 3)[0]
        for number, kind in enumerate(kinds):
            button = ttk.Button(self, style="Tab.TButton", command=lambda n=number: chosen(n))
            words.put(button, kind.title)
            button.grid(row=0, column=number, padx=4, pady=(4, 0))
            mark = ttk.Frame(self, height=thickness)
            mark.grid(row=1, column=number, sticky="ew", padx=4)
            self._marks.append(mark)

    def mark(self, number: int) -> None:
        """Show which page is open."""
        for at, mark in enumerate(self._marks):
            mark.configure(bootstyle="primary" if at == number else "default")
