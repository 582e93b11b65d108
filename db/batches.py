"""Batches on SQL: who of a unit has no card, which cards were made for it, where each is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, true, update

from backoffice.domain.batches import (
    Batch,
    BatchCard,
    BatchRow,
    Candidate,
    CardPlace,
    LeftOut,
    LeftOutPerson,
    UnitOnFile,
)
from backoffice.domain.cards import NEXT_STATES, CardState
from backoffice.domain.holders import Holder, HolderKind
from backoffice.domain.photos import PhotoState
from backoffice.domain.print_jobs import LIVE, TO_FILE, JobState
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from backoffice.ports import Conflict
from db import batch_sums, batch_tables, bulk
from db import tables as t
from db.blank_tables import waste

if TYPE_CHECKING:
    import enum
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, FromClause, Row, ScalarSelect

    from backoffice.domain.batches import BatchSum, UnitOverdue, UnitWaiting

_B, _R = batch_tables.batches.c, batch_tables.batch_cards.c
_L = batch_tables.batch_left_out.c
_C, _H, _U, _P, _A = t.cards.c, t.holders.c, t.units.c, t.photos.c, t.accounts.c
_UNIT = tuple(_U[name].label(f"unit_{name}") for name in UnitOnFile.__dataclass_fields__)
_BATCH = select(*(_B[name] for name in Batch.__dataclass_fields__ if name in _B), *_UNIT).join(
    t.units, _U.id == _B.unit_id
)
_CARD = tuple(
    _R["row_number" if name == "row" else name].label(name)
    for name in BatchCard.__dataclass_fields__
)
_CARDS = batch_tables.batch_cards
_NOTED = {
    CardPlace.UNIT: "handed_over_at",
    CardPlace.HOLDER: "handed_out_at",
    CardPlace.BACK: "returned_at",
}


class SqlBatches:
    """Implements ``ports.Batches`` inside one transaction."""

    def __init__(self, connection: Connection, action_id: str, at: datetime | None) -> None:
        self._connection = connection
        self._action_id = action_id
        self._at = at

    def units(self) -> Sequence[UnitOnFile]:
        """Return every unit by its code."""
        return [_unit(row) for row in self._connection.execute(select(*_UNIT).order_by(_U.code))]

    def keep_contact(self, unit_id: int, *, contact: str, telephone: str) -> None:
        """Note who collects the batches of a unit."""
        known = {"contact": contact, "telephone": telephone}
        self._connection.execute(update(t.units).where(_U.id == unit_id).values(known))

    def waiting(self) -> Sequence[UnitWaiting]:
        """Return the units with people who have no card, by code."""
        return batch_sums.waiting(self._connection)

    def candidates(self, unit_ids: Collection[int]) -> Sequence[Candidate]:
        """Return everybody of these units, by unit and holder number."""
        rows = self._connection.execute(
            _CANDIDATE.where(_H.unit_id.in_(sorted(unit_ids))).order_by(_U.code, _H.number)
        )
        return [_candidate(row) for row in rows]

    def add(
        self,
        *,
        unit_id: int,
        desk_id: int,
        printer: str,
        output: str,
        card_ids: Sequence[int],
        left_out: Mapping[int, LeftOut],
    ) -> Batch:
        """Enter a batch with its cards in this order, and who was left out by holder id."""
        # The audit head is locked: nobody else counts at the same time.
        last = self._connection.scalar(select(func.max(_B.id))) or 0
        batch_id = self._connection.scalar(
            insert(batch_tables.batches)
            .values(
                number=f"B-{last + 1:06d}",
                unit_id=unit_id,
                desk_id=desk_id,
                printer=printer,
                output=output,
                action_id=self._action_id,
                created_at=self._at,
            )
            .returning(_B.id)
        )
        assert batch_id is not None  # noqa: S101  an insert returns its row
        cards = [
            {"batch_id": batch_id, "row_number": row, "card_id": card_id}
            for row, card_id in enumerate(card_ids, start=1)
        ]
        if cards:
            self._connection.execute(insert(batch_tables.batch_cards), cards)
        out = [
            {"batch_id": batch_id, "holder_id": holder_id, "reason": reason.value}
            for holder_id, reason in left_out.items()
        ]
        if out:
            self._connection.execute(insert(batch_tables.batch_left_out), out)
        return self.get(batch_id)

    def of_units(self, unit_ids: Collection[int], *, printer: str) -> Sequence[Batch]:
        """Return the batches of units for a printer or, ``TO_FILE``, for files; newest last."""
        way = _B.output != "" if printer == TO_FILE else _B.output == ""
        if printer != TO_FILE:
            way &= _B.printer == printer
        found = _BATCH.where(_B.unit_id.in_(sorted(unit_ids)), way).order_by(_B.id)
        return [_batch(row) for row in self._connection.execute(found)]

    def get(self, batch_id: int) -> Batch:
        """Return the batch; ``Refusal`` (``unknown-batch``) if there is none."""
        row = self._connection.execute(_BATCH.where(_B.id == batch_id)).one_or_none()
        if row is None:
            raise Refusal(
                "unknown-batch",
                sentence("There is no such batch."),
                advice=sentence("Look at the list of batches again."),
            )
        return _batch(row)

    def by_number(self, number: str) -> Batch | None:
        """Return the batch with this number."""
        row = self._connection.execute(_BATCH.where(_B.number == number)).one_or_none()
        return _batch(row) if row else None

    def sums(self, *, most: int, before: int | None = None) -> Sequence[BatchSum]:
        """Return batches newest first, those with a smaller id than ``before``, counted."""
        found = _BATCH.order_by(_B.id.desc()).limit(most)
        if before is not None:
            found = found.where(_B.id < before)
        batches = [_batch(row) for row in self._connection.execute(found)]
        return batch_sums.counted(self._connection, batches)

    def sum_of(self, batch_id: int) -> BatchSum:
        """Return one batch, counted."""
        return batch_sums.counted(self._connection, [self.get(batch_id)])[0]

    def rows(self, batch_id: int, *, most: int, after: int = 0) -> Sequence[BatchRow]:
        """Return rows of a batch beyond row ``after``: of each the card that counts."""
        found = (
            select(
                *_CARD,
                _C.number.label("card_number"),
                _C.state.label("card_state"),
                _C.holder_id,
                _H.number.label("holder_number"),
                _H.name.label("holder_name"),
                _H.name_latin.label("holder_name_latin"),
            )
            .join(t.cards, _C.id == _R.card_id)
            .join(t.holders, _H.id == _C.holder_id)
            .where(_R.batch_id == batch_id, _R.replaced_by_id.is_(None), _R.row_number > after)
            .order_by(_R.row_number)
            .limit(most)
        )
        return [_row(row) for row in self._connection.execute(found)]

    def left_out(self, batch_id: int) -> Sequence[LeftOutPerson]:
        """Return who was left out of a batch, by holder number."""
        rows = self._connection.execute(
            select(
                _L.holder_id,
                _H.number.label("holder_number"),
                _H.name.label("holder_name"),
                _L.reason,
            )
            .join(t.holders, _H.id == _L.holder_id)
            .where(_L.batch_id == batch_id)
            .order_by(_H.number)
        )
        return [LeftOutPerson(**dict(r._mapping) | {"reason": LeftOut(r.reason)}) for r in rows]

    def advance(
        self,
        batch_id: int,
        *,
        jobs: tuple[JobState, JobState],
        cards: tuple[CardState, CardState],
        printer: str | None = None,
        note: str = "",
    ) -> int:
        """Move all cards of a batch that are in one state, and their jobs, to the next; count them.

        Only cards whose job is in the state that goes with theirs are moved.
        """
        if cards[1] not in NEXT_STATES[cards[0]]:
            msg = f"a card does not go from {cards[0]} to {cards[1]}"
            raise ValueError(msg)
        j = t.print_jobs.c
        wanted = (
            select(j.id, j.card_id)
            .join(batch_tables.batch_cards, _R.card_id == j.card_id)
            .join(t.cards, _C.id == j.card_id)
            .where(_of(batch_id, printer), j.state == jobs[0].value, _C.state == cards[0].value)
        )
        if jobs[1] is JobState.SENT:  # a note on a waiting job says that it can't be drawn
            wanted = wanted.where(j.note == "")
        if jobs[1] is JobState.CANCELLED:
            wanted = wanted.where(~batch_sums.HAS_MONEY)
        found = self._connection.execute(wanted).all()
        values: dict[str, object] = {"state": jobs[1].value, "note": note}
        if jobs[1] is JobState.SENT:
            values["sent_at"] = self._at
        if jobs[1] not in LIVE:
            values["settled_at"] = self._at
        job_ids, card_ids = [row.id for row in found], [row.card_id for row in found]
        bulk.change(self._connection, t.print_jobs, job_ids, values, while_=true())
        since = {"state": cards[1].value, "since": self._at}
        bulk.change(self._connection, t.cards, card_ids, since, while_=true())
        return len(found)

    def waiting_with_money(self, batch_id: int) -> int:
        """Return how many of its cards wait and have money on them already."""
        return batch_sums.waiting_with_money(self._connection, batch_id)

    def jobs(self, batch_id: int, *, printer: str | None = None) -> Mapping[JobState, int]:
        """Return how many of its print jobs, or of those for a printer, are in which state."""
        j = t.print_jobs.c
        rows = self._connection.execute(
            select(j.state, func.count().label("jobs"))
            .join(batch_tables.batch_cards, _R.card_id == j.card_id)
            .where(_of(batch_id, printer))
            .group_by(j.state)
        )
        return {JobState(row.state): row.jobs for row in rows}

    def waiting_at(self, batch_id: int) -> Mapping[tuple[int, str], int]:
        """Return how many of its cards wait and can be drawn, by desk and name of the printer."""
        j = t.print_jobs.c
        rows = self._connection.execute(
            select(j.desk_id, j.printer, func.count().label("cards"))
            .join(batch_tables.batch_cards, _R.card_id == j.card_id)
            .where(_R.batch_id == batch_id, j.state == JobState.QUEUED.value, j.note == "")
            .group_by(j.desk_id, j.printer)
        )
        return {(row.desk_id, row.printer): row.cards for row in rows}

    def of_card(self, card_id: int) -> BatchCard | None:
        """Return what a batch knows of a card, replaced or not; None if it is in none."""
        row = self._connection.execute(select(*_CARD).where(_R.card_id == card_id)).one_or_none()
        return _card(row) if row else None

    def put(self, cards: Sequence[BatchCard], place: CardPlace) -> None:
        """Move cards to another place and note the moment; ``Conflict`` if one moved meanwhile."""
        values: dict[str, object] = {"place": place.value}
        if place in _NOTED:
            values[_NOTED[place]] = self._at
        for before in CardPlace:
            ids = [card.id for card in cards if card.place is before]
            bulk.change(self._connection, _CARDS, ids, values, while_=_R.place == before.value)

    def pack(self, cards: Sequence[BatchCard], *, by: int | None) -> None:
        """Note who packed cards, and when; ``Conflict`` if one was packed meanwhile."""
        values = {"packed_at": self._at, "packed_by_id": by}
        ids = [card.id for card in cards]
        bulk.change(self._connection, _CARDS, ids, values, while_=_R.packed_at.is_(None))

    def given_back(self, desk_id: int) -> Sequence[BatchCard]:
        """Return cards of a desk's batches that a unit gave back and that still lie there."""
        found = (
            select(*_CARD)
            .join(batch_tables.batches, _B.id == _R.batch_id)
            .outerjoin(waste, waste.c.card_id == _R.card_id)
            .where(
                _R.place == CardPlace.BACK.value,
                waste.c.card_id.is_(None),
                _B.desk_id == desk_id,
            )
            .order_by(_R.returned_at, _R.id)
        )
        return [_card(row) for row in self._connection.execute(found)]

    def overdue(self, before: datetime) -> Sequence[UnitOverdue]:
        """Return units that have cards since before then, whoever has them longest first."""
        return batch_sums.overdue(self._connection, before)

    def take_place(self, card_id: int, by: int) -> None:
        """Let card ``by`` take the row of a dead card; nothing if that one is in no batch."""
        spoiled = self.of_card(card_id)
        if spoiled is None:
            return
        changed = self._connection.execute(
            update(batch_tables.batch_cards)
            .where(_R.id == spoiled.id, _R.replaced_by_id.is_(None))
            .values(replaced_by_id=by)
        )
        if changed.rowcount != 1:
            raise Conflict(str(card_id))
        self._connection.execute(
            insert(batch_tables.batch_cards).values(
                batch_id=spoiled.batch_id, row_number=spoiled.row, card_id=by
            )
        )


def _of(batch_id: int, printer: str | None) -> ColumnElement[bool]:
    of_batch = _R.batch_id == batch_id
    return of_batch if printer is None else of_batch & (t.print_jobs.c.printer == printer)


_THEIRS, _PICTURES = t.cards.alias("theirs"), t.photos.alias("pictures")


def _newest(table: FromClause, *, but: enum.Enum | None = None) -> ScalarSelect[int]:
    c = table.c
    found = select(func.max(c.id)).where(c.holder_id == _H.id)
    if but is not None:
        found = found.where(c.state != but.value)
    return found.correlate(t.holders).scalar_subquery()


_CANDIDATE = (
    select(
        t.holders,
        _U.code.label("unit_code"),
        _U.name.label("unit_name"),
        select(func.max(_P.id))
        .where(_P.holder_id == _H.id, _P.state == PhotoState.APPROVED.value)
        .scalar_subquery()
        .label("photo_id"),
        _newest(_PICTURES, but=PhotoState.SUPERSEDED).label("any_photo"),
        _C.id.label("card_id"),
        _C.state.label("card_state"),
        _A.balance,
        _newest(_THEIRS).label("newest_id"),
    )
    .join(t.units, _U.id == _H.unit_id)
    .outerjoin(t.cards, _C.id == _newest(_THEIRS, but=CardState.SPOILED))
    .outerjoin(t.accounts, _A.card_id == _C.id)
)


def _candidate(row: Row[*tuple[Any, ...]]) -> Candidate:
    known = row._mapping
    fields = {name: known[name] for name in Holder.__dataclass_fields__}
    return Candidate(
        holder=Holder(**fields | {"kind": HolderKind(row.kind)}),
        photo_id=row.photo_id,
        photo_known=row.any_photo is not None,
        card_id=row.card_id,
        card_state=CardState(row.card_state) if row.card_state else None,
        balance=row.balance or 0,
        newest_id=row.newest_id,
    )


def _unit(row: Row[*tuple[Any, ...]]) -> UnitOnFile:
    known = row._mapping
    return UnitOnFile(**{name: known[f"unit_{name}"] for name in UnitOnFile.__dataclass_fields__})


def _batch(row: Row[*tuple[Any, ...]]) -> Batch:
    known = row._mapping
    fields = {name: known[name] for name in Batch.__dataclass_fields__ if name != "unit"}
    return Batch(**fields, unit=_unit(row))


def _card(row: Row[*tuple[Any, ...]]) -> BatchCard:
    known = row._mapping
    fields = {name: known[name] for name in BatchCard.__dataclass_fields__}
    return BatchCard(**fields | {"place": CardPlace(row.place)})


def _row(row: Row[*tuple[Any, ...]]) -> BatchRow:
    known = row._mapping
    own = {name for name in BatchRow.__dataclass_fields__ if name != "card"}
    fields = {name: known[name] for name in own}
    return BatchRow(**fields | {"card_state": CardState(row.card_state)}, card=_card(row))
