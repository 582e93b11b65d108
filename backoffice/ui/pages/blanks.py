"""Blanks: where each piece of plastic is that is no card yet, or none any more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_
from backoffice.ui import blank_sections as sections
from backoffice.ui import registry
from backoffice.ui.doing import doing
from backoffice.ui.offers import checked
from backoffice.ui.section_page import SectionPage
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ttkbootstrap as ttk

    from backoffice.ui.blank_sections import DeskRow
    from backoffice.ui.section import Section


class Blanks(SectionPage):
    """On the right what this desk has, and the forms."""

    title = N_("Blanks")
    order = 82
    right = Right.SERVE

    def kinds(self) -> Sequence[type[Section[Any]]]:
        """Return where plastic lies, and where it went."""
        return (
            sections.DeskStocks,
            sections.Parcels,
            sections.Waiting,
            sections.Boxes,
            sections.Destructions,
        )

    def fill_side(self, side: ttk.Frame) -> None:
        """Say what this desk has, and offer what can be done with it."""
        Text(side, N_("This desk"), font="Desk.Heading").grid(sticky="w")
        self._said = Text(side, wrap=True)
        self._said.grid(sticky="ew", pady=(4, 12))
        for view in registry.all_views():
            offer = view.offer_desk()
            if offer is not None:
                doing(
                    side,
                    view.short or view.title,
                    partial(self.column.open, view, None),
                    checked(self.desk, view, offer).why_not,
                )

    def refresh(self) -> None:
        """Read it again, and what this desk has."""
        super().refresh()
        program, here = self.desk.program, self.desk.session_place

        def read() -> DeskRow:
            with program.store().reading() as books:
                return sections.read_desk(books, here, waste=0)

        self.desk.lanes.run("store", self, read, then=self._say, failed=self.desk.failed)

    def _say(self, row: DeskRow) -> None:
        self._said.say(sections.low_stock(row))
        self._said.paint("warning" if row.low else "success")
