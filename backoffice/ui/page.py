"""What every tab of the window is made of."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, ClassVar

import ttkbootstrap as ttk

from backoffice.domain.roles import Right
from backoffice.ui import theme
from backoffice.ui.texts import rule
from backoffice.ui.workflow_column import WorkflowColumn

if TYPE_CHECKING:
    from backoffice.lane import Report
    from backoffice.ui.desk import Desk


class Page(ttk.Frame):
    """One tab; a class in ``backoffice/ui/pages``, made when it is first opened.

    Attributes:
        title: What its tab says.
        order: Place among the tabs, smallest first.
        right: What a role must carry to see it.
        column: Where the page keeps its form; the page gives it its place.
    """

    title: ClassVar[str] = ""
    order: ClassVar[int] = 100
    right: ClassVar[Right] = Right.READ

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent)
        self.desk = desk
        self.column = WorkflowColumn(self, desk)
        self.build()

    def build(self) -> None:
        """Lay out the page."""
        raise NotImplementedError

    def two_columns(self, *, right: int) -> ttk.Frame:
        """Give forms a column of this width at 96 dpi on the right; return what is left of it."""
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.columnconfigure(2, minsize=theme.px(self, right)[0])
        left = ttk.Frame(self, padding=16)
        left.grid(row=0, column=0, sticky="nsew")
        left.columnconfigure(0, weight=1)
        rule(self, vertical=True).grid(row=0, column=1, sticky="ns")
        self.column.grid(row=0, column=2, sticky="nsew")
        self.column.grid_propagate(False)
        return left

    def show_person(self, holder_id: int) -> None:
        """Show somebody; for pages that are about people."""
        raise NotImplementedError

    def make_room(self, *, wide: bool) -> None:
        """Give the open form more than its column, or take it back; nothing by default."""

    def give_way(self, *, to_form: bool) -> None:
        """A form is open that has the one primary button, or none any more; nothing by default."""

    @property
    def unsaved(self) -> bool:
        """Whether closing the window would lose work that stands in no form."""
        return False

    def opened(self) -> None:
        """The tab was chosen: read again what may have changed, put the focus in place."""

    def refresh(self) -> None:
        """Something happened at this desk: read again what is shown."""

    def typed(self, event: tk.Event[tk.Misc]) -> None:
        """Hear a key that no field and no button took; nothing by default."""

    def on_scan(self, text: str) -> bool:  # noqa: ARG002  to be overridden
        """Take a scan, or return False to leave it to the lookup."""
        return False

    def on_report(self, report: Report) -> None:
        """Hear what the print lane found."""
