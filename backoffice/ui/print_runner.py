"""Keeps the print lane of each printer going while the window is open, and tells what it found."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from backoffice import lane
from backoffice.domain.refusal import Fault, Refusal
from backoffice.ui.tasks import printer_lanes

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.lane import Report
    from backoffice.ports import Program
    from backoffice.ui.tasks import Lanes

_IDLE_MS = 1500
_AFTER_FAULT_MS = 6000


class PrintRunner:
    """Takes the next job of each printer, in as many lanes as the printer buffers.

    Attributes:
        desk_id: The desk whose jobs are printed; nothing is printed before it is known.
    """

    def __init__(
        self,
        owner: tk.Misc,
        lanes: Lanes,
        program: Program,
        *,
        told: Callable[[Report], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._owner = owner
        self._lanes = lanes
        self._program = program
        self._told = told
        self._failed = failed
        self._timers: dict[str, str] = {}
        self._working: set[str] = set()
        self.desk_id: int | None = None

    @property
    def _whose(self) -> dict[str, str]:
        """The lanes of the printers; one may have been set up since the window opened."""
        return printer_lanes(self._program.settings)

    def start(self, desk_id: int) -> None:
        """Call what the last run left at a printer unconfirmed, then print what waits."""
        if self.desk_id == desk_id:
            return
        self.desk_id = desk_id
        program = self._program
        self._lanes.run(
            "store",
            self._owner,
            lambda: lane.recover(program.store(), program.clock, desk_id=desk_id),
            then=lambda _stranded: self.hurry(),
            failed=self._failed,
        )

    def hurry(self) -> None:
        """Look for jobs now: an action may have queued some."""
        for name in self._whose:
            self._cancel(name)
            self._step(name)

    def stop(self) -> None:
        """Take no further job; what is at a printer goes on."""
        self.desk_id = None
        for name in tuple(self._timers):
            self._cancel(name)

    def _step(self, name: str) -> None:
        desk_id, program, printer = self.desk_id, self._program, self._whose.get(name)
        if desk_id is None or printer is None or name in self._working:
            return
        self._working.add(name)
        self._lanes.run(
            name,
            self._owner,
            lambda: lane.step(
                program.store(),
                program.clock,
                program.printers(),
                desk_id=desk_id,
                printer=printer,
                ahead=program.settings.buffer_of(printer),
            ),
            then=lambda report: self._done(name, report),
            failed=lambda error: self._fault(name, error),
        )

    def _done(self, name: str, report: Report | None) -> None:
        self._working.discard(name)
        moved = report is not None and report.outcome != "waiting"
        self._later(name, 0 if moved else _IDLE_MS)
        if report is not None:
            self._told(report)

    def _fault(self, name: str, error: Exception) -> None:
        self._working.discard(name)
        self._later(name, _AFTER_FAULT_MS)
        if not isinstance(error, (Fault, Refusal)):
            raise error
        self._failed(error)

    def _later(self, name: str, milliseconds: int) -> None:
        self._cancel(name)
        if self.desk_id is not None:
            self._timers[name] = self._owner.after(milliseconds, self._step, name)

    def _cancel(self, name: str) -> None:
        if timer := self._timers.pop(name, ""):
            self._owner.after_cancel(timer)
