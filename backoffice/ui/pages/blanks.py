"""Blanks: where each piece of plastic is that is no card yet, or none any more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_
from backoffice.ui import blank_sections as sections
from backoffice.ui import registry, theme, words
from backoffice.ui.offers import checked
from backoffice.ui.page import Page
from backoffice.ui.pick import Pick
from backoffice.ui.texts import Text, rule

if TYPE_CHECKING:
    from backoffice.ui.blank_sections import DeskRow
    from backoffice.ui.section import Section
    from backoffice.ui.view import View

_KINDS: tuple[type[Section[object]], ...] = (
    sections.DeskStocks,
    sections.Parcels,
    sections.Waiting,
    sections.Boxes,
    sections.Destructions,
)  # type: ignore[assignment]


class Blanks(Page):
    """One table at a time on the left; on the right what this desk has, and the forms."""

    title = N_("Blanks")
    order = 82
    right = Right.SERVE

    def build(self) -> None:
        """Lay out tables and side."""
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.columnconfigure(2, minsize=theme.px(self, 456)[0])
        left = ttk.Frame(self, padding=16)
        left.grid(row=0, column=0, sticky="nsew")
        left.columnconfigure(0, weight=1)
        left.rowconfigure(1, weight=1)
        self.sections = [kind(left, self) for kind in _KINDS]
        options = [(one, one.title) for one in self.sections]
        Pick(left, options, self.show).grid(row=0, column=0, sticky="w", pady=(0, 16))
        self._shown = self.sections[0]
        rule(self, vertical=True).grid(row=0, column=1, sticky="ns")
        self.column.grid(row=0, column=2, sticky="nsew")
        self.column.grid_propagate(False)
        side = ttk.Frame(self.column, padding=16)
        side.columnconfigure(0, weight=1)
        Text(side, N_("This desk"), font="Desk.Heading").grid(sticky="w")
        self._said = Text(side, wrap=True)
        self._said.grid(sticky="ew", pady=(4, 12))
        for view in registry.all_views():
            if view.offer_desk() is not None:
                self._button(side, view)
        self.column.rest_with(side)

    def show(self, section: Section[object]) -> None:
        """Show a table in place of the one before."""
        self._shown.grid_remove()
        self._shown = section
        self.opened()

    def opened(self) -> None:
        """Read what is shown anew."""
        self._shown.grid(row=1, column=0, sticky="nsew")
        self.refresh()
        if self.column.view is None:
            self._shown.list.table.focus_set()

    def refresh(self) -> None:
        """Read it again, and what this desk has."""
        self._shown.refresh()
        program, here = self.desk.program, self.desk.session_place

        def read() -> DeskRow:
            with program.store().reading() as books:
                return sections.read_desk(books, here, waste=0)

        self.desk.lanes.run("store", self, read, then=self._say, failed=self.desk.failed)

    def _say(self, row: DeskRow) -> None:
        self._said.say(sections.low_stock(row))
        self._said.paint("warning" if row.low else "success")

    def _button(self, side: ttk.Frame, view: type[View]) -> None:
        offer = view.offer_desk()
        assert offer is not None  # noqa: S101  asked a line earlier
        allowed = checked(self.desk, view, offer)
        button = ttk.Button(side, command=partial(self.column.open, view, None))
        words.put(button, view.short or view.title)
        button.grid(sticky="ew", pady=4)
        if allowed.why_not is not None:
            button.state(["disabled"])
            Text(side, allowed.why_not, ink="secondary", font="Desk.Small", wrap=True).grid(
                sticky="ew", pady=(0, 4)
            )
