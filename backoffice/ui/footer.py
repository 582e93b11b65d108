"""The bottom of a view: back, cancel, and the one primary button with its key."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.sentences import sentence
from backoffice.ui import words
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.ui.steps import Action
    from backoffice.ui.words import Said

_BUSY_AFTER_MS = 150
_CANCEL = sentence("Cancel")
_KEEP = sentence("Keep on")


class PrimaryButton(ttk.Button):
    """The one main action of a view.

    Attributes:
        confirms: Enter must not press it.
    """

    confirms = False


class Footer(ttk.Frame):
    """Shows what can be done with the present step."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self.columnconfigure(1, weight=1)
        self._back = ttk.Button(self)
        words.put(self._back, sentence("Back"))
        self._back.grid(row=0, column=0, padx=(0, 8))
        self._note = Text(self, ink="secondary")
        self._note.grid(row=0, column=1, sticky="w")
        self._cancel = ttk.Button(self)
        words.put(self._cancel, words.keyed(_CANCEL, "Esc"))
        self._cancel.grid(row=0, column=2, padx=(0, 8))
        self.primary = PrimaryButton(self, bootstyle="primary")
        self.primary.grid(row=0, column=3)
        self._question = ttk.Frame(self)
        self._timer = ""

    def show(
        self,
        action: Action,
        *,
        press: Callable[[], None],
        cancel: Callable[[], None] | None,
        back: Callable[[], None] | None,
    ) -> None:
        """Show the buttons of a step."""
        self._close_question()
        self.primary.confirms = action.confirms
        self.primary.configure(command=press)
        words.put(self.primary, action.label)
        for button, command in ((self._back, back), (self._cancel, cancel)):
            if command is None:
                button.grid_remove()
            else:
                button.configure(command=command)
                button.grid()

    def show_busy(self, *, busy: bool) -> None:
        """Grey the buttons while something runs; say so when it takes a while."""
        for button in (self._back, self._cancel, self.primary):
            button.configure(state="disabled" if busy else "normal")
        if self._timer:
            self.after_cancel(self._timer)
            self._timer = ""
        if busy:
            self._timer = self.after(_BUSY_AFTER_MS, self._say_busy)
        else:
            self._note.show("")

    def ask_to_discard(self, question: Said, *, discard: Callable[[], None]) -> None:
        """Ask, in place of the buttons, whether what is there may go; a second Esc keeps it."""
        if self._question.winfo_manager():
            self._close_question()
            return
        for child in self._question.winfo_children():
            child.destroy()
        self._question.columnconfigure(0, weight=1)
        Text(self._question, question, font="Desk.Strong").grid(row=0, column=0, sticky="w")
        keep = ttk.Button(self._question, command=self._close_question)
        words.put(keep, words.keyed(_KEEP, "Esc"))
        keep.grid(row=0, column=1, padx=(0, 8))
        drop = ttk.Button(self._question, command=discard)
        words.put(drop, sentence("Discard"))
        drop.grid(row=0, column=2)
        self._question.grid(row=0, column=0, columnspan=4, sticky="nsew")
        self._question.lift()
        drop.focus_set()

    def _close_question(self) -> None:
        self._question.grid_remove()

    def _say_busy(self) -> None:
        self._timer = ""
        self._note.say(sentence("Working…"))
