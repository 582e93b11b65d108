"""The printers of this desk: how each of them is, what it has left, and how it is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_
from backoffice.ui import printer_words
from backoffice.ui.printer_forms import FORMS, AddPrinter, PrinterRow
from backoffice.ui.section import Section
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.ports import PrinterState, Program
    from backoffice.ui.words import Said

EVERY_MS = 4000


class Printers(Section[PrinterRow]):
    """All printers of the settings of this desk; asked again and again while they are shown."""

    title = N_("Printers")
    order = 40
    heads = (
        N_("Printer"),
        N_("It prints"),
        N_("Connection"),
        N_("State"),
        N_("Supplies"),
        N_("Printed"),
    )
    widths = (72, 124, 80, 368, 136, 60)
    amounts = heads[5:]
    changing = FORMS
    adding = AddPrinter
    explains = N_("These settings belong to this desk and are in use at once.")

    _timer = ""

    def refresh(self) -> None:
        """Show the settings, and ask each printer how it is; no other work waits for that."""
        program = self.page.desk.program
        states = {row.name: row.state for row in self.list.rows.values()}
        self.list.show(
            [
                PrinterRow(name=name, address=one, state=states.get(name))
                for name, one in program.settings.printers.items()
            ]
        )
        self._ask(program)

    def key(self, row: PrinterRow) -> str:
        """Return its name."""
        return row.name

    def _again(self) -> None:
        self._timer = ""
        if self.winfo_ismapped():
            self._ask(self.page.desk.program)

    def cells(self, row: PrinterRow) -> Sequence[str]:
        """Return what is set and what the printer says."""
        kind = printer_words.SHORT.get(row.address.kind, row.address.kind)
        first = (row.name, _(printer_words.role(row.role)), _(kind))
        if row.state is None:
            return (*first, _(N_("is asked …")), "—", "—")
        made = "—" if row.state.counter is None else str(row.state.counter)
        return (*first, _(row.state.sentence), printer_words.left(row.state), made)

    def facts(self, row: PrinterRow) -> Sequence[tuple[Said, Said]]:
        """Return the columns in full, and where it is."""
        return [*super().facts(row), (N_("Address"), lambda: row.address.target)]

    def _ask(self, program: Program) -> None:
        desk = self.page.desk

        def ask() -> list[PrinterRow]:
            return [
                PrinterRow(name=name, address=one, state=_state(program, name))
                for name, one in program.settings.printers.items()
            ]

        desk.lanes.run("watch", self, ask, then=self._answered, failed=desk.failed)

    def _answered(self, rows: list[PrinterRow]) -> None:
        if self._timer:
            self.after_cancel(self._timer)
        self._timer = self.after(EVERY_MS, self._again)
        if rows != list(self.list.rows.values()):
            self.list.show(rows)


def _state(program: Program, name: str) -> PrinterState | None:
    try:
        return program.printers().state(name)
    except Refusal:
        return None
