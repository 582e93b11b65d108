"""A page of sections: one of them on the left, on the right its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.ui.page import Page
from backoffice.ui.pick import Pick

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ttkbootstrap as ttk

    from backoffice.ui.section import Section


class SectionPage(Page):
    """Subclasses say which sections there are, and what stands beside them.

    Attributes:
        sections: All of them, made with the page.
        pick: Chooses which one is shown.
    """

    def kinds(self) -> Sequence[type[Section[Any]]]:
        """Return the sections, in their order."""
        raise NotImplementedError

    def fill_side(self, side: ttk.Frame) -> None:
        """Put what stands on the right while no form is open."""
        raise NotImplementedError

    def build(self) -> None:
        """Lay out sections and side."""
        left = self.two_columns(right=456)
        left.rowconfigure(1, weight=1)
        self.sections = [kind(left, self) for kind in self.kinds()]
        self.pick = Pick(left, [(one, one.title) for one in self.sections], self._show)
        self.pick.grid(row=0, sticky="w", pady=(0, 16))
        self._shown = self.sections[0]
        self.fill_side(self.column.resting())

    def opened(self) -> None:
        """Read what is shown anew."""
        self._shown.grid(row=1, sticky="nsew")
        self.refresh()
        if self.column.view is None:
            self._shown.list.table.focus_set()

    def refresh(self) -> None:
        """Read it again."""
        self._shown.refresh()

    def _show(self, section: Section[Any]) -> None:
        """Show a section in place of the one before; a form in which something is typed stays."""
        if not self.column.occupied:
            self.column.close()
        self._shown.grid_remove()
        self._shown = section
        self.opened()
