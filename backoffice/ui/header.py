"""The top of the window: desk and clerk on the left, printers, language and lock on the right."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.roles import ROLE_NAMES
from backoffice.domain.sentences import sentence
from backoffice.ui import status, words
from backoffice.ui.customer_window import CustomerWindow
from backoffice.ui.hints import hint
from backoffice.ui.texts import Text
from backoffice.ui.words import _

if TYPE_CHECKING:
    from backoffice.ui.desk import Desk
    from backoffice.ui.session import Session
    from backoffice.ui.status import State
    from backoffice.ui.words import Said

_TITLE = sentence("Card Center")


class Header(ttk.Frame):
    """One line that says where one is, who one is, and whether everything works.

    Attributes:
        customer: The screen of the person served; closed whenever nobody is signed in.
    """

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, style="Chrome.TFrame", padding=(16, 8))
        self._session: Session | None = None
        self.customer = CustomerWindow(desk)
        self._program = desk.program
        Text(self, ground="chrome", ink="info", icon="credit-card-2-front").pack(side="left")
        self._place = Text(self, ground="chrome", font="Desk.Strong")
        self._place.pack(side="left", padx=(8, 16))
        self._clerk = Text(self, ground="chrome", ink="secondary")
        self._clerk.pack(side="left")
        self._buttons(desk)
        self._dots: dict[str, Text] = {}
        self.show_session(None)
        self._watch_all()

    def show_session(self, session: Session | None) -> None:
        """Show desk and clerk, or nobody."""
        self._session = session
        if session is None:
            self.customer.close()
            self._place.say(_TITLE)
            self._clerk.show("")
            self._lock.pack_forget()
            return
        self._lock.pack(side="right", before=self._speak)
        place = words.desk_name(session.place)
        role = sentence(ROLE_NAMES[session.clerk.role])
        self._place.say(lambda: f"{_(_TITLE)} · {_(place)}")
        self._clerk.say(lambda: f"{session.clerk.name} ({_(role)})")

    def show_states(self, states: dict[str, State]) -> None:
        """Show how printers and books are: a sign, a word, and a colour."""
        if states.keys() != status.watched(self._program.settings).keys():
            return  # a printer was set up while they were asked: the next answer has it
        if states.keys() != self._watched.keys():
            self._watch_all()
        self._states = states
        for name, state in states.items():
            asked = state is not status.UNKNOWN
            sign = "●" if state.well else "▲" if asked else "○"
            ink = "success" if state.well else "danger" if asked else "secondary"
            called = self._watched[name]
            self._dots[name].say(partial(_signed, sign, called))
            self._dots[name].paint(ink)

    def _watch_all(self) -> None:
        """Make a sign for each printer and for the books."""
        for dot in self._dots.values():
            dot.destroy()
        self._dots.clear()
        self._watched = status.watched(self._program.settings)
        for name in reversed(self._watched):
            dot = Text(self, ground="chrome", ink="secondary")
            dot.pack(side="right", padx=(0, 16))
            hint(dot, partial(self._explain, name))
            self._dots[name] = dot
        self.show_states(dict.fromkeys(self._watched, status.UNKNOWN))

    @property
    def asked(self) -> bool:
        """Whether printers and books have answered once."""
        return status.UNKNOWN not in self._states.values()

    def _explain(self, name: str) -> str:
        return _(self._states[name].said)

    def _buttons(self, desk: Desk) -> None:
        self._lock = ttk.Button(self, style="Quiet.TButton", command=desk.lock)
        words.put(self._lock, sentence("Lock"))
        self._lock.configure(icon="lock", compound="left")
        hint(self._lock, "Ctrl+L")
        self._lock.pack(side="right")
        self._speak = ttk.Button(self, style="Quiet.TButton", command=desk.switch_language)
        words.put(self._speak, lambda: "中文" if words.language() == "en" else "English")
        self._speak.pack(side="right")
        second = ttk.Button(
            self, style="Quiet.TButton", icon="display", command=self.customer.toggle
        )
        hint(second, sentence("Customer's screen: amount, cash, change, balance"))
        second.pack(side="right")
        shade = ttk.Button(
            self, style="Quiet.TButton", icon="circle-half", command=desk.toggle_theme
        )
        hint(shade, sentence("Dark or light"))
        shade.pack(side="right")


def _signed(sign: str, called: Said) -> str:
    return f"{sign} {_(called)}"
