"""A page of what waits for a decision: the list, one of them at large, and what is decided of it.

The keys are the same everywhere: arrows look, Space marks, A says yes and R says no.
"""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import ttkbootstrap as ttk

from backoffice import actions
from backoffice.domain.refusal import Fault, Refusal
from backoffice.ui import registry, theme
from backoffice.ui.doing import doing
from backoffice.ui.offers import checked
from backoffice.ui.page import Page
from backoffice.ui.quick_keys import QuickKeys
from backoffice.ui.texts import Text, rule
from backoffice.ui.view import Offer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backoffice.actions import Workflow
    from backoffice.domain.sentences import Sentence
    from backoffice.ui.decision_side import DecisionSide
    from backoffice.ui.mark_list import MarkList
    from backoffice.ui.view import View
    from backoffice.ui.waiting import Waiting

T = TypeVar("T")
O = TypeVar("O")  # noqa: E741  an outcome


class DecisionPage(Page, Generic[T]):
    """Three columns; subclasses say what waits, show one at large, and perform what is decided.

    Attributes:
        list: What waits, row by row; ``waiting`` reads it.
        side: The buttons.
        deciding: Whether a decision is just being committed.
        why_not: Why this clerk decides nothing here; None if they do.
    """

    list: MarkList[T]
    side: DecisionSide
    waiting: Waiting[T]
    deciding: bool
    why_not: Sentence | None

    def opened(self) -> None:
        """Read the list anew and put the focus where keys decide."""
        self.refresh()
        if self.column.view is None:
            self.list.focus_set()

    def refresh(self) -> None:
        """Read again what is in sight: another desk may have decided meanwhile."""
        self.waiting.read_in_sight(self.list.top)

    def typed(self, event: tk.Event[tk.Misc]) -> None:
        """Move with the arrows, decide with a letter; letters of a scanner decide nothing."""
        if self.column.view is not None:
            self.quick.press(event, self.quick_in_form())
            return
        moves: dict[str, Callable[[], None]] = {
            "Up": lambda: self.list.move(-1),
            "Down": lambda: self.list.move(1),
            "Prior": lambda: self.list.move(-self.list.room),
            "Next": lambda: self.list.move(self.list.room),
            "Home": lambda: self.list.go(0),
        }
        if event.keysym in moves:
            self.side.clear()
            moves[event.keysym]()
        else:
            keys = {"a": self.accept, "r": self.refuse, " ": self.list.tick}
            self.quick.press(event, keys)

    # ── what subclasses say ──────────────────────────────────────────────────────────────────

    def accept(self) -> None:
        """Say yes to what ``subject`` returns."""
        raise NotImplementedError

    def refuse(self) -> None:
        """Open the form that asks why, for what ``subject`` returns."""
        raise NotImplementedError

    def offered(self, view: type[View]) -> Offer | None:
        """Return whether a workflow is begun from here."""
        raise NotImplementedError

    def seen(self, one: T) -> bool:
        """Tell whether it is on the screen at large: nobody decides what they did not see."""
        raise NotImplementedError

    def quick_in_form(self) -> dict[str, Callable[[], object]]:
        """Return what single keys do while a form is open; nothing by default."""
        return {}

    # ── what subclasses use ──────────────────────────────────────────────────────────────────

    def lay_out(self, decides: type[View], *, left: int, right: int) -> ttk.Frame:
        """Make three columns of these widths at 96 dpi; return the one of the list."""
        self.deciding = False
        self.why_not = checked(self.desk, decides, Offer.yes()).why_not
        self.quick = QuickKeys(self, self.desk.scanner)
        self.rowconfigure(0, weight=1)
        left, right = theme.px(self, left, right)
        self.columnconfigure(0, minsize=left)
        self.columnconfigure(2, weight=1)
        self.columnconfigure(4, minsize=right)
        for column in (1, 3):
            rule(self, vertical=True).grid(row=0, column=column, sticky="ns")
        self.column.grid(row=0, column=4, sticky="nsew")
        self.column.grid_propagate(False)
        listed = ttk.Frame(self, style="Chrome.TFrame")
        listed.columnconfigure(0, weight=1)
        listed.grid_propagate(False)
        listed.grid(row=0, column=0, sticky="nsew")
        self.count = Text(listed, ground="chrome", font="Desk.Heading")
        self.count.grid(sticky="w", padx=16, pady=(16, 8))
        return listed

    def offer_others(self) -> None:
        """Offer what else is begun from here, beside the decision."""
        for view in registry.all_views():
            offer = self.offered(view)
            if offer is None:
                continue
            doing(
                self.side.below,
                view.short or view.title,
                partial(self.column.open, view, None),
                checked(self.desk, view, offer).why_not,
            )

    def unmark(self) -> None:
        """Take all marks away."""
        self.side.clear()
        self.list.unmark()
        self.list.focus_set()

    def subject(self) -> Sequence[T]:
        """Return the marked ones, or the one that is looked at once it was seen."""
        one = self.list.chosen
        if self.deciding or self.why_not is not None or self.column.view is not None:
            return []
        if self.list.marked:
            return self.list.marked
        return [one] if one is not None and self.seen(one) else []

    def perform(
        self,
        workflow: Workflow[Any, O],
        request: object,
        then: Callable[[O], None],
        *,
        action_id: str = "",
    ) -> None:
        """Do an action; a refusal stands beside the list, a fault can be tried again."""
        program, actor = self.desk.program, self.desk.actor
        action_id = action_id or actions.new_action_id()
        self.deciding = True
        self.side.clear()
        self.list.focus_set()

        def done(outcome: O) -> None:
            self.deciding = False
            then(outcome)
            self.desk.something_happened()

        def failed(error: Exception) -> None:
            self.deciding = False
            if isinstance(error, Refusal):
                self.side.notice.refuse(error)
            elif isinstance(error, Fault):
                again = partial(self.perform, workflow, request, then, action_id=action_id)
                self.side.notice.fail(error, again)
            else:
                raise error
            self.refresh()

        self.desk.lanes.run(
            "store",
            self,
            lambda: actions.perform(
                program.store(),
                program.clock,
                workflow,
                request,
                action_id=action_id,
                actor=actor,
            ),
            then=done,
            failed=failed,
        )
