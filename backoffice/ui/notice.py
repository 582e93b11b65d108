"""Where an answer stands: a refusal with its rule, a fault with "try again", a success."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.sentences import sentence
from backoffice.ui import words
from backoffice.ui.texts import Text
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.domain.refusal import Fault, Refusal
    from backoffice.ui.words import Said

_ICONS = {
    "wash": ("x-octagon-fill", "danger"),
    "care": ("exclamation-triangle-fill", "warning"),
    "good": ("check-circle-fill", "success"),
    "chrome": ("info-circle-fill", "info"),
}


class Notice(ttk.Frame):
    """One answer, in place; it takes no room while there is none."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self.columnconfigure(0, weight=1)

    def refuse(self, refusal: Refusal) -> None:
        """Show what a rule said no to, what to do next, and which rule it was."""
        lines: list[Said] = [refusal.advice] if refusal.advice else []
        box = self._box("wash", refusal.message, lines)
        if refusal.rule or refusal.source:
            cited = " · ".join(filter(None, (refusal.rule, refusal.source)))
            self._line(box, sentence("Rule: {cited}", cited=cited), "Desk.Small")

    def fail(self, fault: Fault, again: Callable[[], None] | None) -> None:
        """Show what failed outside; nothing typed is lost, so it can be tried again."""
        box = self._box("care", fault.message, [])
        if again is not None:
            button = ttk.Button(box, command=again)
            words.put(button, sentence("Try again"))
            button.grid(column=1, sticky="w", pady=(8, 0))

    def welcome(self, said: Said, *more: Said) -> None:
        """Show that something was done."""
        self._box("good", said, list(more))

    def warn(self, said: Said, *more: Said) -> None:
        """Show what somebody should look at."""
        self._box("care", said, list(more))

    def warn_shortly(self, said: Said, more: Said) -> None:
        """Show what somebody should look at, as low as it can be."""
        self._box("care", lambda: f"{_(said)} {_(more)}", [], slim=True)

    def tell(self, said: Said, *more: Said) -> None:
        """Show what is going on."""
        self._box("chrome", said, list(more))

    def clear(self) -> None:
        """Show nothing."""
        for child in self.winfo_children():
            child.destroy()
        self.configure(height=1)

    def _box(self, ground: str, said: Said, more: list[Said], *, slim: bool = False) -> ttk.Frame:
        self.clear()
        box = ttk.Frame(self, style=f"{ground.title()}.TFrame", padding=(12, 6) if slim else 12)
        box.grid(sticky="ew")
        box.columnconfigure(1, weight=1)
        icon, ink = _ICONS[ground]
        Text(box, ink=ink, ground=ground, icon=icon).grid(row=0, column=0, sticky="nw", padx=(0, 8))
        font = "Desk.Body" if slim else "Desk.Strong"
        Text(box, said, ground=ground, font=font, wrap=True).grid(row=0, column=1, sticky="ew")
        for line in more:
            self._line(box, line, "Desk.Body")
        return box

    def _line(self, box: ttk.Frame, said: Said, font: str) -> None:
        ink = "secondary" if font == "Desk.Small" else "fg"
        ground = str(box.cget("style")).partition(".")[0].lower()
        Text(box, said, ink=ink, ground=ground, font=font, wrap=True).grid(
            column=1, sticky="ew", pady=(4, 0)
        )
