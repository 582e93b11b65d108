"""What was measured of a photo: what is wrong and what to do, then each figure with its limits."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.measurements import (
    FAULT_ADVICE,
    FAULT_SENTENCES,
    FIGURE_NAMES,
    VERDICT_NAMES,
    Figure,
    PhotoFault,
    Verdict,
)
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.texts import Text
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.domain.measurements import Measurements

VERDICT_INKS = {Verdict.GOOD: "success", Verdict.DOUBTFUL: "warning", Verdict.BAD: "danger"}
VERDICT_SIGNS = {Verdict.GOOD: "✓", Verdict.DOUBTFUL: "?", Verdict.BAD: "✗"}
_WITHIN, _OUTSIDE = N_("within"), N_("outside")
_CELLS = 4
_WHOLE, _UNITY = 100, 1


class MeasurementsTable(ttk.Frame):
    """Shows one photo's measurements after the other; its labels are kept, so a preview is calm."""

    def __init__(self, parent: tk.Misc, *, columns: int = 1) -> None:
        super().__init__(parent)
        self._columns = columns
        self.columnconfigure(0, weight=1)
        self._verdict = Text(self, font="Desk.Strong", wrap=True)
        self._verdict.grid(row=0, sticky="ew")
        self._faults = ttk.Frame(self, height=1)
        self._faults.grid(row=1, sticky="ew")
        self._faults.columnconfigure(0, weight=1)
        self._figures = ttk.Frame(self, height=1)
        self._figures.grid(row=2, sticky="ew", pady=(8, 0))
        self._said: list[Text] = []
        self._lines: list[tuple[Text, ...]] = []

    def show(self, measurements: Measurements | None) -> None:
        """Show measurements in place of those before; None says that there are none."""
        if measurements is None:
            self._verdict.say(sentence("This picture was not measured: look at it closely."))
            self._verdict.paint("secondary")
        else:
            self._verdict.say(partial(verdict_words, measurements.verdict))
            self._verdict.paint(VERDICT_INKS[measurements.verdict])
        self._say_faults(measurements.faults if measurements else ())
        self._say_figures(measurements.figures if measurements else ())

    def _say_faults(self, faults: Sequence[PhotoFault]) -> None:
        while len(self._said) < len(faults):
            text = Text(self._faults, wrap=True)
            text.grid(row=len(self._said), sticky="ew", pady=(4, 0))
            self._said.append(text)
        for number, text in enumerate(self._said):
            if number < len(faults):
                text.say(partial(_fault_words, faults[number]))
                text.grid()
            else:
                text.grid_remove()

    def _say_figures(self, figures: Sequence[Figure]) -> None:
        while len(self._lines) < len(figures):
            self._lines.append(self._line())
        rows = -(-len(figures) // self._columns)
        for number, cells in enumerate(self._lines):
            if number >= len(figures):
                for cell in cells:
                    cell.grid_remove()
                continue
            column, row = divmod(number, rows)
            for at, cell in enumerate(cells):
                cell.grid(row=row, column=column * _CELLS + at)
            _fill(cells, figures[number])

    def _line(self) -> tuple[Text, ...]:
        cells = tuple(Text(self._figures, font="Desk.Small", ink="secondary") for _n in range(4))
        for at, (cell, sticky) in enumerate(zip(cells, ("w", "e", "w", "w"), strict=True)):
            cell.grid(sticky=sticky, padx=(0, 12 if at in {0, _CELLS - 1} else 8))
        return cells


def verdict_words(verdict: Verdict) -> str:
    """Return what the measurements say as a whole: a sign and a word."""
    return f"{VERDICT_SIGNS[verdict]} {_(VERDICT_NAMES[verdict])}"


def _fault_words(fault: PhotoFault) -> str:
    return f"✗ {_(FAULT_SENTENCES[fault])} {_(FAULT_ADVICE[fault])}"


def _fill(cells: Sequence[Text], figure: Figure) -> None:
    name, value, limits, result = cells
    name.say(FIGURE_NAMES.get(figure.name, figure.name))
    value.show(" ".join(filter(None, (_number(figure.value), figure.unit))))
    value.paint("fg" if figure.good else "danger")
    limits.show(_limits(figure))
    result.say(lambda: f"✓ {_(_WITHIN)}" if figure.good else f"✗ {_(_OUTSIDE)}")
    result.paint("success" if figure.good else "danger")


def _limits(figure: Figure) -> str:
    least, most = figure.least, figure.most
    if least is not None and most is not None:
        return f"{_number(least)} – {_number(most)}"
    if least is not None:
        return f"≥ {_number(least)}"
    return f"≤ {_number(most)}" if most is not None else ""


def _number(value: float) -> str:
    size = abs(value)
    text = f"{value:.{0 if size >= _WHOLE else 1 if size >= _UNITY else 2}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
