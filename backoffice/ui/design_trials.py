"""The design under work, tried on every hard case as soon as it rests for a moment."""

from __future__ import annotations

import tkinter as tk
from dataclasses import replace
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain import design_files
from backoffice.domain.sentences import sentence
from backoffice.ui import words
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backoffice.domain.card_designs import Design, HardCase
    from backoffice.ui.desk import Desk

_REST_MS = 700
_COARSE_DPI = 12.0  # whether it fits is known before it is looked at


class DesignTrials(ttk.Frame):
    """Says how many hard cases can be printed; pressed, it shows the next one that can't."""

    def __init__(self, parent: tk.Misc, desk: Desk, show: Callable[[int], None]) -> None:
        super().__init__(parent)
        self._desk, self._show_case = desk, show
        self._design: Design | None = None
        self._cases: Sequence[HardCase] = ()
        self._failed: list[int] = []
        self._shown = -1
        self._wanted = 0
        self._waiting = ""
        self._well = Text(self, ink="success", font="Desk.Small")
        self._button = ttk.Button(self, style="Slim.TButton", command=self._next_failed)

    def begin(self, design: Design, cases: Sequence[HardCase]) -> None:
        """Try a design once it is not changed any more; the one before is forgotten."""
        if design is self._design or not design.elements:
            return
        self._design, self._cases = design, cases
        self._wanted += 1
        self._failed = []
        if self._waiting:
            self.after_cancel(self._waiting)
        wanted = self._wanted
        self._waiting = self.after(_REST_MS, lambda: self._try(wanted, 0))

    def _try(self, wanted: int, at: int) -> None:
        """Try one case after another: whatever is wished meanwhile comes in between."""
        self._waiting = ""
        design, cases = self._design, self._cases
        if design is None or wanted != self._wanted:
            return
        if at == len(cases):
            self._tell()
            return
        proofs = self._desk.program.proofs()
        toml = design_files.write(design)
        face = replace(cases[at].face, design=design.name, design_toml=toml)

        def work() -> bool:
            proof = proofs.proof(face, dpi=_COARSE_DPI)
            return proof.stopped is None and not proof.refused

        def then(fits: object) -> None:
            if not fits:
                self._failed.append(at)
            self._try(wanted, at + 1)

        self._desk.lanes.run(
            "drawing",
            self,
            work,
            then=then,
            failed=lambda _error: None,  # the card itself says what is wrong with the design
            wanted=lambda: wanted == self._wanted,
        )

    def _tell(self) -> None:
        count, all_of_them = len(self._failed), len(self._cases)
        if not count:
            self._button.pack_forget()
            self._well.say(sentence("All {n} hard cases can be printed.", n=all_of_them))
            self._well.pack(side="right")
            return
        self._well.pack_forget()
        words.put(
            self._button,
            sentence("{count} of {n} hard cases can't be printed", count=count, n=all_of_them),
        )
        self._button.pack(side="right")

    def _next_failed(self) -> None:
        after = [at for at in self._failed if at > self._shown]
        self._shown = (after or self._failed)[0]
        self._show_case(self._shown)
