"""What the card printers of a desk say they made in their lives, asked at both ends of a shift."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backoffice.ports import Program

LANE = "watch"
"""Asking may take seconds: the books must not wait for it."""


def read_counters(program: Program) -> tuple[tuple[str, int], ...]:
    """Return the counter of each card printer that tells one, by name; it blocks."""
    printers = program.printers()
    told = ((name, printers.state(name).counter) for name in printers.names("card"))
    return tuple((name, counter) for name, counter in told if counter is not None)
