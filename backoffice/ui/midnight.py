"""Changes the day: when the books open, at midnight, and after the machine slept through one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.day_change import change_day

if TYPE_CHECKING:
    from datetime import date

    from backoffice.ui.desk import Desk

EVERY_MS = 30_000
"""A timer set for midnight itself would sleep as long as the machine does, and trust its clock."""


class Midnight:
    """Looks at the clock again and again; a day that could not be changed is tried every time."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._timer = ""
        self._asked = False
        self._done: date | None = None

    def start(self) -> None:
        """Look now, and then again and again."""
        self.stop()
        self._timer = self._desk.after(EVERY_MS, self.start)
        program = self._desk.program
        today = program.clock.today()
        if self._asked or today == self._done:
            return
        self._asked = True
        self._desk.lanes.run(
            "store",
            self._desk,
            lambda: change_day(program.store(), program.clock),
            then=lambda _outcome: self._changed(today),
            failed=self._failed,
        )

    def stop(self) -> None:
        """Look no more."""
        if self._timer:
            self._desk.after_cancel(self._timer)
            self._timer = ""

    def _changed(self, day: date) -> None:
        self._asked, self._done = False, day
        if self._desk.session is not None and not self._desk.locked:
            self._desk.something_happened()

    def _failed(self, error: Exception) -> None:
        self._asked = False
        self._desk.failed(error)
