"""Scanners type: a burst of keys ended by Return or Tab is a scan, wherever the focus is.

People leave more than 30 ms between keys, scanners less than 5. The times are those of the window
system, so a busy window measures no other gaps. What had already reached an entry is taken out
again, and the ending key does nothing else: Enter of a scanner presses no button.
"""

from __future__ import annotations

import sys
import time
import tkinter as tk
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backoffice.ui.fields import PasswordEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.ui.lifetime import Bindings

GAP_MS = 30
SHORTEST = 4
"""Characters a scan has at least; shorter bursts are two fingers falling at once."""
_NEXT_LINE_MS = 80
_TAG = "Scanner"
_ENDS = {"Return", "KP_Enter", "Tab"}
# Control and Alt; on Windows 0x8 is the lamp of the number keys.
NOT_TYPING = 0x4 | (0x20000 if sys.platform == "win32" else 0x8)


@dataclass
class _Burst:
    """Keys that came too fast for a person, so far."""

    text: str = ""
    last: float = 0.0
    entry: tk.Entry | None = None
    before: str = ""
    cursor: int = 0
    lines: list[str] = field(default_factory=list)


class Scanner:
    """Watches every key of the window; ``scanned`` gets whole scans, lines joined by newlines."""

    def __init__(self, root: tk.Misc, bindings: Bindings, scanned: Callable[[str], None]) -> None:
        self._root = root
        self._scanned = scanned
        self._burst = _Burst()
        self._delivery = ""
        self.listening = True
        # First of all tags: only so can the ending key be kept from buttons and entries.
        bindings.bind("<Key>", self._key, tag=_TAG)

    @property
    def busy(self) -> bool:
        """Whether a scan was read and waits to be delivered."""
        return bool(self._delivery)

    @property
    def reading(self) -> bool:
        """Whether the last keys came too fast for a person."""
        return self.busy or len(self._burst.text) > 1

    def _key(self, event: tk.Event[tk.Misc]) -> str | None:
        if not self.listening or isinstance(event.widget, PasswordEntry):
            return None
        now = float(event.time) or time.monotonic() * 1000
        gap = _NEXT_LINE_MS if self._delivery else GAP_MS
        fast = 0 <= now - self._burst.last < gap
        if event.keysym in _ENDS:
            return self._end(now, fast=fast)
        if not event.char or not event.char.isprintable() or int(event.state) & NOT_TYPING:
            return None  # Shift and its like belong to the character after them
        if not fast:
            self._begin(event.widget)
        self._burst.text += event.char
        self._burst.last = now
        # Only an entry may see them: letters press no button, but a space does.
        swallowed = fast and self._burst.entry is None
        return "break" if swallowed else None

    def _begin(self, widget: tk.Misc) -> None:
        if self._delivery:  # somebody types on right after a scan
            self._deliver()
        self._burst = _Burst()
        if isinstance(widget, tk.Entry):
            self._burst.entry = widget
            self._burst.before = widget.get()
            self._burst.cursor = widget.index("insert")

    def _end(self, now: float, *, fast: bool) -> str | None:
        burst = self._burst
        if not fast or len(burst.text) < SHORTEST:
            # A scanner that ends with Return and Tab, or with Return and line feed.
            return "break" if fast and burst.lines and not burst.text else None
        burst.lines.append(burst.text)
        burst.text = ""
        burst.last = now
        self._take_back(burst)
        if self._delivery:
            self._root.after_cancel(self._delivery)
        # A machine-readable zone comes as two or three lines, one right after the other.
        self._delivery = self._root.after(_NEXT_LINE_MS, self._deliver)
        return "break"

    def _deliver(self) -> None:
        if self._delivery:
            self._root.after_cancel(self._delivery)
            self._delivery = ""
        lines, self._burst.lines = self._burst.lines, []
        if lines:
            self._scanned("\n".join(lines))

    @staticmethod
    def _take_back(burst: _Burst) -> None:
        entry = burst.entry
        if entry is not None and entry.winfo_exists() and entry.get() != burst.before:
            entry.delete(0, "end")
            entry.insert(0, burst.before)
            entry.icursor(burst.cursor)


def listen_at(widget: object) -> None:
    """Let the scanner hear the keys of a widget before the widget itself does."""
    if isinstance(widget, tk.Misc):
        tags = widget.bindtags()
        if _TAG not in tags:
            widget.bindtags((_TAG, *tags))
