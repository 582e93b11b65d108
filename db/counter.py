"""Shifts, objections, found cards and query passwords on SQL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from backoffice.domain.drawer import Pieces, Shift
from backoffice.domain.found_cards import FoundCard, FoundState
from backoffice.domain.meal import MealDispute
from backoffice.ports import Conflict
from db import counter_tables
from db import tables as t

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection, Row, Select

_S, _D, _F = counter_tables.shifts.c, counter_tables.meal_disputes.c, counter_tables.found_cards.c
_SHIFT = select(*(_S[name] for name in Shift.__dataclass_fields__))
_DISPUTE = select(*(_D[name] for name in MealDispute.__dataclass_fields__))
_FOUND = (
    select(
        *(_F[name] for name in FoundCard.__dataclass_fields__ if name in _F),
        t.cards.c.number.label("card_number"),
        t.cards.c.holder_id,
        t.holders.c.name.label("holder_name"),
    )
    .join(t.cards, t.cards.c.id == _F.card_id)
    .join(t.holders, t.holders.c.id == t.cards.c.holder_id)
)
_KEPT = _F.state == FoundState.KEPT.value


class SqlShifts:
    """Implements ``ports.Shifts`` inside one transaction."""

    def __init__(self, connection: Connection, at: datetime | None) -> None:
        self._connection = connection
        self._at = at

    def open_at(self, desk_id: int) -> Shift | None:
        """Return the shift that is open at a desk."""
        return self._one(_SHIFT.where(_S.desk_id == desk_id, _S.closed_at.is_(None)))

    def last_at(self, desk_id: int) -> Shift | None:
        """Return the shift that was closed last at a desk."""
        closed = _SHIFT.where(_S.desk_id == desk_id, _S.closed_at.is_not(None))
        return self._one(closed.order_by(_S.number.desc()).limit(1))

    def open(self, *, desk_id: int, clerk_id: int, opening: int, pieces: Pieces) -> Shift:
        """Open a shift with a counted float in fen; ``Conflict`` if one is open."""
        if self.open_at(desk_id) is not None:
            raise Conflict(str(desk_id))
        self._connection.execute(
            insert(counter_tables.shifts).values(
                desk_id=desk_id,
                clerk_id=clerk_id,
                opened_at=self._at,
                opening=opening,
                opening_pieces=_pieces(pieces),
            )
        )
        found = self.open_at(desk_id)
        assert found is not None  # noqa: S101  entered a line earlier
        return found

    def close(
        self,
        shift: Shift,
        *,
        counted: int,
        pieces: Pieces,
        expected: int,
        explanation: str,
        second_id: int | None,
        alone: int,
    ) -> Shift:
        """Close a shift with a blind count; it gets the desk's next Z number."""
        last = self._connection.scalar(
            select(func.max(_S.number)).where(_S.desk_id == shift.desk_id)
        )
        changed = self._connection.execute(
            update(counter_tables.shifts)
            .where(_S.id == shift.id, _S.closed_at.is_(None))
            .values(
                closed_at=self._at,
                counted=counted,
                counted_pieces=_pieces(pieces),
                expected=expected,
                explanation=explanation,
                second_id=second_id,
                number=(last or 0) + 1,
                alone=alone,
            )
        )
        if changed.rowcount != 1:
            raise Conflict(str(shift.id))
        found = self._one(_SHIFT.where(_S.id == shift.id))
        assert found is not None  # noqa: S101  changed a line earlier
        return found

    def _one(self, found: Select[*tuple[Any, ...]]) -> Shift | None:
        row = self._connection.execute(found).one_or_none()
        return Shift(**row._mapping) if row else None


class SqlDisputes:
    """Implements ``ports.Disputes`` inside one transaction."""

    def __init__(self, connection: Connection, at: datetime | None) -> None:
        self._connection = connection
        self._at = at

    def raise_one(self, *, holder_id: int, balance: int, words: str) -> MealDispute:
        """Record an objection; ``Conflict`` if one is open."""
        if self.open_of(holder_id) is not None:
            raise Conflict(str(holder_id))
        self._connection.execute(
            insert(counter_tables.meal_disputes).values(
                holder_id=holder_id, balance=balance, words=words, at=self._at
            )
        )
        found = self.open_of(holder_id)
        assert found is not None  # noqa: S101  entered a line earlier
        return found

    def open_of(self, holder_id: int) -> MealDispute | None:
        """Return the open objection of a person."""
        found = _DISPUTE.where(_D.holder_id == holder_id, _D.settled_at.is_(None))
        row = self._connection.execute(found).one_or_none()
        return MealDispute(**row._mapping) if row else None

    def settle(self, dispute: MealDispute, *, settlement: str) -> None:
        """Close an objection with what came of it."""
        changed = self._connection.execute(
            update(counter_tables.meal_disputes)
            .where(_D.id == dispute.id, _D.settled_at.is_(None))
            .values(settled_at=self._at, settlement=settlement)
        )
        if changed.rowcount != 1:
            raise Conflict(str(dispute.id))


class SqlFoundCards:
    """Implements ``ports.FoundCards`` inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, *, card_id: int, desk_id: int, where: str, on: date) -> FoundCard:
        """Take a card in; ``Conflict`` if it is kept already."""
        kept = select(_F.id).where(_F.card_id == card_id, _KEPT)
        if self._connection.scalar(kept) is not None:
            raise Conflict(str(card_id))
        found_id = self._connection.scalar(
            insert(counter_tables.found_cards)
            .values(
                card_id=card_id,
                desk_id=desk_id,
                found_where=where,
                found_on=on,
                state=FoundState.KEPT.value,
            )
            .returning(_F.id)
        )
        return self.get(found_id or 0)

    def get(self, found_id: int) -> FoundCard:
        """Return a found card."""
        return _found(self._connection.execute(_FOUND.where(_F.id == found_id)).one())

    def kept(self, *, desk_id: int | None = None) -> Sequence[FoundCard]:
        """Return what is kept at a desk or anywhere, oldest first."""
        where = [_KEPT] if desk_id is None else [_KEPT, _F.desk_id == desk_id]
        rows = self._connection.execute(_FOUND.where(*where).order_by(_F.found_on, _F.id))
        return [_found(row) for row in rows]

    def kept_of(self, holder_id: int) -> Sequence[FoundCard]:
        """Return what is kept of a person's cards."""
        rows = self._connection.execute(
            _FOUND.where(_KEPT, t.cards.c.holder_id == holder_id).order_by(_F.id)
        )
        return [_found(row) for row in rows]

    def told(self, found: FoundCard, *, on: date) -> None:
        """Remember that the holder was told."""
        self._move(found, told_on=on)

    def end(self, found: FoundCard, to: FoundState, *, on: date) -> None:
        """Say what became of it; ``Conflict`` if it is not kept any more."""
        self._move(found, state=to.value, ended_on=on)

    def _move(self, found: FoundCard, **values: object) -> None:
        changed = self._connection.execute(
            update(counter_tables.found_cards).where(_F.id == found.id, _KEPT).values(**values)
        )
        if changed.rowcount != 1:
            raise Conflict(str(found.id))


class SqlQueryPasswords:
    """Implements ``ports.QueryPasswords`` inside one transaction."""

    def __init__(self, connection: Connection, at: datetime | None) -> None:
        self._connection = connection
        self._at = at

    def put(self, holder_id: int, *, password_hash: str, is_default: bool) -> None:
        """Replace a person's query password."""
        c = counter_tables.query_passwords.c
        values = {"password_hash": password_hash, "is_default": is_default, "set_at": self._at}
        changed = self._connection.execute(
            update(counter_tables.query_passwords).where(c.holder_id == holder_id).values(values)
        )
        if not changed.rowcount:
            self._connection.execute(
                insert(counter_tables.query_passwords).values(holder_id=holder_id, **values)
            )

    def since(self, holder_id: int) -> tuple[datetime, bool] | None:
        """Return when it was set and whether to the default; None if never here."""
        c = counter_tables.query_passwords.c
        row = self._connection.execute(
            select(c.set_at, c.is_default).where(c.holder_id == holder_id)
        ).one_or_none()
        return (row.set_at, row.is_default) if row else None


def _pieces(pieces: Pieces) -> str:
    return json.dumps(sorted(pair for pair in pieces if pair[1]))


def _found(row: Row[*tuple[Any, ...]]) -> FoundCard:
    return FoundCard(**dict(row._mapping) | {"state": FoundState(row.state)})
