"""Administration: what the center decided, and who and what works in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_
from backoffice.ui import registry, theme
from backoffice.ui.page import Page
from backoffice.ui.pick import Pick
from backoffice.ui.texts import Text, rule

if TYPE_CHECKING:
    from backoffice.ui.section import Section


_HINT = N_("Choose a row with ↑ ↓; Enter changes it. Every change is shown before it is made.")


class Administration(Page):
    """One section at a time on the left, its forms on the right."""

    title = N_("Administration")
    order = 95
    right = Right.ADMINISTER

    def build(self) -> None:
        """Lay out sections and side."""
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.columnconfigure(2, minsize=theme.px(self, 456)[0])
        left = ttk.Frame(self, padding=16)
        left.grid(row=0, column=0, sticky="nsew")
        left.columnconfigure(0, weight=1)
        left.rowconfigure(1, weight=1)
        self.sections = [kind(left, self) for kind in registry.all_sections()]
        options = [(one, one.title) for one in self.sections]
        self.pick = Pick(left, options, self._show)
        self.pick.grid(row=0, column=0, sticky="w", pady=(0, 16))
        self._shown = self.sections[0]
        rule(self, vertical=True).grid(row=0, column=1, sticky="ns")
        self.column.grid(row=0, column=2, sticky="nsew")
        self.column.grid_propagate(False)
        side = ttk.Frame(self.column, padding=16)
        side.columnconfigure(0, weight=1)
        Text(side, _HINT, ink="secondary", wrap=True).grid(sticky="ew")
        self.column.rest_with(side)

    def _show(self, section: Section[object]) -> None:
        """Show a section in place of the one before."""
        self.column.close()
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
        """Read it again."""
        self._shown.refresh()
