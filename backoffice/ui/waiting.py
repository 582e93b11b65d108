"""What waits for a decision: read batch by batch as far as somebody looks, 10,000 or more."""

from __future__ import annotations

import tkinter as tk
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from backoffice.ports import Books
    from backoffice.ui.desk import Desk

T = TypeVar("T")
Place = Any
"""Where one stands in the order of the books: its row, or whatever they order it by."""
BATCH = 200


class Waiting(Generic[T]):
    """The queue, oldest first; subclasses say what waits.

    Attributes:
        first: Stands before every row.
        rows: Those read so far that pass the filter.
        count: How many wait altogether.
    """

    first: ClassVar[Place] = 0

    def __init__(self, owner: tk.Misc, desk: Desk, changed: Callable[[], None]) -> None:
        self._owner = owner
        self._desk = desk
        self._changed = changed
        self._known: list[T] = []
        self._complete = False
        self._reading = 0
        self._wanted = 0
        self.rows: list[T] = []
        self.count = 0

    @staticmethod
    def key(one: T) -> Place:
        """Return where it stands; what came later has a greater one."""
        raise NotImplementedError

    def ask(self, books: Books, *, most: int, after: Place) -> tuple[int, Sequence[T]]:
        """Return how many wait, and the oldest of them beyond ``after``; off the Tk thread."""
        raise NotImplementedError

    def passes(self, one: T) -> bool:  # noqa: ARG002  to be overridden
        """Tell whether the filter lets it through; without one everything passes."""
        return True

    @property
    def complete(self) -> bool:
        """Whether everything that waits was read."""
        return self._complete

    def want(self, rows: int) -> None:
        """Read on until there are so many rows, or no more."""
        self._wanted = rows
        if len(self.rows) < rows and not self._complete and not self._reading:
            self._read(self.key(self._known[-1]) if self._known else self.first)

    def read_again(self, *, after: Place) -> None:
        """Read one batch beyond the row ``after`` again: somebody may have decided meanwhile."""
        self._read(after)

    def read_in_sight(self, top: int) -> None:
        """Read one batch again from the row number ``top`` on."""
        self._read(self.key(self.rows[top - 1]) if 0 < top <= len(self.rows) else self.first)

    def drop(self, keys: Collection[Place]) -> None:
        """Forget what was decided here."""
        gone = set(keys) & {self.key(one) for one in self._known}
        self._known = [one for one in self._known if self.key(one) not in gone]
        self.count -= len(gone)
        self._sift()

    def _sift(self) -> None:
        unsifted = type(self).passes is Waiting.passes
        self.rows = self._known[:] if unsifted else [n for n in self._known if self.passes(n)]
        self._changed()
        self.want(self._wanted)

    def _read(self, after: Place) -> None:
        program = self._desk.program
        self._reading += 1

        def read() -> tuple[int, Sequence[T]]:
            with program.store().reading() as books:
                return self.ask(books, most=BATCH, after=after)

        def merge(answer: tuple[int, Sequence[T]]) -> None:
            self._reading -= 1
            self.count, batch = answer
            self._merge(after, batch)

        def failed(error: Exception) -> None:
            self._reading -= 1
            self._desk.failed(error)

        self._desk.lanes.run("store", self._owner, read, then=merge, failed=failed)

    def _merge(self, after: Place, batch: Sequence[T]) -> None:
        ended = len(batch) < BATCH
        last = self.first if ended else self.key(batch[-1])
        # Only the place of the batch is touched: behind 100,000 rows it costs no more.
        start = bisect_right(self._known, after, key=self.key)
        end = len(self._known) if ended else bisect_right(self._known, last, key=self.key)
        self._known[start:end] = batch
        # Newer ones may have come behind what was the end.
        self._complete = ended or (self._complete and len(self._known) >= self.count)
        self._sift()
