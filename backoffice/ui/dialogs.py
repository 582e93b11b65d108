"""The one question that stands over the window: all others are asked in place."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.ui.words import _

if TYPE_CHECKING:
    from backoffice.ui.words import Said


def confirm(parent: tk.Misc, question: Said, *, yes: Said, no: Said, title: Said) -> bool:
    """Ask, and tell whether it was confirmed; closing the question is a no."""
    agreed, kept = _(yes), _(no)
    dialog = ttk.MessageDialog(
        _(question),
        title=_(title),
        buttons=[f"{kept}:secondary", f"{agreed}:primary"],
        parent=parent,
    )
    dialog.show()
    return bool(dialog.result == agreed)
