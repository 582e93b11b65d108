"""The right column: the open workflow beside the person, or what is under way at this desk."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.sentences import sentence
from backoffice.ui.scroller import Scroller

if TYPE_CHECKING:
    from backoffice.domain.print_jobs import PrintJob
    from backoffice.ui.desk import Desk
    from backoffice.ui.page import Page
    from backoffice.ui.person import Person
    from backoffice.ui.view import View


class WorkflowColumn(ttk.Frame):
    """Holds at most one view; ``idle`` is what stands here while there is none."""

    def __init__(self, page: Page, desk: Desk) -> None:
        super().__init__(page)
        self._page = page
        self._desk = desk
        self.view: View | None = None
        self.idle: tk.Widget | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)

    def rest_with(self, widget: tk.Widget) -> None:
        """Show ``widget`` while no view is open."""
        self.idle = widget
        widget.grid(row=0, column=0, sticky="nsew")

    def resting(self, *, scrolls: bool = False) -> ttk.Frame:
        """Return an empty frame to be filled, which is shown while no view is open."""
        around = Scroller(self) if scrolls else None
        frame = ttk.Frame(around.inside if around else self, padding=16)
        frame.columnconfigure(0, weight=1)
        frame.grid(sticky="nsew")
        self.rest_with(around or frame)
        return frame

    @property
    def occupied(self) -> bool:
        """Whether the open view waits for an answer, or would lose something."""
        return self.view is not None and (self.view.waiting or self.view.dirty)

    def free(self) -> bool:
        """Tell whether another view may take the place; if not, the clerk is told why."""
        if self.occupied:
            said = sentence("Finish or cancel the open form first (Esc).")
            self._desk.tell(said, ink="warning")
        return not self.occupied

    def open(
        self,
        kind: type[View],
        person: Person | None,
        *,
        job: PrintJob | None = None,
        action_id: str = "",
    ) -> View:
        """Open a view in place of the one before."""
        self.close()
        if self.idle is not None:
            self.idle.grid_remove()
        self.view = kind(self, self._desk, person, job=job, action_id=action_id)
        self.view.grid(row=0, column=0, sticky="nsew")
        self._page.give_way(to_form=True)
        return self.view

    def close(self) -> None:
        """Close the view that is open."""
        if self.view is not None:
            view, self.view = self.view, None
            self._desk.unfinished.forget(view)
            view.destroy()
            self.make_room(wide=False)
            self._page.give_way(to_form=False)
        if self.idle is not None:
            self.idle.grid()

    def make_room(self, *, wide: bool) -> None:
        """Give the view the place of the person's page too, or give that back."""
        self._page.make_room(wide=wide)
