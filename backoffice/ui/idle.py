"""Notices that nobody touched the desk for a while."""

from __future__ import annotations

import time
import tkinter as tk
from typing import TYPE_CHECKING

from backoffice.ui.lifetime import Bindings

if TYPE_CHECKING:
    from collections.abc import Callable

_LOOK_MS = 5000


class Idle:
    """Calls ``away`` when neither key nor mouse was used for so many minutes."""

    def __init__(self, root: tk.Misc, minutes: float, away: Callable[[], None]) -> None:
        self._root = root
        self._bindings = Bindings(root)
        self._most = minutes * 60
        self._away = away
        self.used = time.monotonic()
        for sequence in ("<KeyPress>", "<Button>", "<Motion>"):
            self._bindings.bind(sequence, self._touched)
        self._timer = root.after(_LOOK_MS, self._again)

    @property
    def seconds(self) -> float:
        """For how long nobody used it."""
        return time.monotonic() - self.used

    def look(self) -> None:
        """Look whether it was too long."""
        if self.seconds > self._most:
            self._away()

    def stop(self) -> None:
        """Look no more."""
        self._root.after_cancel(self._timer)
        self._bindings.release()

    def _again(self) -> None:
        self.look()
        self._timer = self._root.after(_LOOK_MS, self._again)

    def _touched(self, _event: tk.Event[tk.Misc]) -> None:
        self.used = time.monotonic()
