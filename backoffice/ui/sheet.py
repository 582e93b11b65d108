"""The consequence sheet on screen: what changes, before and after, in the order of the receipt."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.sentences import sentence
from backoffice.ui.texts import Text, rule

if TYPE_CHECKING:
    from backoffice.domain.sheets import Line, Sheet

_HEAD = (sentence("What changes"), sentence("Before"), sentence("After"))


class SheetTable(ttk.Frame):
    """Shows one sheet; ``digest`` is what the confirmation sends back."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self.digest = ""
        for column, weight in enumerate((5, 5, 8)):
            self.columnconfigure(column, weight=weight, uniform="sheet")

    def show(self, sheet: Sheet) -> None:
        """Show a sheet in place of the one before."""
        for child in self.winfo_children():
            child.destroy()
        self.digest = sheet.digest
        for column, said in enumerate(_HEAD):
            Text(self, said, ink="secondary", font="Desk.Small").grid(
                row=0, column=column, sticky="w", pady=(0, 4)
            )
        for number, line in enumerate(sheet.lines):
            self._line(2 * number + 1, line)
        for note in sheet.notes:
            Text(self, note, ink="secondary", wrap=True).grid(
                column=0, columnspan=3, sticky="ew", pady=(8, 0)
            )

    def _line(self, row: int, line: Line) -> None:
        rule(self).grid(row=row, column=0, columnspan=3, sticky="ew")
        same = str(line.before) == str(line.after)
        cells = (
            (line.label, "fg", "Desk.Body"),
            (line.before, "secondary", "Desk.Body"),
            (line.after, "secondary" if same else "fg", "Desk.Body" if same else "Desk.Strong"),
        )
        for column, (said, ink, font) in enumerate(cells):
            Text(self, said, ink=ink, font=font, wrap=True).grid(
                row=row + 1, column=column, sticky="new", pady=6, padx=(0, 8)
            )
