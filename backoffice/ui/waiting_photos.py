"""The photos that wait for approval, with a filter by what was measured."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from backoffice.domain.measurements import Verdict
from backoffice.domain.photos import Submission
from backoffice.ui.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backoffice.ports import Books
    from backoffice.ui.desk import Desk


class WaitingPhotos(Waiting[Submission]):
    """The queue, oldest first.

    Attributes:
        verdict: The filter; None lets all pass.
    """

    def __init__(self, owner: tk.Misc, desk: Desk, changed: Callable[[], None]) -> None:
        super().__init__(owner, desk, changed)
        self.verdict: Verdict | None = None

    @staticmethod
    def key(one: Submission) -> int:
        """Return the row of the photo."""
        return one.photo.id

    def ask(self, books: Books, *, most: int, after: int) -> tuple[int, Sequence[Submission]]:
        """Return how many wait, and the oldest of them beyond the photo ``after``."""
        return books.photos.submitted_count, books.photos.submitted(most=most, after=after)

    def passes(self, one: Submission) -> bool:
        """Tell whether the photo is of the verdict."""
        return self.verdict is None or verdict_of(one) is self.verdict

    def sift(self, verdict: Verdict | None) -> None:
        """Let only photos of this verdict pass."""
        self.verdict = verdict
        self._sift()


def verdict_of(one: Submission) -> Verdict:
    """Return what the measurements say; a photo that was not measured is doubtful."""
    return one.photo.measured.verdict if one.photo.measured else Verdict.DOUBTFUL
