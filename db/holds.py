"""Held printers on SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from backoffice.domain.holds import HoldReason, PrinterHold
from backoffice.ports import Conflict
from db import tables as t
from db.printing_tables import printer_holds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

_C = printer_holds.c
_HOLD = select(
    _C.id,
    _C.desk_id,
    _C.printer,
    _C.reason,
    _C.words,
    _C.held_at,
    t.clerks.c.name.label("held_by"),
    _C.released_at.is_not(None).label("released"),
).join(t.clerks, t.clerks.c.id == _C.held_by, isouter=True)
NEXT_SEQ = select(t.audit_head.c.seq + 1).scalar_subquery()
"""The number that the action under way will have in the audit chain."""


class SqlPrinterHolds:
    """Implements ``ports.PrinterHolds`` inside one transaction."""

    def __init__(self, connection: Connection, at: datetime | None) -> None:
        self._connection = connection
        self._at = at

    def get(self, hold_id: int) -> PrinterHold:
        """Return the hold, released or not."""
        return _hold(self._connection.execute(_HOLD.where(_C.id == hold_id)).one())

    def of(self, desk_id: int, printer: str) -> PrinterHold | None:
        """Return the hold that is on a printer; None if it prints."""
        return next(iter(self._on((_C.desk_id == desk_id) & (_C.printer == printer))), None)

    def at_desk(self, desk_id: int) -> Sequence[PrinterHold]:
        """Return the holds that are on at a desk."""
        return self._on(_C.desk_id == desk_id)

    def put(
        self, desk_id: int, printer: str, reason: HoldReason, words: str, *, by: int | None
    ) -> PrinterHold:
        """Hold a printer; ``by`` is the clerk, None for the print lane."""
        hold_id = self._connection.scalar(
            insert(printer_holds)
            .values(
                desk_id=desk_id,
                printer=printer,
                reason=reason.value,
                words=words,
                held_at=self._at,
                held_by=by,
                held_seq=NEXT_SEQ,
            )
            .returning(_C.id)
        )
        assert hold_id is not None  # noqa: S101  an insert returns its row
        return self.get(hold_id)

    def release(self, hold: PrinterHold, *, by: int | None) -> None:
        """Let the printer go on; ``Conflict`` if somebody else did meanwhile."""
        changed = self._connection.execute(
            update(printer_holds)
            .where(_C.id == hold.id, _C.released_at.is_(None))
            .values(released_at=self._at, released_by=by, released_seq=NEXT_SEQ)
        )
        if changed.rowcount != 1:
            raise Conflict(hold.printer)

    def _on(self, where: ColumnElement[bool]) -> list[PrinterHold]:
        found = _HOLD.where(where, _C.released_at.is_(None)).order_by(_C.id)
        return [_hold(row) for row in self._connection.execute(found)]


def _hold(row: Row[*tuple[Any, ...]]) -> PrinterHold:
    values = dict(row._mapping) | {"reason": HoldReason(row.reason), "released": bool(row.released)}
    return PrinterHold(**values | {"held_by": row.held_by or ""})
