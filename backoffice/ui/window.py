"""The window from its opening to its end."""

from __future__ import annotations

import tkinter as tk
from contextlib import suppress
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.ui import looks, theme, words
from backoffice.ui.desk import Desk

if TYPE_CHECKING:
    from backoffice.ports import Program


def open_window(program: Program) -> None:
    """Show the window and work in it until it is closed."""
    app = ttk.App(title="Card Center", size=(1366, 768), minsize=(1180, 680))
    theme.prepare(app)
    looks.restore(app, program.settings.folder)
    words.use(program.settings.language)
    desk = Desk(app, program)
    desk.pack(fill="both", expand=True)
    app.on_close(desk.closing)
    _fill_screen(app)
    app.mainloop()


def _fill_screen(app: ttk.App) -> None:
    """Take the room there is; a window manager that can't maximise leaves the size as it is."""
    with suppress(tk.TclError):
        if app.winsys == "win32":
            app.state("zoomed")
        else:
            app.attributes("-zoomed", True)
