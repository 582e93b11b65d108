"""A button with its name on the left and its key on the right; greyed it can still be read."""

from __future__ import annotations

import tkinter as tk
from tkinter import font as tkfont
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.ui import theme, words
from backoffice.ui.texts import Text
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.ui.words import Said

_EDGE, _BETWEEN = 9, 6
_SHIFT, _SHORT_SHIFT = "Shift+", "⇧"


class OfferButton(ttk.Button):
    """Roomy with the whole key, or slim with small letters and ``⇧`` for Shift."""

    def __init__(
        self, parent: tk.Misc, said: Said, *, key: str, command: Callable[[], object] | None
    ) -> None:
        super().__init__(parent, style="Offer.TButton")
        self._said = said
        self._name_of_key = key
        words.put(self, said)
        ground = "bg" if command is None else "chrome"
        self._key = Text(self, ink="secondary", ground=ground, font="Desk.Small")
        self._key.show(key)
        self._key.place(relx=1, rely=0.5, x=-theme.px(self, _EDGE)[0], anchor="e")
        if command is None:
            # Greyed, yet within reach of Tab: whoever gets there is told why.
            self.configure(takefocus=True)
            self.state(["disabled"])
        else:
            self.configure(command=command)
            self._key.bind("<ButtonRelease-1>", lambda _event: self.invoke())

    def shape(self, *, slim: bool) -> None:
        """Take the large or the small shape."""
        self.configure(style="Slim.Offer.TButton" if slim else "Offer.TButton")
        self._key.show(self._shown_key(slim=slim))

    def room(self, *, slim: bool) -> int:
        """Return how wide it is in one of its shapes, in pixels."""
        edge, between = theme.px(self, _EDGE, _BETWEEN)
        name = tkfont.nametofont("Desk.Small" if slim else "Desk.Body", self)
        key = tkfont.nametofont("Desk.Small", self).measure(self._shown_key(slim=slim))
        return name.measure(_(self._said)) + key + 2 * edge + between

    def _shown_key(self, *, slim: bool) -> str:
        return self._name_of_key.replace(_SHIFT, _SHORT_SHIFT) if slim else self._name_of_key
