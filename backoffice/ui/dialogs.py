"""What stands over the window: one question, one choice of a file or folder; no more than that."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def choose_file(
    parent: tk.Misc, *, title: Said, kinds: Said, patterns: Sequence[str]
) -> Path | None:
    """Let the clerk choose a file to open; None if they think better of it.

    Args:
        parent: Over which it stands.
        title: What it is chosen for.
        kinds: What files that match ``patterns`` are called.
        patterns: For example ``*.jpg``.
    """
    chosen = ttk.Querybox.get_open_filename(
        parent, title=_(title), filetypes=[(_(kinds), tuple(patterns))]
    )
    return Path(chosen) if chosen else None


def save_file(parent: tk.Misc, *, title: Said, kinds: Said, pattern: str, name: str) -> Path | None:
    """Let the clerk choose where a file is written; None if they think better of it."""
    chosen = ttk.Querybox.get_save_filename(
        parent,
        title=_(title),
        filetypes=[(_(kinds), (pattern,))],
        initialfile=name,
        defaultextension=pattern.removeprefix("*"),
    )
    return Path(chosen) if chosen else None


def choose_folder(parent: tk.Misc, *, title: Said) -> Path | None:
    """Let the clerk choose a folder; None if they think better of it."""
    chosen = ttk.Querybox.get_directory(parent, title=_(title))
    return Path(chosen) if chosen else None
