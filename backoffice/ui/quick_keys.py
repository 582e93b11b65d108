"""Single letters and digits that act at once, but only from a person's finger.

A scanner begins with a letter or a digit too, and a key that is held down repeats: neither may
decide anything.
"""

from __future__ import annotations

import time
import tkinter as tk
from typing import TYPE_CHECKING

from backoffice.ui.scanning import GAP_MS, NOT_TYPING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backoffice.ui.scanning import Scanner

_WAIT_MS = 2 * GAP_MS
_REPEAT_MS = 80
"""Keyboards repeat a held key at least this often."""


class QuickKeys:
    """Calls a command for a character, as soon as it is sure that no scanner typed it."""

    def __init__(self, owner: tk.Misc, scanner: Scanner) -> None:
        self._owner = owner
        self._top = owner.winfo_toplevel()  # an owner that is gone takes its commands along
        self._scanner = scanner
        self._last: tuple[str, float] = ("", 0.0)

    def press(self, event: tk.Event[tk.Misc], commands: Mapping[str, Callable[[], object]]) -> None:
        """Call the command of the character typed, if there is one."""
        character = event.char.lower()
        if not character or int(event.state) & NOT_TYPING:
            return
        now = float(event.time) or time.monotonic() * 1000
        before, at = self._last
        self._last = (character, now)
        if character in commands and not (character == before and 0 <= now - at < _REPEAT_MS):
            self._top.after(_WAIT_MS, self._unless_scanned, commands[character])

    def _unless_scanned(self, command: Callable[[], object]) -> None:
        # Idle: what a busy window has not read yet is read before.
        self._top.after_idle(self._act, command)

    def _act(self, command: Callable[[], object]) -> None:
        if self._owner.winfo_exists() and not self._scanner.reading:
            command()
