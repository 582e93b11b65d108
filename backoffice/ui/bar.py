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

    def set(self, first: float | str, last: float | str) -> None:
        """Show which part is in sight, from 0 to 1; all of it: show nothing."""
        super().set(float(first), float(last))
        if float(first) <= 0 and float(last) >= 1:
            self.grid_remove()
        else:
            self.grid()
