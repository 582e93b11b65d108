"""What the person at the window sees of a recharge, on a screen of their own: four figures."""

from __future__ import annotations

from dataclasses import dataclass
from tkinter import font as tkfont
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.money import yuan
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.texts import Text
from backoffice.words import bilingual

if TYPE_CHECKING:
    from backoffice.ui.desk import Desk

_LABELS = (N_("Recharge"), N_("Cash received"), N_("Change given"), N_("Balance afterwards"))
_SIZE = (800, 480)
_LEAST = 16
# Of the height of the window: a queue reads it from two metres.
_FIGURE, _LABEL = 9, 24


@dataclass(frozen=True, kw_only=True)
class Figures:
    """A recharge as far as it is typed, in fen; None for what is not known yet."""

    amount: int | None = None
    given: int | None = None
    balance: int | None = None

    @property
    def change(self) -> int | None:
        """What goes back; None while too little or nothing was given."""
        if self.amount is None or self.given is None or self.given < self.amount:
            return None
        return self.given - self.amount

    @property
    def all(self) -> tuple[int | None, ...]:
        """The four in the order they are shown in."""
        return self.amount, self.given, self.change, self.balance


class CustomerWindow:
    """Opened and closed by the clerk, moved to the other screen by hand; a double click fills it.

    It says nothing about who is served, and nothing at all between two recharges.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._window: ttk.Toplevel | None = None
        self._figures: Figures | None = None
        self._shown: list[Text] = []
        self._fonts: dict[str, tkfont.Font] = {}

    def toggle(self) -> None:
        """Show it, or close it where it is open; the focus stays at the counter."""
        if self._window is not None:
            self.close()
            return
        window = self._window = ttk.Toplevel("", size=_SIZE, master=self._desk, on_close=self.close)
        family = tkfont.nametofont("Desk.Body", self._desk).cget("family")
        self._fonts = {
            "figure": tkfont.Font(window, family=family, weight="bold"),
            "label": tkfont.Font(window, family=family),
        }
        self._lay_out(window)
        self._scale(_SIZE[1])
        window.bind("<Configure>", lambda _event: self._scale(window.winfo_height()))
        window.bind("<Double-Button-1>", lambda _event: self._fill())
        # Whatever is typed or scanned belongs to the counter, also after a click on this window.
        window.bind("<FocusIn>", lambda _event: self._give_back())
        self._draw()
        self._give_back()

    def close(self) -> None:
        """Take it off the screen."""
        if self._window is not None:
            self._window.destroy()
        self._window, self._shown = None, []

    def show(self, figures: Figures | None) -> None:
        """Show these figures; None between two recharges."""
        self._figures = figures
        self._draw()

    def _lay_out(self, window: ttk.Toplevel) -> None:
        inside = ttk.Frame(window, padding=32)
        inside.pack(fill="both", expand=True)
        inside.columnconfigure(1, weight=1)
        for row, label in enumerate(_LABELS):
            inside.rowconfigure(row, weight=1, uniform="figures")
            both = bilingual(sentence(label))
            named = Text(inside, ink="secondary")
            named.configure(font=self._fonts["label"])
            named.show("\n".join(dict.fromkeys((both.zh, both.en))))
            named.grid(row=row, column=0, sticky="w", padx=(0, 32))
            figure = Text(inside)
            figure.configure(font=self._fonts["figure"])
            figure.grid(row=row, column=1, sticky="e")
            self._shown += [named, figure]

    def _draw(self) -> None:
        known = self._figures.all if self._figures is not None else (None,) * len(_LABELS)
        for named, figure, fen in zip(self._shown[::2], self._shown[1::2], known, strict=False):
            for text in (named, figure):
                text.grid() if self._figures is not None else text.grid_remove()
            figure.show("" if fen is None else yuan(fen))

    def _scale(self, height: int) -> None:
        for name, part in (("figure", _FIGURE), ("label", _LABEL)):
            self._fonts[name].configure(size=-max(_LEAST, height // part))

    def _give_back(self) -> None:
        last = self._desk.app.focus_lastfor()
        if last is not None:
            last.focus_force()

    def _fill(self) -> None:
        if self._window is not None:
            full = bool(self._window.attributes("-fullscreen"))
            self._window.attributes("-fullscreen", not full)
