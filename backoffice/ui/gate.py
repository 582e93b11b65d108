"""Stands in place of the window while nobody is signed in, or while the desk is locked."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import sentence
from backoffice.ui import registry, theme
from backoffice.ui.notice import Notice
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.ui.desk import Desk
    from backoffice.ui.view import View


class Gate(ttk.Frame):
    """Holds one form in the middle; the work behind it is kept, out of sight and out of reach."""

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, style="Chrome.TFrame")
        self._desk = desk
        self.view: View | None = None
        self._box: ttk.Frame | None = None

    def ask(self, code: str) -> None:
        """Show a form of the gate: ``sign_in`` or ``change_password``."""
        kind = registry.view(code)
        assert kind is not None  # noqa: S101  both are part of the program
        self.view = kind(self._fresh_box(), self._desk)
        self.view.pack(fill="both", expand=True, padx=16, pady=16)

    def wait(self) -> None:
        """Say that the books are being opened."""
        self.view = None
        Text(self._fresh_box(), sentence("Opening the books…"), ink="secondary").pack(
            padx=32, pady=32, anchor="w"
        )

    def fail(self, error: Refusal | Fault, again: Callable[[], None]) -> None:
        """Say why the books can't be opened."""
        self.view = None
        notice = Notice(self._fresh_box())
        notice.pack(fill="x", padx=24, pady=24)
        if isinstance(error, Fault):
            notice.fail(error, again)
        else:
            notice.refuse(error)

    def empty(self) -> None:
        """Keep nothing of what was typed."""
        self.view = None
        if self._box is not None:
            self._box.destroy()
            self._box = None

    def _fresh_box(self) -> ttk.Frame:
        self.empty()
        self._box = ttk.Frame(self, bootstyle="bordered", padding=2)
        self._box.place(relx=0.5, rely=0.45, anchor="center", width=theme.px(self, 496)[0])
        return self._box
