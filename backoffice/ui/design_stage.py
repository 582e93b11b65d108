"""The middle of the design page: the card as it would be printed, its other side, the findings."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import ttkbootstrap as ttk
from PIL import Image, ImageTk

from backoffice.domain import design_files
from backoffice.domain.design_checks import Finding, findings
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import theme, words
from backoffice.ui.design_canvas import DesignCanvas
from backoffice.ui.design_findings import DesignFindings
from backoffice.ui.design_trials import DesignTrials
from backoffice.ui.design_words import SIDES
from backoffice.ui.fields import ChoiceField
from backoffice.ui.pick import Pick

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from backoffice.domain.card_designs import Proof, Side
    from backoffice.domain.documents import CardFace
    from backoffice.ui.design_history import History
    from backoffice.ui.desk import Desk

_OTHER = (178, 113)
"""Largest width and height of the other side, in pixels of the grid."""
_MM_PER_INCH = 25.4


@dataclass(frozen=True, kw_only=True)
class _Drawn:
    """What one look at the card came to."""

    proof: Proof
    found: Sequence[Finding]
    other: Image.Image | None


class DesignStage(ttk.Frame):
    """Lets the card be drawn and shows it; ``warned`` hears which elements are questionable.

    Attributes:
        face: Whom it is shown on; None until somebody is known.
        side: Which side is under work.
        design: Which version is open.
        subject: Whom it is shown on: the number of a hard case, or ``-1`` for a person.
        card: The card itself.
        trials: Whether the hard cases can be printed.
    """

    def __init__(
        self,
        parent: tk.Misc,
        desk: Desk,
        history: History,
        *,
        warned: Callable[[Collection[int]], None],
    ) -> None:
        super().__init__(parent, padding=16)
        self._desk, self._history, self._warned = desk, history, warned
        self._looks = 0
        self.face: CardFace | None = None
        self.side: Side = "front"
        self._image: ImageTk.PhotoImage | None = None
        gap = theme.px(self, 8)[0]
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self._lay_out_head(gap).grid(row=0, sticky="ew")
        self.card = DesignCanvas(self, history, self.look)
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

    def turn(self) -> None:
        """Turn the card over."""
        self._pick.show(self.other_side)
        self._turn_to(self.other_side)

    def go(self, at: int) -> None:
        """Select an element, on whichever side it is."""
        if self._history.design.elements[at].side != self.side:
            self.turn()
        self._history.select(at)

    def show_on(self, face: CardFace) -> None:
        """Show the design on somebody."""
        self.face = face
        self.look()

    def look(self) -> None:
        """Let the card be drawn as it is now; the newest wish wins."""
        scale, design = self.card.scale_px, self._history.design
        if self.face is None or not scale or not design.elements:
            return
        self._looks += 1
        number, proofs, other = self._looks, self._desk.program.proofs(), self.other_side
        wide, high = theme.px(self, *_OTHER)
        face = replace(self.face, design=design.name, design_toml=design_files.write(design))

        def draw() -> _Drawn:
            proof = proofs.proof(face, dpi=scale * _MM_PER_INCH)
            small: Image.Image | None = None
            if other in proof.sides:
                frame = proof.sides[other]
                small = Image.frombytes("RGB", (frame.width, frame.height), frame.rgb)
                small.thumbnail((wide - 2, high - 2), reducing_gap=2.0)
            return _Drawn(proof=proof, found=findings(design, proof), other=small)

        self._desk.lanes.run(
            "drawing",
            self,
            draw,
            then=self._show,
            failed=self._failed,
            wanted=lambda: number == self._looks,
        )

    def _show(self, drawn: _Drawn) -> None:
        self.card.warned = {one.at for one in drawn.found if one.at is not None}
        self._warned(self.card.warned)
        self.findings.show(drawn.found)
        if self.side in drawn.proof.sides:
            self.card.show(drawn.proof.sides[self.side])
        if drawn.other is not None:
            self._show_other(drawn.other)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Refusal):
            self._desk.failed(error)
            return
        self.findings.refuse(error.message)

    def _show_other(self, picture: Image.Image) -> None:
        if self._image is None or (self._image.width(), self._image.height()) != picture.size:
            self._image = ImageTk.PhotoImage("RGB", picture.size, master=self)
            self._other.configure(image=self._image)
        self._image.paste(picture)

    def draw(self) -> None:
        """Show the design, what is selected and what can be undone as they are now."""
        self._undo.state(["!disabled" if self._history.can_undo else "disabled"])
        self._redo.state(["!disabled" if self._history.can_redo else "disabled"])
        self.card.draw()
        self.look()

    def _paint(self) -> None:
        self._other.configure(highlightbackground=theme.color("border"))

    def _turn_to(self, side: Side) -> None:
        self.side = self.card.side = side
        self._history.select(None)
