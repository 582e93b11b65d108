"""Blocking work off the Tk thread, answers back onto it: one single-worker lane per resource.

A worker never touches a widget, and an answer never reaches a widget that is gone. The poll that
brings answers back runs only while something is pending.
"""

from __future__ import annotations

import queue
import sys
import threading
import tkinter as tk
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from backoffice.domain.printers import ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backoffice.domain.settings import Settings

T = TypeVar("T")
_POLL_MS = 8
# Each call into Tk waits until a busy lane lets go: 5 ms by default, twenty times in a redraw. With
# one lane busy the window was deaf for 56 to 114 ms; now for 11 to 16.
_TURN_SECONDS = 0.0005
_PRINTER = "printer "
LANES = ("store", "passwords", "files", "camera", "drawing", "watch")


def printer_lane(name: str, ahead: int = 0) -> str:
    """Return the lane of a printer; what it takes ahead of the first job has further ones."""
    return f"{_PRINTER}{name}" if not ahead else f"{_PRINTER}{name} +{ahead}"


def printer_lanes(settings: Settings) -> dict[str, str]:
    """Return the lanes of the printers, as many each as it takes jobs, and whose each is."""
    return {
        printer_lane(name, ahead): name
        for role in ROLES
        for name in settings.printers_of(role)
        for ahead in range(settings.buffer_of(name))
    }


def lanes_of(settings: Settings) -> list[str]:
    """Return the lanes of a desk: the common ones, and one for each of its printers."""
    return [*LANES, *printer_lanes(settings)]


@dataclass(frozen=True, kw_only=True)
class _Task:
    lane: str
    owner: tk.Misc
    work: Callable[[], Any]
    then: Callable[[Any], None] | None
    failed: Callable[[Exception], None] | None
    wanted: Callable[[], bool] | None


class Lanes:
    """Runs tasks in named lanes; in each lane one after another, in the order they were given."""

    def __init__(self, root: tk.Misc, names: Iterable[str] = LANES) -> None:
        self._root = root
        self._lanes: dict[str, queue.SimpleQueue[_Task | None]] = {
            name: queue.SimpleQueue() for name in names
        }
        self._done: queue.SimpleQueue[tuple[_Task, Any, Exception | None]] = queue.SimpleQueue()
        self._pending: Counter[str] = Counter()
        self._poll = ""
        self._threads: list[threading.Thread] = []
        sys.setswitchinterval(_TURN_SECONDS)
        for name in self._lanes:
            self._open(name)

    def run(
        self,
        lane: str,
        owner: tk.Misc,
        work: Callable[[], T],
        *,
        then: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        wanted: Callable[[], bool] | None = None,
    ) -> None:
        """Do ``work`` in a lane, then call back on the Tk thread.

        Args:
            lane: One of ``LANES``, or that of a printer, which may have been set up meanwhile.
            owner: The widget the answer is for; if it is gone by then, the answer is dropped.
            work: The blocking part. It must not touch Tk.
            then: Called with the result.
            failed: Called with the error; without it the last-resort handler gets it.
            wanted: Asked before working and before answering; a superseded task costs nothing.
        """
        task = _Task(lane=lane, owner=owner, work=work, then=then, failed=failed, wanted=wanted)
        if lane not in self._lanes and lane.startswith(_PRINTER):
            self._lanes[lane] = queue.SimpleQueue()
            self._open(lane)
        self._pending[lane] += 1
        self._lanes[lane].put(task)
        if not self._poll:
            self._poll = self._root.after(_POLL_MS, self._drain)

    def idle(self, *lanes: str) -> bool:
        """Tell whether nothing runs in these lanes (all by default) and no answer waits."""
        return not any(self._pending[name] for name in lanes or self._lanes)

    def close(self, timeout: float = 2.0) -> None:
        """Stop after what runs now; what hangs longer than ``timeout`` seconds is left behind."""
        for lane in self._lanes.values():
            with suppress(queue.Empty):
                while True:
                    lane.get_nowait()
            lane.put(None)
        for thread in self._threads:
            thread.join(timeout)
        if self._poll:
            self._root.after_cancel(self._poll)
            self._poll = ""

    def _open(self, name: str) -> None:
        # Daemons: a printer that hangs must not keep a closed window alive.
        thread = threading.Thread(
            target=self._labour, args=(name,), name=f"lane {name}", daemon=True
        )
        self._threads.append(thread)
        thread.start()

    def _labour(self, name: str) -> None:
        while (task := self._lanes[name].get()) is not None:
            self._done.put(_worked(task))
            del task  # while it waits, a lane must not keep a form alive that was closed

    def _drain(self) -> None:
        self._poll = ""
        try:
            while True:
                task, result, error = self._done.get_nowait()
                self._pending[task.lane] -= 1
                _answer(task, result, error)
        except queue.Empty:
            pass
        finally:  # an answer that blew up must not strand the ones behind it
            if self._pending.total():
                self._poll = self._root.after(_POLL_MS, self._drain)


def _worked(task: _Task) -> tuple[_Task, Any, Exception | None]:
    try:
        return task, task.work() if task.wanted is None or task.wanted() else None, None
    except Exception as error:  # noqa: BLE001  every error is an answer
        return task, None, error


def _answer(task: _Task, result: object, error: Exception | None) -> None:
    try:
        gone = not task.owner.winfo_exists()
    except tk.TclError:
        gone = True
    if gone or (task.wanted is not None and not task.wanted()):
        return
    if error is None:
        if task.then is not None:
            task.then(result)
    elif task.failed is not None:
        task.failed(error)
    else:
        raise error
