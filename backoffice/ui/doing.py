"""A button for something that can be done; where it can't, greyed with the reason under it."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.ui import words
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.ui.words import Said


def doing(
    parent: tk.Misc,
    said: Said,
    command: Callable[[], object],
    why_not: Said | None = None,
) -> ttk.Button:
    """Put a button under what stands in ``parent`` already."""
    button = ttk.Button(parent, command=command)
    words.put(button, said)
    button.grid(sticky="w", pady=3)
    if why_not:
        button.state(["disabled"])
        reason = Text(parent, why_not, ink="secondary", font="Desk.Small", wrap=True)
        reason.grid(sticky="ew", pady=(0, 4))
    return button
