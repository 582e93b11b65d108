"""The middle of the design page: what is shown on whom, the card, its other side, the findings."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk
from PIL import Image, ImageTk

from backoffice.domain.sentences import N_, sentence
from backoffice.ui import theme, words
from backoffice.ui.design_canvas import DesignCanvas
from backoffice.ui.design_findings import DesignFindings
from backoffice.ui.design_trials import DesignTrials
from backoffice.ui.design_words import SIDES
from backoffice.ui.fields import ChoiceField
from backoffice.ui.pick import Pick

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.domain.card_designs import Side
    from backoffice.ui.design_history import History
    from backoffice.ui.desk import Desk

_OTHER = (178, 113)
"""Largest width and height of the other side, in pixels of the grid."""


class DesignStage(ttk.Frame):
    """Says to the page what is wanted; the page says what was drawn.

    Attributes:
        side: Which side is under work.
        design: Which version is open.
        subject: Whom it is shown on: the number of a hard case, or ``-1`` for a person.
        card: The card itself.
        trials: Whether the hard cases can be printed.
    """

    def __init__(
        self, parent: tk.Misc, desk: Desk, history: History, *, wanted: Callable[[], None]
    ) -> None:
        super().__init__(parent, padding=16)
        self._history, self._wanted = history, wanted
        self.side: Side = "front"
        self._image: ImageTk.PhotoImage | None = None
        gap = theme.px(self, 8)[0]
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self._lay_out_head(gap).grid(row=0, sticky="ew")
        self.card = DesignCanvas(self, history, wanted)
        self.card.grid(row=1, sticky="nsew", pady=gap)
        below = ttk.Frame(self)
        below.grid(row=2, sticky="ew")
        below.columnconfigure(1, weight=1)
        wide, high = theme.px(self, *_OTHER)
        box = ttk.Frame(below, style="Chrome.TFrame", width=wide, height=high)
        box.pack_propagate(False)
        box.grid(row=0, column=0, padx=(0, 2 * gap))
        self._other = tk.Label(box, borderwidth=0, highlightthickness=1, cursor="hand2")
        self._other.pack(expand=True)
        self._paint()
        self.bind("<<ThemeChanged>>", lambda _event: self._paint())
        self._other.bind("<Button-1>", lambda _event: self.turn())
        self.findings = DesignFindings(below, history, self.go)
        self.findings.grid(row=0, column=1, sticky="nsew")
        self.trials = DesignTrials(below, desk, self.subject.choose)
        self.trials.grid(row=0, column=1, sticky="ne")

    def _lay_out_head(self, gap: int) -> ttk.Frame:
        head = ttk.Frame(self)
        head.columnconfigure(0, weight=1, uniform="choices")
        head.columnconfigure(1, weight=1, uniform="choices")
        self.design: ChoiceField[str] = ChoiceField(head, N_("Design"), [("staff", "staff")])
        self.design.grid(row=0, column=0, sticky="ew", padx=(0, gap))
        self.subject: ChoiceField[int] = ChoiceField(head, N_("Shown on"), [(0, "…")])
        self.subject.grid(row=0, column=1, sticky="ew", padx=(0, gap))
        self._pick: Pick[Side] = Pick(head, list(SIDES.items()), self._turn_to)  # type: ignore[arg-type]
        self._pick.grid(row=0, column=2, sticky="s", padx=(0, gap))
        self._undo = self._button(head, N_("Undo"), self._history.undo, column=3)
        self._redo = self._button(head, N_("Redo"), self._history.redo, column=4)
        return head

    @staticmethod
    def _button(
        parent: tk.Misc, said: str, command: Callable[[], None], *, column: int
    ) -> ttk.Button:
        button = ttk.Button(parent, style="Tab.TButton", command=command)
        words.put(button, sentence(said))
        button.grid(row=0, column=column, sticky="s", pady=(0, theme.px(parent, 3)[0]))
        return button

    @property
    def other_side(self) -> Side:
        """The side that is shown small."""
        return "back" if self.side == "front" else "front"

    @property
    def room_for_other(self) -> tuple[int, int]:
        """Largest width and height of its picture, in pixels."""
        wide, high = theme.px(self, *_OTHER)
        return wide - 2, high - 2

    def turn(self) -> None:
        """Turn the card over."""
        self._pick.show(self.other_side)
        self._turn_to(self.other_side)

    def go(self, at: int) -> None:
        """Select an element, on whichever side it is."""
        if self._history.design.elements[at].side != self.side:
            self.turn()
        self._history.select(at)

    def show_other(self, picture: Image.Image) -> None:
        """Show the other side, small."""
        if self._image is None or (self._image.width(), self._image.height()) != picture.size:
            self._image = ImageTk.PhotoImage("RGB", picture.size, master=self)
            self._other.configure(image=self._image)
        self._image.paste(picture)

    def draw(self) -> None:
        """Show selection and what can be undone as they are now."""
        self._undo.state(["!disabled" if self._history.can_undo else "disabled"])
        self._redo.state(["!disabled" if self._history.can_redo else "disabled"])
        self.card.draw()

    def _paint(self) -> None:
        self._other.configure(highlightbackground=theme.color("border"))

    def _turn_to(self, side: Side) -> None:
        self.side = self.card.side = side
        self._history.select(None)
        self._wanted()
