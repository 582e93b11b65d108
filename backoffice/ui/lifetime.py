"""What ends when: Tk keeps every callback it was given, and all that hangs on it, until told.

A desk runs for weeks and opens thousands of forms, so nothing may outlive its widget.
"""

from __future__ import annotations

import gc
import tkinter as tk
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LOOK_MS = 1000
_OLDEST = 2


def follow(owner: tk.Misc, variable: tk.Variable, changed: Callable[..., object]) -> None:
    """Call ``changed`` whenever the variable is written, as long as ``owner`` lives."""
    trace = variable.trace_add("write", changed)

    def leave(event: tk.Event[tk.Misc]) -> None:
        if event.widget is owner:
            variable.trace_remove("write", trace)

    owner.bind("<Destroy>", leave, add=True)


class Bindings:
    """What one part of the program does with keys and mouse of the whole window."""

    def __init__(self, root: tk.Misc) -> None:
        self._root: tk.Misc = root.nametowidget(".")  # keeps the commands, whoever bound them
        self._made: list[tuple[str, str, str]] = []

    def bind(
        self, sequence: str, call: Callable[[tk.Event[tk.Misc]], object], *, tag: str = "all"
    ) -> None:
        """Call for every such event at widgets with this tag."""
        command = self._root.bind_class(tag, sequence, call)
        self._made.append((tag, sequence, command))

    def release(self) -> None:
        """Give all of them back."""
        for tag, sequence, command in self._made:
            self._root.unbind_class(tag, sequence)
            self._root.deletecommand(command)
        self._made.clear()


class Garbage:
    """Collects cyclic garbage, which is what widgets leave, on the Tk thread and nowhere else.

    Variables, images and fonts tell Tk when they die. A worker that happened to collect one would
    wait for the window, and a window that closes waits for its workers.
    """

    def __init__(self, root: tk.Misc, quiet: Callable[[], bool]) -> None:
        """Begin; the long collections are left for when it is ``quiet``."""
        self._root = root
        self._quiet = quiet
        gc.disable()
        self._timer = root.after(_LOOK_MS, self._again)

    def stop(self) -> None:
        """Leave it to Python again."""
        self._root.after_cancel(self._timer)
        gc.enable()

    def look(self) -> None:
        """Collect as Python itself would have by now."""
        for generation in (_OLDEST, 1, 0):
            full = gc.get_count()[generation] > gc.get_threshold()[generation]
            if full and (generation < _OLDEST or self._quiet()):
                gc.collect(generation)
                return

    def _again(self) -> None:
        self.look()
        self._timer = self._root.after(_LOOK_MS, self._again)
