"""One row of a list of what waits; made once and filled again as the list scrolls."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, Generic, Self, TypeVar

import ttkbootstrap as ttk

from backoffice.ui import theme
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class MarkRow(ttk.Frame, Generic[T]):
    """A bar where it is chosen, facts, and a box where it is marked; subclasses lay out the facts.

    Attributes:
        one: What it shows.
        greyed: Whether whoever sits here may only look.
        facts: Room for the facts.
        box: Shows whether it is marked.
        texts: The facts; the first one stands out.
    """

    def __init__(
        self,
        parent: tk.Misc,
        *,
        height: int,
        greyed: bool,
        press: Callable[[Self], None],
        tick: Callable[[Self], None],
    ) -> None:
        high, bar = theme.px(parent, height, 4)
        super().__init__(parent, height=high)
        self.one: T | None = None
        self.greyed = greyed
        self._grounds: list[ttk.Frame] = []
        self.columnconfigure(2, weight=1)
        self.rowconfigure(0, weight=1)
        self.grid_propagate(False)
        self._bar = ttk.Frame(self, width=bar)
        self._bar.grid(row=0, column=0, sticky="ns")
        self.facts = self.frame(self)
        self.facts.grid(row=0, column=2, sticky="ew")
        self.facts.columnconfigure(0, weight=1)
        self.box = Text(self.facts)
        self.texts = self.lay_out()
        parts: list[tk.Misc] = [self, *self._grounds, *self.texts]
        for widget in parts:
            widget.bind("<ButtonPress-1>", lambda _event: press(self))
        self.box.bind("<ButtonPress-1>", lambda _event: tick(self))

    def lay_out(self) -> list[Text]:
        """Put the facts in place and return them."""
        raise NotImplementedError

    def fill(self, one: T) -> None:
        """Say what the facts are; colours come after."""
        raise NotImplementedError

    def show(self, one: T, *, chosen: bool, marked: bool) -> None:
        """Show what waits."""
        self.one = one
        self.fill(one)
        if not self.greyed:
            self.box.configure(icon="check-square-fill" if marked else "square", icon_size=18)
        self.paint("bg" if chosen else "chrome")
        self._bar.configure(style="primary.TFrame" if chosen else "Chrome.TFrame")

    def frame(self, parent: tk.Misc, *, width: int = 0, height: int = 0) -> ttk.Frame:
        """Return a frame that takes the colour of the row."""
        frame = ttk.Frame(parent, width=width, height=height)
        self._grounds.append(frame)
        return frame

    def paint(self, ground: str) -> None:
        """Colour the row."""
        for frame in (self, *self._grounds):
            frame.configure(style=f"{ground.title()}.TFrame" if ground != "bg" else "TFrame")
        name, *others = self.texts
        for text in (name, *others, self.box):
            text.ground = ground
            text.paint("secondary" if self.greyed or text in others else "fg")
