"""The bottom of the window: what happened last, what is wrong, which day and database it is."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.sentences import sentence
from backoffice.ui.texts import Text
from backoffice.ui.words import _

if TYPE_CHECKING:
    from datetime import date

    from backoffice.ui.words import Said


class StatusLine(ttk.Frame):
    """One line of words; the newest stands there until the next one comes."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, style="Chrome.TFrame", padding=(16, 6))
        self._last = Text(self, ground="chrome", ink="secondary", font="Desk.Small")
        self._last.pack(side="left")
        self._facts = Text(self, ground="chrome", ink="secondary", font="Desk.Small")
        self._facts.pack(side="right")

    def tell(self, said: Said, *, ink: str = "secondary") -> None:
        """Say what happened."""
        self._last.say(said)
        self._last.paint(ink)

    def show_facts(
        self, *, today: date, local: bool, waiting: int, photos: int, example: bool
    ) -> None:
        """Say the day, where the books are, and how many prints and photos wait."""
        parts = [
            sentence("{count} photos to approve", count=photos),
            sentence("{count} waiting to be printed", count=waiting),
            sentence("day {day}", day=today.isoformat()),
            sentence("books on this machine") if local else sentence("books on the server"),
        ]
        if example:
            parts.append(sentence("example data"))
        self._facts.say(lambda: "  ·  ".join(_(part) for part in parts))
