"""What stands in the middle while nobody is at the window."""

from __future__ import annotations

import tkinter as tk

import ttkbootstrap as ttk

from backoffice.domain.sentences import sentence
from backoffice.ui.texts import Text

_WAYS = (
    ("upc-scan", sentence("Scan a card or a certificate: it works from anywhere.")),
    ("search", sentence("Type a name, pinyin or initials, or a number.")),
    ("keyboard", sentence("F1 shows all keys.")),
)


class Welcome(ttk.Frame):
    """Three ways to begin."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        box = ttk.Frame(self)
        box.place(relx=0.5, rely=0.42, anchor="center", relwidth=0.76)
        box.columnconfigure(1, weight=1)
        Text(box, sentence("Who is next?"), font="Desk.Name").grid(
            columnspan=2, sticky="w", pady=(0, 16)
        )
        for row, (icon, said) in enumerate(_WAYS, start=1):
            Text(box, ink="info", icon=icon).grid(row=row, column=0, sticky="nw", pady=6)
            Text(box, said, ink="secondary", wrap=True).grid(
                row=row, column=1, sticky="ew", padx=(12, 0), pady=6
            )
