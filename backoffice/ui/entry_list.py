"""The list of applications for campus entry that wait for an answer."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from backoffice.ui.entry_words import campus_words
from backoffice.ui.mark_list import MarkList
from backoffice.ui.mark_row import MarkRow
from backoffice.ui.texts import Text
from backoffice.ui.waiting_entries import Applied
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

HEIGHT = 76


class EntryRow(MarkRow[Applied]):
    """Name, number and unit, campus and days."""

    def lay_out(self) -> list[Text]:
        """Put the facts in place."""
        name = Text(self.facts, font="Desk.Strong")
        number, campus = (Text(self.facts, font="Desk.Small") for _n in range(2))
        name.grid(row=0, column=0, sticky="ew", padx=(12, 0))
        self.box.grid(row=0, column=1, sticky="e", padx=(8, 12))
        number.grid(row=1, column=0, columnspan=2, sticky="ew", padx=(12, 0))
        campus.grid(row=2, column=0, columnspan=2, sticky="ew", padx=(12, 0))
        return [name, number, campus]

    def fill(self, one: Applied) -> None:
        """Say who applies for what."""
        name, number, campus = self.texts
        days = f"{one.application.from_on.isoformat()} – {one.application.until_on.isoformat()}"
        name.show(one.holder.name)
        number.show(f"{one.holder.number} · {one.holder.unit_name}")
        campus.say(lambda: f"{_(campus_words(one.campus))} · {days}")


class EntryList(MarkList[Applied]):
    """Rows of applications."""

    def __init__(self, parent: tk.Misc, *, greyed: bool, told: Callable[[], None]) -> None:
        super().__init__(parent, height=HEIGHT, greyed=greyed, told=told)

    def make_row(self, place: tk.Misc) -> EntryRow:
        """Return a further row."""
        return EntryRow(
            place, height=HEIGHT, greyed=self.greyed, press=self.pressed, tick=self.ticked
        )
