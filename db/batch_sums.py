"""Batches and units counted: how far each batch is, and who still waits for a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from backoffice.domain.batches import BatchSum, CardPlace, UnitOnFile, UnitOverdue, UnitWaiting
from backoffice.domain.cards import AT_PRINTER, IN_MAKING, CardState
from backoffice.domain.holders import HolderKind
from backoffice.domain.photos import PhotoState
from db import batch_tables
from db import tables as t

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

    from backoffice.domain.batches import Batch

_R, _L = batch_tables.batch_cards.c, batch_tables.batch_left_out.c
_C, _H, _U, _P, _A = t.cards.c, t.holders.c, t.units.c, t.photos.c, t.accounts.c
_UNIT = [_U[name] for name in UnitOnFile.__dataclass_fields__]
_S = CardState
_WAITING = {_S.REQUESTED, _S.QUEUED}
_HAS_ONE = IN_MAKING | {_S.ACTIVE, _S.LOST}
HAS_MONEY = select(_A.id).where(_A.card_id == _C.id, _A.balance > 0).exists()
"""Of a card: what it took over from another one would be out of reach if it was cancelled."""


def _states(states: Collection[CardState]) -> ColumnElement[bool]:
    return _C.state.in_([state.value for state in states])


def _how_many(where: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((where, 1), else_=0))


def _exist_at(place: CardPlace) -> ColumnElement[int]:
    unborn = _states(_WAITING | AT_PRINTER | {_S.SPOILED})
    return _how_many((_R.place == place.value) & ~unborn)


_PACKED = (
    (_R.place == CardPlace.CENTER.value) & _R.packed_at.is_not(None) & _states({_S.MADE, _S.ACTIVE})
)
_SUMS = (
    select(
        _R.batch_id,
        func.count().label("rows"),
        _how_many(_states(_WAITING)).label("waiting"),
        _how_many(_states(AT_PRINTER)).label("printing"),
        _how_many(_states({_S.MADE})).label("made"),
        _how_many(_states({_S.SPOILED})).label("cancelled"),
        _exist_at(CardPlace.CENTER).label("at_center"),
        _exist_at(CardPlace.UNIT).label("at_unit"),
        _exist_at(CardPlace.HOLDER).label("at_holder"),
        _exist_at(CardPlace.BACK).label("back"),
        _how_many(_PACKED).label("packed"),
        func.min(case((_R.place == CardPlace.UNIT.value, _R.handed_over_at))).label(
            "oldest_at_unit"
        ),
    )
    .join(t.cards, _C.id == _R.card_id)
    .where(_R.replaced_by_id.is_(None))
    .group_by(_R.batch_id)
)
_COUNTS = (
    *("waiting", "printing", "made", "cancelled"),
    *("at_center", "at_unit", "at_holder", "back", "packed"),
)


def counted(connection: Connection, batches: Sequence[Batch]) -> list[BatchSum]:
    """Return these batches with their rows counted, in the same order."""
    ids = [batch.id for batch in batches]
    sums = {
        row.batch_id: row._mapping for row in connection.execute(_SUMS.where(_R.batch_id.in_(ids)))
    }
    out: dict[int, int] = {
        row.batch_id: row.people
        for row in connection.execute(
            select(_L.batch_id, func.count().label("people"))
            .where(_L.batch_id.in_(ids))
            .group_by(_L.batch_id)
        )
    }
    return [_sum(batch, sums.get(batch.id, {}), out.get(batch.id, 0)) for batch in batches]


def _sum(batch: Batch, known: Any, left_out: int) -> BatchSum:  # noqa: ANN401  a row, or nothing
    counts = {name: int(known.get(name, 0)) for name in _COUNTS}
    rows = int(known.get("rows", 0))
    others = sum(counts[name] for name in ("waiting", "printing", "made", "cancelled"))
    return BatchSum(
        batch=batch,
        rows=rows,
        active=rows - others,
        oldest_at_unit=known.get("oldest_at_unit"),
        left_out=left_out,
        **counts,
    )


def waiting_with_money(connection: Connection, batch_id: int) -> int:
    """Return how many cards of a batch wait and have money on them already."""
    in_it = _R.card_id == _C.id, _R.batch_id == batch_id
    found = select(func.count(_C.id)).where(*in_it, _states(_WAITING), HAS_MONEY)
    return connection.scalar(found) or 0


def overdue(connection: Connection, before: datetime) -> list[UnitOverdue]:
    """Return units that have cards since before then, whoever has them longest first."""
    batches = batch_tables.batches.c
    rows = connection.execute(
        select(*_UNIT, func.count().label("cards"), func.min(_R.handed_over_at).label("oldest"))
        .join(batch_tables.batches, batches.unit_id == _U.id)
        .join(batch_tables.batch_cards, _R.batch_id == batches.id)
        .where(_R.place == CardPlace.UNIT.value, _R.handed_over_at < before)
        .group_by(*_UNIT)
        .order_by(func.min(_R.handed_over_at), _U.code)
    )
    return [
        UnitOverdue(
            unit=_unit(row),
            cards=row.cards,
            oldest=row.oldest,
        )
        for row in rows
    ]


def waiting(connection: Connection) -> list[UnitWaiting]:
    """Return the units with people who have no card, by code.

    A person with a lost card has one to be replaced, and so has a temporary holder with an expired
    one: both are served at the counter.
    """
    card = select(_C.id).where(_C.holder_id == _H.id)
    temporary = _H.kind == HolderKind.TEMPORARY.value
    without = ~card.where(_states(_HAS_ONE)).exists()
    without &= ~(temporary & card.where(_states({_S.EXPIRED})).exists())
    photo = select(_P.id).where(_P.holder_id == _H.id, _P.state == PhotoState.APPROVED.value)
    rows = connection.execute(
        select(
            *_UNIT,
            func.count().label("without_card"),
            _how_many(photo.exists()).label("ready"),
        )
        .join(t.holders, _H.unit_id == _U.id)
        .where(without)
        .group_by(*_UNIT)
        .order_by(_U.code)
    )
    return [
        UnitWaiting(
            unit=_unit(r),
            without_card=r.without_card,
            ready=int(r.ready),
        )
        for r in rows
    ]


def _unit(row: Row[*tuple[Any, ...]]) -> UnitOnFile:
    return UnitOnFile(**{name: row._mapping[name] for name in UnitOnFile.__dataclass_fields__})
