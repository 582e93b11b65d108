"""Beside the photo: approve, reject, what became of it, and ten seconds to think better of it."""

from __future__ import annotations

import time
import tkinter as tk
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.photos import UNDO_SECONDS
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.ui import words
from backoffice.ui.decision_side import Commands, DecisionSide
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.ui.words import Said

_TICK_MS = 200
_UNDO = "Ctrl+Z"


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A decision that can be taken back until ``until`` on the clock that only runs forward."""

    photo_ids: tuple[int, ...]
    until: float


class PhotoSide(DecisionSide):
    """Approve and reject; asks in place, and lets the last decisions be taken back."""

    title = sentence("Decide")
    yes, no = N_("Approve"), N_("Reject")
    hints = (sentence("↑ ↓ next photo   ·   Space marks several"),)

    def __init__(
        self,
        parent: tk.Misc,
        commands: Commands,
        why_not: Sentence | None,
        *,
        undo: Callable[[], None],
    ) -> None:
        super().__init__(parent, commands, why_not)
        self._decided: list[Decided] = []
        self._ticking = ""
        self._undo = ttk.Button(self.more, command=undo)
        self._undo.grid(row=1, sticky="ew", pady=(8, 0))
        self.questions = ttk.Frame(self.more, height=1)
        self.questions.grid(row=0, sticky="ew")
        self._undo.grid_remove()
        self.bind("<Destroy>", self._stop)

    def ask(self, question: Sentence, answers: list[tuple[Said, Callable[[], None]]]) -> None:
        """Ask in place before something is done; the first answer is the careful one."""
        self.clear()
        self.notice.warn(question)
        for number, (said, act) in enumerate(answers):
            button = ttk.Button(self.questions, command=act)
            words.put(button, said)
            button.pack(fill="x", pady=(8 if number == 0 else 4, 0))
        self.questions.winfo_children()[0].focus_set()

    def clear(self) -> None:
        """Take away what was said and asked."""
        super().clear()
        for child in self.questions.winfo_children():
            child.destroy()
        self.questions.configure(height=1)

    def remember(self, photo_ids: tuple[int, ...]) -> None:
        """Let a decision be taken back for ten seconds."""
        until = time.monotonic() + UNDO_SECONDS
        self._decided.append(Decided(photo_ids=photo_ids, until=until))
        if not self._ticking:
            self._tick()
        self._say_undo()

    def last(self) -> tuple[int, ...]:
        """Return the photos of the last decision that can be taken back, and forget it."""
        photo_ids = self._decided.pop().photo_ids if self._decided else ()
        self._say_undo()
        return photo_ids

    def _tick(self) -> None:
        now = time.monotonic()
        self._decided = [one for one in self._decided if one.until > now]
        self._say_undo()
        self._ticking = self.after(_TICK_MS, self._tick) if self._decided else ""

    def _stop(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self and self._ticking:
            self.after_cancel(self._ticking)

    def _say_undo(self) -> None:
        if not self._decided:
            self._undo.grid_remove()
            return
        left = max(round(self._decided[-1].until - time.monotonic()), 1)
        said = sentence("Undo ({seconds} s)", seconds=left)
        words.put(self._undo, lambda: f"{_(said)}   {_UNDO}")
        self._undo.grid()
