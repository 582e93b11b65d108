"""Hints that cost nothing until needed, die with their widget and follow theme and language."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from tktooltip import ToolTip

from backoffice.ui import theme, words

if TYPE_CHECKING:
    from backoffice.ui.words import Said


def hint(widget: tk.Widget, said: Said) -> None:
    """Explain ``widget`` when the pointer rests on it; what must be known is text in the form."""
    tips: list[ToolTip] = []

    def first_visit(event: tk.Event[tk.Misc]) -> None:
        if tips:
            return
        tip = ToolTip(
            widget,
            msg=lambda: words._(said),
            delay=0.5,
            follow=False,
            # As a child of its widget the tip is destroyed with it; by default it never is.
            parent_kwargs={"master": widget, "bg": theme.color("border"), "padx": 1, "pady": 1},
            bg=theme.color("bg"),
            fg=theme.color("fg"),
            font="Desk.Small",
            width=theme.px(widget, 280)[0],
        )
        tips.append(tip)
        tip.on_enter(event)

    widget.bind("<Enter>", first_visit, add=True)
