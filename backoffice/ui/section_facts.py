"""Beside a section: what the chosen row says, in full, however narrow the columns are."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from backoffice.ui.section import LOOKED
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backoffice.ui.section import Section


class SectionFacts(ttk.Frame):
    """Follows whichever of the sections is shown."""

    def __init__(self, parent: tk.Misc, sections: Sequence[Section[Any]]) -> None:
        super().__init__(parent)
        self.columnconfigure(0, weight=1)
        for section in sections:
            for event in (LOOKED, "<Map>"):
                section.bind(event, self._looked(section), add="+")

    def _looked(self, section: Section[Any]) -> Callable[[object], None]:
        return lambda _event: self._show(section)

    def _show(self, section: Section[Any]) -> None:
        """Say what is chosen; a section that is not shown says nothing."""
        if not section.winfo_ismapped():
            return
        for child in self.winfo_children():
            child.destroy()
        row = section.list.chosen
        for head, said in section.facts(row) if row is not None else ():
            Text(self, head, ink="secondary", font="Desk.Small").grid(sticky="w", pady=(12, 0))
            Text(self, said, wrap=True).grid(sticky="ew")
