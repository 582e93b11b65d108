"""Which photos are listed: all, or those of one verdict."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.measurements import VERDICT_NAMES, Verdict
from backoffice.domain.sentences import N_
from backoffice.ui import theme, words

if TYPE_CHECKING:
    from collections.abc import Callable


class VerdictFilter(ttk.Frame):
    """One button each, with the accent under the one in force."""

    def __init__(self, parent: tk.Misc, chosen: Callable[[Verdict | None], None]) -> None:
        super().__init__(parent, style="Chrome.TFrame")
        self._chosen = chosen
        self._marks: dict[Verdict | None, ttk.Frame] = {}
        thickness = theme.px(self, 3)[0]
        for column, verdict in enumerate((None, *VERDICT_NAMES)):
            name = VERDICT_NAMES[verdict] if verdict else N_("all")
            button = ttk.Button(self, style="Quiet.TButton", command=partial(self._press, verdict))
            words.put(button, name)
            button.grid(row=0, column=column, padx=2)
            mark = ttk.Frame(self, height=thickness)
            mark.grid(row=1, column=column, sticky="ew", padx=4)
            self._marks[verdict] = mark
        self._mark(None)

    def _press(self, verdict: Verdict | None) -> None:
        self._mark(verdict)
        self._chosen(verdict)

    def _mark(self, verdict: Verdict | None) -> None:
        for one, mark in self._marks.items():
            if one is verdict:
                mark.configure(bootstyle="primary")
            else:
                mark.configure(style="Chrome.TFrame")
