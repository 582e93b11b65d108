"""The balances kept on closed cards as a list for the file, in parts of a bounded length (D6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.documents import KeptBalances, KeptLine
from backoffice.domain.money import yuan
from backoffice.procedures.paper import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from backoffice.domain.ledger import Since
    from backoffice.domain.places import Desk
    from backoffice.ports import Books, Store

LINES = 2_000
"""In one part: drawn in a second, so that no card waits long for its turn to be drawn."""


def parts(store: Store, desk: Desk, *, clerk: str, at: datetime) -> Iterator[KeptBalances]:
    """Yield the list part by part, at least one; each is read from the books when it is wanted.

    Args:
        store: The books.
        desk: Where it is made.
        clerk: Who makes it.
        at: When; days are those of its zone.
    """
    with store.reading() as books:
        count, total = books.history.liabilities_total()
    many = max(1, -(-count // LINES))
    after: Since | None = None
    for part in range(1, many + 1):
        with store.reading() as books:
            lines, after = _lines(books, after, at)
        yield KeptBalances(
            place=place_of(desk),
            clerk=clerk,
            at=at,
            lines=lines,
            total=yuan(total),
            count=count,
            part=part,
            parts=many,
        )


def _lines(
    books: Books, after: Since | None, at: datetime
) -> tuple[tuple[KeptLine, ...], Since | None]:
    found = books.history.liabilities(most=LINES, after=after)
    lines = tuple(
        KeptLine(
            since=one.since.astimezone(at.tzinfo).date(),
            holder=one.holder_name,
            number=one.holder_number,
            card=one.card_number,
            amount=yuan(one.balance),
        )
        for one in found
    )
    return lines, found[-1].place if found else after
