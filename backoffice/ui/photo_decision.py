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
from backoffice.ui.notice import Notice
from backoffice.ui.texts import Text, rule
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.ui.words import Said

_TICK_MS = 200
_UNDO = "Ctrl+Z"


@dataclass(frozen=True, kw_only=True)
class Commands:
    """What the buttons do; the keys of the page do the same."""

    approve: Callable[[], None]
    reject: Callable[[], None]
    unmark: Callable[[], None]
    undo: Callable[[], None]
    person: Callable[[], None]


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A decision that can be taken back until ``until`` on the clock that only runs forward."""

    photo_ids: tuple[int, ...]
    until: float


class DecisionSide(ttk.Frame):
    """Stands in the right column while no form is open.

    Attributes:
        notice: Where refusals and questions stand.
        questions: Room for the buttons that answer a question.
        below: Room for what else is done from here.
    """

    def __init__(self, parent: tk.Misc, commands: Commands, why_not: Sentence | None) -> None:
        super().__init__(parent, padding=16)
        self._why_not = why_not
        self._decided: list[Decided] = []
        self._ticking = ""
        self.columnconfigure(0, weight=1)
        Text(self, sentence("Decide"), font="Desk.Heading").grid(sticky="w", pady=(0, 8))
        self._approve = self._button(N_("Approve"), "A", commands.approve, style="primary")
        self._reject = self._button(N_("Reject"), "R", commands.reject)
        for button in (self._approve, self._reject):
            button.grid(sticky="ew", pady=(0, 8))
        if why_not is not None:
            Text(self, why_not, ink="secondary", wrap=True).grid(sticky="ew", pady=(0, 8))
        self._marked = Text(self, wrap=True)
        self._marked.grid(sticky="ew")
        self._unmark = self._button(N_("Unmark all"), "", commands.unmark)
        self._unmark.grid(sticky="w", pady=(4, 8))
        self.notice = Notice(self)
        self.notice.grid(sticky="ew", pady=(8, 0))
        self.questions = ttk.Frame(self, height=1)
        self.questions.grid(sticky="ew")
        self._undo = ttk.Button(self, command=commands.undo)
        self._undo.grid(sticky="ew", pady=(8, 0))
        rule(self).grid(sticky="ew", pady=16)
        keys = sentence("↑ ↓ next photo   ·   Space marks several")
        Text(self, keys, ink="secondary", font="Desk.Small", wrap=True).grid(sticky="ew")
        self._person = self._button(N_("Open the person"), "", commands.person)
        self._person.grid(sticky="w", pady=(12, 0))
        self.below = ttk.Frame(self, height=1)
        self.below.columnconfigure(0, weight=1)
        self.below.grid(sticky="ew", pady=(16, 0))
        self._undo.grid_remove()  # last: a row without widget is given away again
        self.offer(chosen=False, marked=0)
        self.bind("<Destroy>", self._stop)

    def offer(self, *, chosen: bool, marked: int) -> None:
        """Offer what can be done with the photo that is looked at, or with those marked."""
        can = chosen and self._why_not is None
        for button in (self._approve, self._reject):
            button.state(["!disabled" if can else "disabled"])
        self._person.state(["!disabled" if chosen else "disabled"])
        for widget in (self._marked, self._unmark):
            widget.grid() if marked else widget.grid_remove()
        one = sentence("1 photo is marked: both buttons are for it.")
        several = sentence("{count} photos are marked: both buttons are for all.", count=marked)
        self._marked.say(one if marked == 1 else several)

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
        self.notice.clear()
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

    def _button(
        self, said: str, key: str, command: Callable[[], None], *, style: str = "default"
    ) -> ttk.Button:
        button = ttk.Button(self, command=command, bootstyle=style)
        words.put(button, lambda: f"{_(said)}   {key}" if key else _(said))
        return button
