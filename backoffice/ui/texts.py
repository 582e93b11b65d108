"""Labels: what they say follows the language, how they break follows their width."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.ui import words

if TYPE_CHECKING:
    from backoffice.ui.words import Said

_MARGIN = 4


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
        super().__init__(parent, style=_style(ground, ink), font=font)
        if icon:
            self.configure(icon=icon, icon_size=16, compound="left")
        if said:
            self.say(said)
        if wrap:
            self.configure(wraplength=240)
            self.bind("<Configure>", self._rewrap)

    def say(self, said: Said) -> None:
        """Say a sentence, now and in every language."""
        words.put(self, said)

    def show(self, fact: str) -> None:
        """Show a name, a number, an amount: it reads the same in every language."""
        words.put(self, lambda: fact)

    def paint(self, ink: str) -> None:
        """Change the colour of the text."""
        self.configure(style=_style(self.ground, ink))

    def _rewrap(self, event: tk.Event[tk.Misc]) -> None:
        room = event.width - _MARGIN
        if room > 0 and int(str(self.cget("wraplength"))) != room:
            self.configure(wraplength=room)


def _style(ground: str, ink: str) -> str:
    if ground == "bg":
        return "TLabel" if ink == "fg" else f"{ink}.TLabel"
    return f"{ground.title()}.{ink}.TLabel"


def rule(parent: tk.Misc, *, vertical: bool = False) -> ttk.Separator:
    """Return a hairline."""
    return ttk.Separator(parent, orient="vertical" if vertical else "horizontal")
