"""Units that kept cards too long, and beside each the text that asks for them back (FAQ 4, B3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.policies import BATCH_DUE, BATCH_UNCLAIMED
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import batch_words, words
from backoffice.ui.batch_cards import BACK
from backoffice.ui.table import Table
from backoffice.ui.texts import Text
from backoffice.ui.words import _

if TYPE_CHECKING:
    import tkinter as tk
    from collections.abc import Callable, Sequence

    from backoffice.domain.batches import UnitOverdue
    from backoffice.ports import Books
    from backoffice.ui.desk import Desk

_HEADS = (N_("Unit"), N_("Contact"), N_("Since"), N_("Cards"), N_("Days overdue"))
_COPY = N_("Copy the text")


@dataclass(frozen=True, kw_only=True)
class Overdue:
    """Who is overdue.

    Attributes:
        units: The units, whoever has cards longest first.
        days: After how many days cards are due.
        before: What a unit has since before then is overdue.
    """

    units: Sequence[UnitOverdue]
    days: int
    before: datetime


class OverdueUnits(ttk.Frame):
    """Stands in place of the lists of batches while it is open; Esc leads back."""

    def __init__(
        self,
        parent: tk.Misc,
        desk: Desk,
        back: Callable[[], None],
        chosen: Callable[[UnitOverdue], None],
    ) -> None:
        super().__init__(parent, padding=16)
        self._desk = desk
        self._back = back
        self._chosen = chosen
        self.kept_for = 0
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        head = ttk.Frame(self)
        head.grid(row=0, sticky="ew", pady=(0, 8))
        leave = ttk.Button(head, command=back)
        words.put(leave, words.keyed(BACK, "Esc"))
        leave.pack(side="left", padx=(0, 16))
        Text(head, sentence("Units that are overdue"), font="Desk.Heading").pack(side="left")
        self.list: Table[UnitOverdue] = Table(
            self,
            heads=_HEADS,
            widths=(232, 200, 112, 72, 112),
            amounts=_HEADS[3:],
            cells=self._cells,
            key=lambda one: one.unit.id,
            told=self._write,
            opened=self._copy,
        )
        self.list.grid(row=1, sticky="nsew")
        self.list.table.bind("<Escape>", self._leave)
        self._letter = Text(self, wrap=True)
        self._letter.grid(row=2, sticky="ew", pady=(12, 8))
        foot = ttk.Frame(self)
        foot.grid(row=3, sticky="ew")
        self.button = ttk.Button(foot, command=self._copy, bootstyle="primary")
        words.put(self.button, words.keyed(_COPY, "Enter"))
        self.button.pack(side="left")
        self._said = Text(foot, ink="secondary", font="Desk.Small")
        self._said.pack(side="left", padx=(12, 0))

    def read(self, books: Books) -> Overdue:
        """Return who is overdue now; off the Tk thread."""
        due, late = (
            policy.of(books.policies.text(policy.name)) for policy in (BATCH_UNCLAIMED, BATCH_DUE)
        )
        before = self._desk.program.clock.now() - timedelta(days=due + late)
        return Overdue(units=books.batches.overdue(before), days=due, before=before)

    def show(self, found: Overdue) -> None:
        """Show these units."""
        self.kept_for = found.days
        self._said.say(sentence("Send it to the contact of the unit."))
        self.list.show(found.units)

    def grab(self) -> None:
        """Put the focus into the list, and let the page look at the unit that is chosen there."""
        self.list.table.focus_set()
        self._write()

    def _cells(self, one: UnitOverdue) -> Sequence[str]:
        due = batch_words.due_back(one.oldest, self.kept_for)
        today = self._desk.program.clock.today()
        return (
            one.unit.name,
            one.unit.reached or "—",
            one.oldest.astimezone().date().isoformat(),
            str(one.cards),
            str((today - due).days),
        )

    def _text(self) -> str:
        chosen = self.list.chosen
        if chosen is None:
            return ""
        place = self._desk.session_place
        return batch_words.reminder(
            chosen, place, batch_words.due_back(chosen.oldest, self.kept_for)
        )

    def _write(self) -> None:
        self._letter.show(self._text() or _(N_("No unit is overdue.")))
        if self.list.chosen is not None:
            self._chosen(self.list.chosen)
        self.button.state(["!disabled" if self.list.rows else "disabled"])

    def _copy(self) -> None:
        if text := self._text():
            self.clipboard_clear()
            self.clipboard_append(text)
            said = sentence("The text is copied: paste it where you write to the contact.")
            self._said.say(said)

    def _leave(self, _event: tk.Event[tk.Misc]) -> str:
        self._back()
        return "break"
