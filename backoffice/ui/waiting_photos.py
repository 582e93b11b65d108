"""What waits for approval: read batch by batch as far as somebody looks, 10,000 or more."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from backoffice.domain.measurements import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from backoffice.domain.photos import Submission
    from backoffice.ui.desk import Desk

BATCH = 200


class WaitingPhotos:
    """The queue, oldest first.

    Attributes:
        rows: Those read so far that pass the filter.
        count: How many wait altogether.
        verdict: The filter; None lets all pass.
    """

    def __init__(self, owner: tk.Misc, desk: Desk, changed: Callable[[], None]) -> None:
        self._owner = owner
        self._desk = desk
        self._changed = changed
        self._known: list[Submission] = []
        self._complete = False
        self._reading = 0
        self._wanted = 0
        self.rows: list[Submission] = []
        self.count = 0
        self.verdict: Verdict | None = None

    @property
    def complete(self) -> bool:
        """Whether everything that waits was read."""
        return self._complete

    def want(self, rows: int) -> None:
        """Read on until there are so many rows, or no more."""
        self._wanted = rows
        if len(self.rows) < rows and not self._complete and not self._reading:
            self._read(self._known[-1].photo.id if self._known else 0)

    def read_again(self, *, after: int) -> None:
        """Read one batch beyond the photo ``after`` again: somebody may have decided meanwhile."""
        self._read(after)

    def drop(self, photo_ids: Collection[int]) -> None:
        """Forget photos that were decided here."""
        gone = set(photo_ids) & {one.photo.id for one in self._known}
        self._known = [one for one in self._known if one.photo.id not in gone]
        self.count -= len(gone)
        self._sift()

    def sift(self, verdict: Verdict | None) -> None:
        """Let only photos of this verdict pass."""
        self.verdict = verdict
        self._sift()

    def _sift(self) -> None:
        self.rows = [
            one for one in self._known if self.verdict is None or verdict_of(one) is self.verdict
        ]
        self._changed()
        self.want(self._wanted)

    def _read(self, after: int) -> None:
        program = self._desk.program
        self._reading += 1

        def read() -> tuple[int, Sequence[Submission]]:
            with program.store().reading() as books:
                return books.photos.submitted_count, books.photos.submitted(most=BATCH, after=after)

        def merge(answer: tuple[int, Sequence[Submission]]) -> None:
            self._reading -= 1
            self.count, batch = answer
            self._merge(after, batch)

        def failed(error: Exception) -> None:
            self._reading -= 1
            self._desk.failed(error)

        self._desk.lanes.run("store", self._owner, read, then=merge, failed=failed)

    def _merge(self, after: int, batch: Sequence[Submission]) -> None:
        ended = len(batch) < BATCH
        last = 0 if ended else batch[-1].photo.id
        others = [
            one
            for one in self._known
            if one.photo.id <= after or (not ended and one.photo.id > last)
        ]
        self._known = sorted([*others, *batch], key=lambda one: one.photo.id)
        # Newer ones may have come behind what was the end.
        self._complete = ended or (self._complete and len(self._known) >= self.count)
        self._sift()


def verdict_of(one: Submission) -> Verdict:
    """Return what the measurements say; a photo that was not measured is doubtful."""
    return one.photo.measured.verdict if one.photo.measured else Verdict.DOUBTFUL
