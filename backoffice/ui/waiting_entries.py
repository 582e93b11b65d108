"""The applications for campus entry that wait for an answer, with whom they are from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.ui.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.domain.entry import Campus, EntryApplication
    from backoffice.domain.holders import Holder
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Applied:
    """An application that waits."""

    application: EntryApplication
    holder: Holder
    campus: Campus


class WaitingEntries(Waiting[Applied]):
    """The queue, oldest first."""

    @staticmethod
    def key(one: Applied) -> int:
        """Return the row of the application."""
        return one.application.id

    def ask(self, books: Books, *, most: int, after: int) -> tuple[int, Sequence[Applied]]:
        """Return how many wait, and the oldest of them beyond the application ``after``."""
        campuses = {campus.code: campus for campus in books.entry.campuses()}
        rows = [
            Applied(
                application=one,
                holder=books.holders.get(one.holder_id),
                campus=campuses[one.campus],
            )
            for one in books.entry.waiting(most=most, after=after)
        ]
        return books.entry.waiting_count, rows
