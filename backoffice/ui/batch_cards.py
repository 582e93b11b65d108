"""The cards of one batch: row, holder, number, state and place; 10,000 rows load as they scroll."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.sentences import N_, sentence
from backoffice.ui import batch_words, words
from backoffice.ui.table import Table
from backoffice.ui.texts import Text
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backoffice.domain.batches import BatchRow, BatchSum
    from backoffice.ui.desk import Desk

_HEADS = (N_("Row"), N_("Holder"), N_("Number"), N_("Card"), N_("State"))
_SOME = 200
# Outside of the f-string: the extractor of sentences does not look into one.
BACK = N_("Back to the batches")


class BatchCards(ttk.Frame):
    """Stands in place of both lists while a batch is open; Esc leads back."""

    def __init__(self, parent: tk.Misc, desk: Desk, back: Callable[[], None]) -> None:
        super().__init__(parent, padding=16)
        self._desk = desk
        self._found: BatchSum | None = None
        self._reading = 0
        self._back = back
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        head = ttk.Frame(self)
        head.grid(row=0, sticky="ew", pady=(0, 8))
        head.columnconfigure(1, weight=1)
        button = ttk.Button(head, command=back)
        words.put(button, words.keyed(BACK, "Esc"))
        button.grid(row=0, column=0, padx=(0, 16))
        self._title = Text(head, font="Desk.Heading", wrap=True)
        self._title.grid(row=0, column=1, sticky="ew")
        self.list: Table[BatchRow] = Table(
            self,
            heads=_HEADS,
            widths=(64, 200, 112, 120, 264),
            cells=lambda row: (
                str(row.card.row),
                row.holder_name,
                row.holder_number,
                row.card_number,
                _(batch_words.row_state(row)),
            ),
            key=lambda row: row.card.row,
            opened=self._open_person,
            more=self._read_more,
        )
        self.list.grid(row=1, sticky="nsew")
        self.list.table.bind("<Escape>", self._leave)
        Text(
            self,
            sentence("Enter opens the person."),
            ink="secondary",
            font="Desk.Small",
        ).grid(row=2, sticky="w", pady=(8, 0))

    def _leave(self, _event: tk.Event[tk.Misc]) -> str:
        self._back()
        return "break"

    def open(self, found: BatchSum) -> None:
        """Show the cards of a batch."""
        self._found = found
        number, unit = found.batch.number, found.batch.unit.name
        self._title.say(sentence("Batch {number}, {unit}", number=number, unit=unit))
        self.list.show([])
        self._read(after=0, then=self.list.show)
        self.list.table.focus_set()

    def refresh(self) -> None:
        """Read the first rows again; the others when they are asked for."""
        if self._found is not None and self.winfo_ismapped() and len(self.list.rows) <= _SOME:
            self._read(after=0, then=self.list.show)

    def printed(self, card_id: int) -> None:
        """Show what became of a card."""
        shown = [row for row in self.list.rows.values() if row.card.card_id == card_id]
        if shown and self._found is not None and self.winfo_ismapped():
            self._read(after=shown[0].card.row - 1, then=self._change, most=1)

    def _change(self, rows: Sequence[BatchRow]) -> None:
        for row in rows:
            self.list.change(row)

    def _read(
        self, *, after: int, then: Callable[[Sequence[BatchRow]], None], most: int = _SOME
    ) -> None:
        assert self._found is not None  # noqa: S101  read only while one is open
        program, batch_id = self._desk.program, self._found.batch.id
        self._reading += 1

        def read() -> Sequence[BatchRow]:
            with program.store().reading() as books:
                return books.batches.rows(batch_id, most=most, after=after)

        def show(rows: Sequence[BatchRow]) -> None:
            self._reading -= 1
            if self._found is not None and self._found.batch.id == batch_id:
                then(rows)

        def failed(error: Exception) -> None:
            self._reading -= 1
            self._desk.failed(error)

        self._desk.lanes.run("store", self, read, then=show, failed=failed)

    def _read_more(self) -> None:
        assert self._found is not None  # noqa: S101  there are rows of one
        last = max(row.card.row for row in self.list.rows.values())
        if last < self._found.rows and not self._reading:
            self._read(after=last, then=self.list.add)

    def _open_person(self) -> None:
        row = self.list.chosen
        if row is not None:
            self._desk.show_person(row.holder_id, row.card.card_id)
