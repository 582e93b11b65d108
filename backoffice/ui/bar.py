"""The bar beside a list: it is seen only while there is something to scroll."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ttkbootstrap as ttk

if TYPE_CHECKING:
    import tkinter as tk
    from collections.abc import Callable


class Bar(ttk.Scrollbar):
    """Stands in a column of its own, whose room stays free while the bar is away."""

    def __init__(
        self,
        parent: tk.Misc,
        command: Callable[..., object],
        *,
        row: int = 0,
        pady: int | tuple[int, int] = 0,
    ) -> None:
        super().__init__(parent, orient="vertical", command=command)
        self.grid(row=row, column=1, sticky="ns", pady=pady)
        parent.columnconfigure(1, minsize=self.winfo_reqwidth())
        self._away = False
        self._due = ""

    def set(self, first: float | str, last: float | str) -> None:
        """Show which part is in sight, from 0 to 1; all of it: show nothing."""
        super().set(float(first), float(last))
        self._away = float(first) <= 0 and float(last) >= 1
        # Not at once: in the middle of laying out, Tk forgets the list when the bar goes.
        self._due = self._due or self.after_idle(self._fit)

    def destroy(self) -> None:
        """Go, with what was still to be done."""
        if self._due:
            self.after_cancel(self._due)
        super().destroy()

    def _fit(self) -> None:
        self._due = ""
        if self._away:
            self.grid_remove()
        else:
            self.grid()
