"""The balances kept on closed cards that wait to be settled (D6)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.ledger import Liability, Since
from backoffice.ui.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.ports import Books


class WaitingBalances(Waiting[Liability]):
    """The list, oldest first.

    Attributes:
        total: How much is kept altogether, in fen.
    """

    first: ClassVar[Since] = (datetime.min.replace(tzinfo=UTC), 0)
    total = 0

    @staticmethod
    def key(one: Liability) -> Since:
        """Return since when, and which card."""
        return one.place

    def ask(self, books: Books, *, most: int, after: Since) -> tuple[int, Sequence[Liability]]:
        """Return how many there are, and the oldest of them beyond ``after``."""
        count, self.total = books.history.liabilities_total()
        where = None if after == self.first else after
        return count, books.history.liabilities(most=most, after=where)
