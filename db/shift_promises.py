"""What must always be true of shifts: queries for ``db.invariants``, a walk along the ledger."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from sqlalchemy import literal, select, union_all

from backoffice.domain.ledger import AccountKind
from backoffice.domain.reports import CLOSED, OPENED
from db import counter_tables
from db import tables as t

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from sqlalchemy import Connection, Row

    from db.vault import Vault

QUERIES = {
    "one-open-shift": """
        SELECT desk_id AS desk, count(*) AS shifts FROM shifts WHERE closed_at IS NULL
        GROUP BY desk_id HAVING count(*) > 1
        """,
    "shift-numbers-run-on": """
        SELECT id AS shift, number, ran FROM (
            SELECT id, number, row_number() OVER (PARTITION BY desk_id ORDER BY id) AS ran
            FROM shifts WHERE closed_at IS NOT NULL) AS numbered
        WHERE number <> ran
        """,
    "differences-are-explained": """
        SELECT id AS shift, counted - expected AS difference FROM shifts
        WHERE counted <> expected AND explanation = ''
        """,
    # Shifts of older books do not know what a clerk might sign alone then.
    "large-differences-have-two": """
        SELECT s.id AS shift, s.counted - s.expected AS difference FROM shifts s
        LEFT JOIN actions a ON a.at = s.closed_at AND a.desk_id = s.desk_id AND a.code = 'shift'
        WHERE abs(s.counted - s.expected) > s.alone
          AND (s.second_id IS NULL OR a.id IS NULL OR a.second_id IS NULL
               OR a.second_id <> s.second_id OR a.clerk_id = s.second_id)
        """,
}


class Running:
    """The balance of a desk's account, followed along the chain; it can only be asked onwards."""

    def __init__(self, connection: Connection, desk_id: int, kind: AccountKind) -> None:
        a, e = t.accounts.c, t.entries.c
        account = select(a.id).where(a.desk_id == desk_id, a.kind == kind.value).scalar_subquery()
        legs = union_all(
            select(e.id, e.action_id, e.credit_after.label("after")).where(e.credit_id == account),
            select(e.id, e.action_id, e.debit_after.label("after")).where(e.debit_id == account),
        ).subquery()
        rows = (
            select(t.actions.c.seq, legs.c.after)
            .join(t.actions, t.actions.c.id == legs.c.action_id)
            .order_by(t.actions.c.seq, legs.c.id)
        )
        self._rows = stream(connection, rows)
        self._next = next(self._rows, None)
        self._balance = 0

    def until(self, seq: int) -> int:
        """Return the balance after the action ``seq``."""
        while self._next is not None and self._next.seq <= seq:
            self._balance = self._next.after
            self._next = next(self._rows, None)
        return self._balance


def figures(connection: Connection, _key: Vault) -> Iterator[str]:
    """Compare each shift with the ledger at its two moments: float, expected, counted."""
    for desk_id in connection.scalars(select(t.desks.c.id).order_by(t.desks.c.id)).all():
        cash = Running(connection, desk_id, AccountKind.CASH)
        for shift, opened, closed in moments(connection, desk_id):
            if shift is None or opened is None or (shift.closed_at is None) != (closed is None):
                known = shift.id if shift is not None else "none"
                yield f"desk {desk_id}, shift {known}: it was not opened and closed by actions"
                continue
            wrong = opened.at != shift.opened_at or -cash.until(opened.seq) != shift.opening
            if closed is not None:
                before, after = -cash.until(closed.seq - 1), -cash.until(closed.seq)
                wrong |= closed.at != shift.closed_at
                wrong |= (before, after) != (shift.expected, shift.counted)
            if wrong:
                yield f"shift {shift.id}"


def moments(
    connection: Connection, desk_id: int
) -> Iterator[tuple[Row[Any] | None, Row[Any] | None, Row[Any] | None]]:
    """Yield each shift with the actions that opened and closed it: the n-th with the n-th."""
    s, a = counter_tables.shifts.c, t.actions.c
    shifts = select(counter_tables.shifts).where(s.desk_id == desk_id).order_by(s.id)
    bounds = [
        select(a.seq, a.at).where(a.desk_id == desk_id, a.code == literal(code)).order_by(a.seq)
        for code in (OPENED, CLOSED)
    ]
    return itertools.zip_longest(
        stream(connection, shifts), *(stream(connection, bound) for bound in bounds)
    )


def stream(connection: Connection, statement: Any) -> Generator[Row[Any]]:  # noqa: ANN401
    """Yield rows in batches: memory stays bounded."""
    with connection.execute(statement, execution_options={"yield_per": 400}) as rows:
        yield from rows
