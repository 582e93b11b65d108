"""The mouse wheel turns whatever the pointer is over, as far out as something can be turned."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from backoffice.ui.lifetime import Bindings


@runtime_checkable
class Rolls(Protocol):
    """A widget that the wheel moves; a positive number of steps is towards the end."""

    def roll(self, steps: int) -> None:
        """Move by turns of the wheel."""


def listen(bindings: Bindings) -> None:
    """Let the wheel turn what it is over."""
    bindings.bind("<MouseWheel>", lambda event: _turn(event, 1 if event.delta < 0 else -1))
    bindings.bind("<Button-4>", lambda event: _turn(event, -1))
    bindings.bind("<Button-5>", lambda event: _turn(event, 1))


def _turn(event: tk.Event[tk.Misc], steps: int) -> None:
    widget: object = event.widget
    while isinstance(widget, tk.Misc):
        if isinstance(widget, Rolls):
            widget.roll(steps)
            return
        widget = getattr(widget, "master", None)
