"""Beside what waits for a decision: yes, no, for one or for those marked, and what became of it."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import ttkbootstrap as ttk

from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.ui import words
from backoffice.ui.notice import Notice
from backoffice.ui.texts import Text, rule
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, kw_only=True)
class Commands:
    """What the buttons do; the keys of the page do the same."""

    accept: Callable[[], None]
    refuse: Callable[[], None]
    unmark: Callable[[], None]
    person: Callable[[], None]


class DecisionSide(ttk.Frame):
    """Stands in the right column while no form is open; subclasses say how a decision is called.

    Attributes:
        title: What stands on top; ``yes`` and ``no`` what stands on the two buttons.
        hints: What else the keys do.
        notice: Where answers of the program and questions stand.
        more: Room under the notice.
        below: Room for what else is done from here.
    """

    title: ClassVar[Sentence]
    yes: ClassVar[str]
    no: ClassVar[str]
    hints: ClassVar[Sequence[Sentence]]

    def __init__(self, parent: tk.Misc, commands: Commands, why_not: Sentence | None) -> None:
        super().__init__(parent, padding=16)
        self._why_not = why_not
        self.columnconfigure(0, weight=1)
        Text(self, self.title, font="Desk.Heading").grid(sticky="w", pady=(0, 8))
        self._decide = (
            self._button(self.yes, "A", commands.accept, style="primary"),
            self._button(self.no, "R", commands.refuse),
        )
        for button in self._decide:
            button.grid(sticky="ew", pady=(0, 8))
        if why_not is not None:
            Text(self, why_not, ink="secondary", wrap=True).grid(sticky="ew", pady=(0, 8))
        self._marked = Text(self, wrap=True)
        self._marked.grid(sticky="ew")
        self._unmark = self._button(N_("Unmark all"), "", commands.unmark)
        self._unmark.grid(sticky="w", pady=(4, 8))
        self.notice = Notice(self)
        self.notice.grid(sticky="ew", pady=(8, 0))
        self.more = ttk.Frame(self, height=1)
        self.more.columnconfigure(0, weight=1)
        self.more.grid(sticky="ew")
        rule(self).grid(sticky="ew", pady=16)
        for said in self.hints:
            Text(self, said, ink="secondary", font="Desk.Small", wrap=True).grid(sticky="ew")
        self._person = self._button(N_("Open the person"), "", commands.person)
        self._person.grid(sticky="w", pady=(12, 0))
        self.below = ttk.Frame(self, height=1)
        self.below.columnconfigure(0, weight=1)
        self.below.grid(sticky="ew", pady=(16, 0))
        self.offer(chosen=False, marked=0)

    def offer(self, *, chosen: bool, marked: int, known: bool | None = None) -> None:
        """Offer what can be done with what is looked at, or with those marked.

        Args:
            chosen: Whether something is looked at.
            marked: How many are marked.
            known: Whether a person is in sight; the one of what is looked at without it.
        """
        can = (chosen or marked > 0) and self._why_not is None
        for button in self._decide:
            button.state(["!disabled" if can else "disabled"])
        known = chosen if known is None else known
        self._person.state(["!disabled" if known else "disabled"])
        for widget in (self._marked, self._unmark):
            widget.grid() if marked else widget.grid_remove()
        said = sentence("Marked: {count}. Both buttons are for all of them.", count=marked)
        self._marked.say(said)

    def clear(self) -> None:
        """Take away what was said."""
        self.notice.clear()

    def _button(
        self, said: str, key: str, command: Callable[[], None], *, style: str = "default"
    ) -> ttk.Button:
        button = ttk.Button(self, command=command, bootstyle=style)
        words.put(button, partial(_label, said, key))
        return button


def _label(said: str, key: str) -> str:
    return f"{_(said)}   {key}" if key else _(said)
