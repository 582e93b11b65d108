"""Find out when an old meal card was taken over, and by whom (FAQ 3, M3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backoffice.domain.timeline import Happening
    from backoffice.ports import Books

CODE = "meal_transfer"
_HAPPENINGS = 1000


def taken_over(books: Books, holder_id: int) -> Happening | None:
    """Return what froze the old meal card of a person; None if that is not in the books.

    Nothing about it can happen later: objections end where the account is frozen.
    """
    before = books.journal.of_holder(holder_id, most=_HAPPENINGS)
    return next((happening for happening in before if happening.code == CODE), None)
