"""The field above a long table that leaves only the rows with what is typed there."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.ui.lifetime import follow
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.ui.words import Said


class OnlyWith(ttk.Frame):
    """Its name and the field; Down and Enter lead on into the table."""

    def __init__(
        self, parent: tk.Misc, said: Said, changed: Callable[[], None], leave: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._text = tk.StringVar(self)
        follow(self, self._text, lambda *_trace: changed())
        Text(self, said, ink="secondary").pack(side="left", padx=(0, 8))
        field = ttk.Entry(self, textvariable=self._text, font="Desk.Body")
        field.pack(side="left")

        def go_on(_event: tk.Event[tk.Misc]) -> str:
            leave()
            return "break"

        for key in ("<Down>", "<Return>"):
            field.bind(key, go_on)

    def keeps(self, *texts: str) -> bool:
        """Tell whether one of these holds what is typed, in capitals or not."""
        part = self._text.get().strip().casefold()
        return any(part in text.casefold() for text in texts)
