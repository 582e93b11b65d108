"""Labels: what they say follows the language, how they break follows their width."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from tkinter import font as tkfont
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.ui import words
from backoffice.ui.line_breaks import broken

if TYPE_CHECKING:
    from backoffice.ui.words import Said

_MARGIN = 4
_ROOM = 240
"""Pixels, until the width is known."""


class Text(ttk.Label):
    """One label.

    Attributes:
        ground: Colour behind it: ``bg``, ``chrome``, ``wash``, ``care`` or ``good``.
    """

    def __init__(
        self,
        parent: tk.Misc,
        said: Said = "",
        *,
        ink: str = "fg",
        ground: str = "bg",
        font: str = "Desk.Body",
        wrap: bool = False,
        icon: str = "",
    ) -> None:
        self.ground = ground
        self._room = _ROOM if wrap else 0
        super().__init__(parent, style=_style(ground, ink), font=font)
        if icon:
            self.configure(icon=icon, icon_size=16, compound="left")
        if wrap:
            self.configure(wraplength=_ROOM)
            self.bind("<Configure>", self._rewrap)
        if said:
            self.say(said)

    def say(self, said: Said) -> None:
        """Say a sentence, now and in every language."""
        words.put(self, partial(self._broken, said) if self._room else said)

    def show(self, fact: str) -> None:
        """Show a name, a number, an amount: it reads the same in every language."""
        self.say(lambda: fact)

    def paint(self, ink: str) -> None:
        """Change the colour of the text."""
        self.configure(style=_style(self.ground, ink))

    def _rewrap(self, event: tk.Event[tk.Misc]) -> None:
        room = event.width - _MARGIN
        if room > 0 and self._room != room:
            self._room = room
            self.configure(wraplength=room)
            words.again(self)

    def _broken(self, said: Said) -> str:
        text = words._(said)
        if words.language() == "en":  # Tk does well what has spaces
            return text
        return broken(text, self._room, tkfont.nametofont(str(self.cget("font")), self).measure)


def _style(ground: str, ink: str) -> str:
    if ground == "bg":
        return "TLabel" if ink == "fg" else f"{ink}.TLabel"
    return f"{ground.title()}.{ink}.TLabel"


def rule(parent: tk.Misc, *, vertical: bool = False) -> ttk.Separator:
    """Return a hairline."""
    return ttk.Separator(parent, orient="vertical" if vertical else "horizontal")
