"""Rulers in millimetres above and beside a card, with the place of what is selected."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from backoffice.domain.card_designs import HEIGHT_MM, WIDTH_MM
from backoffice.ui import theme

if TYPE_CHECKING:
    from backoffice.domain.card_designs import Element

_TEN, _FIVE = 10, 5


class Ruler:
    """Draws on the canvas of the card; zero is the upper left corner of the card."""

    def __init__(self, canvas: tk.Canvas, thickness: int) -> None:
        self._canvas, self._thickness = canvas, thickness
        self._scale, self._origin = 0.0, (0.0, 0.0)

    def draw(self, scale: float, origin: tuple[float, float]) -> None:
        """Draw both rulers anew, ``scale`` pixels to a millimetre."""
        self._scale, self._origin = scale, origin
        canvas, thick = self._canvas, self._thickness
        canvas.delete("ruler")
        if not scale:
            return
        wide, high = canvas.winfo_width(), canvas.winfo_height()
        ground = theme.color("chrome")
        for box in ((0, 0, wide, thick), (0, 0, thick, high)):
            canvas.create_rectangle(*box, fill=ground, outline=ground, tags="ruler")
        for upright, length in ((False, WIDTH_MM), (True, HEIGHT_MM)):
            for mm in range(int(length) + 1):
                self._tick(mm, upright=upright)

    def mark(self, element: Element | None) -> None:
        """Show on both rulers from where to where an element reaches."""
        canvas, thick = self._canvas, self._thickness
        canvas.delete("mark")
        if element is None or not self._scale:
            return
        left, top = self._origin
        x, y = left + element.x * self._scale, top + element.y * self._scale
        right, bottom = x + element.w * self._scale, y + element.h * self._scale
        accent = theme.color("primary")
        for box in ((x, thick - 3, right, thick), (thick - 3, y, thick, bottom)):
            canvas.create_rectangle(*box, fill=accent, outline=accent, tags="mark")

    def _tick(self, mm: int, *, upright: bool) -> None:
        canvas, thick, ink = self._canvas, self._thickness, theme.color("secondary")
        at = self._origin[1 if upright else 0] + mm * self._scale
        part = 0.55 if mm % _TEN == 0 else 0.4 if mm % _FIVE == 0 else 0.2
        inner = thick * (1 - part)
        line = (inner, at, thick, at) if upright else (at, inner, at, thick)
        canvas.create_line(*line, fill=ink, tags="ruler")
        if mm % _TEN == 0:
            x, y = (2.0, at - 1) if upright else (at + 2, 0.0)
            canvas.create_text(
                x,
                y,
                text=str(mm),
                fill=ink,
                font=("", -round(thick * 0.42)),
                anchor="sw" if upright else "nw",
                tags="ruler",
            )
