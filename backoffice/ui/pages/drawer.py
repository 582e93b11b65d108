"""The drawer of this desk: whether a shift is open, and what can be done with its money."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.money import yuan
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.ui import words
from backoffice.ui.offers import checked
from backoffice.ui.page import Page
from backoffice.ui.texts import Text, rule
from backoffice.ui.view import Offer
from backoffice.ui.views.shift import CloseShift, MoveCash, OpenShift, ShiftReport

if TYPE_CHECKING:
    from backoffice.domain.drawer import Shift
    from backoffice.ui.view import View

_OPEN_FIRST = N_("Open a shift first.")
_CLOSE_FIRST = N_("A shift is open already.")


@dataclass(frozen=True, kw_only=True)
class _State:
    """What the page shows; never what must be in the drawer: the count is blind."""

    shift: Shift | None
    clerk: str
    last: Shift | None


class Drawer(Page):
    """State on the left, forms on the right."""

    title = N_("Drawer")
    order = 60
    right = Right.SERVE

    def build(self) -> None:
        """Lay out state and side."""
        left = self.two_columns(right=504)
        self._heading = Text(left, font="Desk.Heading")
        self._heading.grid(sticky="w")
        self._state = ttk.Frame(left)
        self._state.grid(sticky="ew", pady=(16, 0))
        self._state.columnconfigure(1, weight=1)
        rule(left).grid(sticky="ew", pady=16)
        self._doings = ttk.Frame(left)
        self._doings.grid(sticky="ew")
        self._doings.columnconfigure(1, weight=1)
        Text(
            self.column.resting(),
            sentence("Cash is taken and paid only while a shift is open at this desk."),
            ink="secondary",
            wrap=True,
        ).grid(sticky="ew")

    def opened(self) -> None:
        """Read the state anew."""
        self.refresh()

    def refresh(self) -> None:
        """Read the state again."""
        program, desk_id = self.desk.program, self.desk.session_place.id

        def read() -> _State:
            with program.store().reading() as books:
                shift = books.shifts.open_at(desk_id)
                clerk = books.clerks.get(shift.clerk_id).name if shift is not None else ""
                return _State(shift=shift, clerk=clerk, last=books.shifts.last_at(desk_id))

        self.desk.lanes.run("store", self, read, then=self._draw, failed=self.desk.failed)

    def _draw(self, state: _State) -> None:
        for frame in (self._state, self._doings):
            for child in frame.winfo_children():
                child.destroy()
        place = words.desk_name(self.desk.session_place)
        self._heading.say(lambda: f"{words._(self.title)} · {words._(place)}")
        for row, (label, value, ink) in enumerate(_facts(state)):
            Text(self._state, label, ink="secondary").grid(
                row=row, column=0, sticky="w", pady=4, padx=(0, 24)
            )
            Text(self._state, value, ink=ink, font="Desk.Strong", wrap=True).grid(
                row=row, column=1, sticky="ew", pady=4
            )
        is_open = state.shift is not None
        self._button(0, OpenShift, _CLOSE_FIRST if is_open else "")
        self._button(1, MoveCash, "" if is_open else _OPEN_FIRST)
        self._button(2, CloseShift, "" if is_open else _OPEN_FIRST)
        self._button(3, ShiftReport, "" if is_open or state.last else _OPEN_FIRST)

    def _button(self, row: int, view: type[View], why_not: str) -> None:
        button = ttk.Button(self._doings, command=partial(self._open, view))
        words.put(button, view.short or view.title)
        button.grid(row=row, column=0, sticky="ew", pady=4)
        allowed = checked(self.desk, view, Offer.no(sentence(why_not)) if why_not else Offer.yes())
        if allowed.why_not is not None:
            button.state(["disabled"])
            Text(self._doings, allowed.why_not, ink="secondary", font="Desk.Small", wrap=True).grid(
                row=row, column=1, sticky="ew", padx=(16, 0)
            )

    def _open(self, view: type[View]) -> None:
        if self.column.free():
            self.column.open(view, None)


def _facts(state: _State) -> list[tuple[Sentence, Sentence, str]]:
    shift, last = state.shift, state.last
    facts: list[tuple[Sentence, Sentence, str]] = []
    if shift is None:
        facts.append((sentence("Shift"), sentence("none is open"), "warning"))
    else:
        since = shift.opened_at.astimezone().strftime("%Y-%m-%d %H:%M")
        said = sentence("open since {time}, {clerk}", time=since, clerk=state.clerk)
        facts.append((sentence("Shift"), said, "success"))
        facts.append((sentence("Float"), sentence(yuan(shift.opening)), "fg"))
    if last is not None and last.closed_at is not None and last.number is not None:
        difference = (last.counted or 0) - (last.expected or 0)
        facts.append(
            (
                sentence("Last report"),
                sentence(
                    "number {number}, {time}, difference {difference}",
                    number=last.number,
                    time=last.closed_at.astimezone().strftime("%Y-%m-%d %H:%M"),
                    difference=yuan(difference),
                ),
                "danger" if difference else "fg",
            )
        )
    return facts
