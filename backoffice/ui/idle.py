"""Notices that nobody touched the desk for a while."""

from __future__ import annotations

import time
import tkinter as tk
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LOOK_MS = 5000


class Idle:
    """Calls ``away`` when neither key nor mouse was used for so many minutes."""

    def __init__(self, root: tk.Misc, minutes: float, away: Callable[[], None]) -> None:
        self._root = root
        self._seconds = minutes * 60
        self._away = away
        self.used = time.monotonic()
        for sequence in ("<KeyPress>", "<Button>", "<Motion>"):
            root.bind_all(sequence, self._touched)
        self._timer = root.after(_LOOK_MS, self._again)

    def look(self) -> None:
        """Look whether it was too long."""
        if time.monotonic() - self.used > self._seconds:
            self._away()

    def stop(self) -> None:
        """Look no more."""
        self._root.after_cancel(self._timer)

    def _again(self) -> None:
        self.look()
        self._timer = self._root.after(_LOOK_MS, self._again)

    def _touched(self, _event: tk.Event[tk.Misc]) -> None:
        self.used = time.monotonic()
