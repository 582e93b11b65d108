"""Room for a form that is taller than its place: it follows the focus and shows a bar."""

from __future__ import annotations

import tkinter as tk

import ttkbootstrap as ttk

_STEP = 48
_PATIENCE_MS = 50


class Scroller(ttk.Frame):
    """Shows ``inside`` as far as there is room; the rest is reached by wheel, bar or focus."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self._top = 0
        self._due = ""
        self._wanted: tk.Misc | None = None
        self.inside = ttk.Frame(self)
        self.inside.columnconfigure(0, weight=1)
        self._bar = ttk.Scrollbar(self, orient="vertical", command=self._dragged)
        self.inside.place(x=0, y=0, relwidth=1)
        for widget in (self, self.inside):
            widget.bind("<Configure>", lambda _event: self._settle())

    def reveal(self, widget: tk.Misc) -> None:
        """Scroll until ``widget`` can be seen, also when it grows; too tall: its beginning."""
        self._wanted = widget
        self._follow()

    def to_top(self) -> None:
        """Show the beginning."""
        self._wanted = None
        self._move(0)

    def _follow(self) -> None:
        widget = self._wanted
        if widget is None or not widget.winfo_exists() or not widget.winfo_ismapped():
            return
        top = widget.winfo_rooty() - self.inside.winfo_rooty()
        bottom = top + widget.winfo_height()
        if bottom > self._top + self.winfo_height():
            self._move(min(top, bottom - self.winfo_height()))
        elif top < self._top:
            self._move(top)

    def _settle(self) -> None:
        self.configure(height=self.inside.winfo_reqheight())
        self._move(self._top)
        self._follow()

    def _move(self, top: float) -> None:
        height, room = self.inside.winfo_reqheight(), self.winfo_height()
        self._top = int(max(0, min(top, height - room)))
        self.inside.place_configure(y=-self._top)
        if height > room > 1:
            self._rest()
            self.inside.place_configure(width=-self._bar.winfo_reqwidth() - 4)
            self._bar.place(relx=1, rely=0, anchor="ne", relheight=1)
            self._bar.set(self._top / height, (self._top + room) / height)
        elif self._bar.winfo_manager() and not self._due:
            # Texts that have not heard yet how narrow it is make it look lower than it is.
            self._due = self.after(_PATIENCE_MS, self._take_bar_away)

    def _take_bar_away(self) -> None:
        self._due = ""
        self._bar.place_forget()
        self.inside.place_configure(width=0)

    def _rest(self) -> None:
        if self._due:
            self.after_cancel(self._due)
            self._due = ""

    def destroy(self) -> None:
        """Go, with what was still to be done."""
        self._rest()
        super().destroy()

    def _dragged(self, kind: str, amount: str, _unit: str = "") -> None:
        self._wanted = None
        if kind == "moveto":
            self._move(float(amount) * self.inside.winfo_reqheight())
        else:
            self._move(self._top + int(amount) * _STEP)

    def roll(self, steps: int) -> None:
        """Move by turns of the wheel."""
        self._wanted = None
        self._move(self._top + steps * _STEP)


def reveal(widget: object) -> None:
    """Scroll whatever holds ``widget`` until it can be seen."""
    parent = widget
    while isinstance(parent, tk.Misc):
        if isinstance(parent, Scroller) and isinstance(widget, tk.Misc):
            parent.reveal(widget)
            return
        parent = getattr(parent, "master", None)
