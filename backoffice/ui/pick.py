"""A row of words of which one is in force, for example which photos are listed."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

import ttkbootstrap as ttk

from backoffice.ui import theme, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backoffice.ui.words import Said

V = TypeVar("V")


class Pick(ttk.Frame, Generic[V]):
    """One button each, with the accent under the one in force; at first it is the first one."""

    def __init__(
        self,
        parent: tk.Misc,
        options: Sequence[tuple[V, Said]],
        chosen: Callable[[V], None],
        *,
        ground: str = "TFrame",
    ) -> None:
        super().__init__(parent, style=ground)
        self._chosen = chosen
        self._ground = ground
        self._marks: list[tuple[V, ttk.Frame]] = []
        thickness = theme.px(self, 3)[0]
        for column, (value, name) in enumerate(options):
            button = ttk.Button(self, style="Quiet.TButton", command=partial(self.choose, value))
            words.put(button, name)
            button.grid(row=0, column=column, padx=2)
            mark = ttk.Frame(self, height=thickness)
            mark.grid(row=1, column=column, sticky="ew", padx=4)
            self._marks.append((value, mark))
        self._mark(options[0][0])

    def show(self, value: V) -> None:
        """Mark the one in force, without choosing it."""
        self._mark(value)

    def choose(self, value: V) -> None:
        """Let another one be in force."""
        self._mark(value)
        self._chosen(value)

    def _mark(self, value: V) -> None:
        for one, mark in self._marks:
            if one == value:
                mark.configure(bootstyle="primary")
            else:
                mark.configure(style=self._ground)
