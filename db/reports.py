"""What happened in a shift, on SQL: bounded by the order of actions, not by any clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from backoffice.domain.ledger import PER_DESK, AccountKind
from backoffice.domain.reports import CLOSED, OPENED
from backoffice.domain.timeline import StoredAction
from db import counter_tables
from db import tables as t
from db.ledger_history import posted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

    from backoffice.domain.drawer import Shift
    from backoffice.domain.ledger import PostedEntry


class SqlReports:
    """Implements ``ports.Reports`` inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def actions(self, shift: Shift) -> Sequence[StoredAction]:
        """Return what was done at the desk in a shift, oldest first."""
        a = t.actions.c
        rows = self._connection.execute(
            select(t.actions).where(a.desk_id == shift.desk_id, self._within(shift)).order_by(a.seq)
        )
        return [StoredAction(**row._mapping) for row in rows]

    def entries(self, shift: Shift, kind: AccountKind) -> Sequence[PostedEntry]:
        """Return what the desk posted in a shift to an account, its own or the center's."""
        a = t.accounts.c
        own = kind in PER_DESK
        account = self._connection.scalar(
            select(a.id).where(
                a.kind == kind.value, a.desk_id == shift.desk_id if own else a.desk_id.is_(None)
            )
        )
        if account is None:
            return []
        within = self._within(shift)
        if not own:
            within &= t.actions.c.desk_id == shift.desk_id
        return posted(self._connection, account, within)

    def opening(self, shift: Shift, kind: AccountKind) -> int:
        """Return the balance that an account of the desk had when a shift was opened."""
        a, e = t.accounts.c, t.entries.c
        account = self._connection.scalar(
            select(a.id).where(a.kind == kind.value, a.desk_id == shift.desk_id)
        )
        first = self._bound(shift, OPENED, self._before(shift))
        after = case((e.credit_id == account, e.credit_after), else_=e.debit_after)
        balance: int | None = self._connection.scalar(
            select(after)
            .join(t.actions, t.actions.c.id == e.action_id)
            .where((e.credit_id == account) | (e.debit_id == account))
            .where(t.actions.c.seq < (first or 0))
            .order_by(t.actions.c.seq.desc(), e.id.desc())
            .limit(1)
        )
        return balance or 0

    def _before(self, shift: Shift) -> int:
        s = counter_tables.shifts.c
        shifts = select(func.count()).where(s.desk_id == shift.desk_id, s.id < shift.id)
        return self._connection.scalar(shifts) or 0

    def _within(self, shift: Shift) -> ColumnElement[bool]:
        # A desk's shifts follow one another, so the n-th shift lies between the n-th opening and
        # the n-th closing; while it is being closed, that closing is not entered yet.
        before = self._before(shift)
        first = self._bound(shift, OPENED, before)
        last = self._bound(shift, CLOSED, before)
        within = t.actions.c.seq >= (first or 0)
        return within if last is None else within & (t.actions.c.seq <= last)

    def _bound(self, shift: Shift, code: str, number: int) -> int | None:
        a = t.actions.c
        return self._connection.scalar(
            select(a.seq)
            .where(a.desk_id == shift.desk_id, a.code == code)
            .order_by(a.seq)
            .offset(number)
            .limit(1)
        )
