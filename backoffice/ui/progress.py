"""How far a long piece of work is that runs in a lane."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.sentences import Sentence
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable

_LOOK_MS = 100


class Progress(ttk.Frame):
    """A bar with its figures; it takes no room while nothing runs.

    Args:
        parent: Where it stands.
        running: Tells whether anything runs.
        says: The template of its figures, with ``{done}`` and ``{every}``.
    """

    def __init__(self, parent: tk.Misc, running: Callable[[], bool], says: str) -> None:
        super().__init__(parent)
        self._running = running
        self._says = says
        self._at = (0, 0)
        self._bar = ttk.Progressbar(self)
        self._said = Text(self, ink="secondary", font="Desk.Small")
        self._timer = ""
        self.bind("<Destroy>", lambda _event: self.after_cancel(self._timer))
        self._follow()

    def told(self, done: int, every: int) -> None:
        """Hear how far it is; from any thread."""
        self._at = (done, every)

    def _follow(self) -> None:
        done, every = self._at
        if not self._running():
            self._at = (0, 0)
            self._bar.pack_forget()
            self._said.pack_forget()
            self.configure(height=1)  # a frame keeps the height of what it held
        elif every:
            self._bar.configure(maximum=every, value=done)
            self._said.say(Sentence(self._says, {"done": done, "every": every}))
            self._bar.pack(fill="x", pady=(8, 0))
            self._said.pack(anchor="w", pady=(4, 0))
        self._timer = self.after(_LOOK_MS, self._follow)
