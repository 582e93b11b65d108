"""Custody: cards of batches go to their unit, to their holders, or come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.commands._drill.seat import plays
from backoffice.domain.batches import CardPlace
from backoffice.domain.roles import Role
from backoffice.workflows import (
    batch_hand_over,
    batch_lost,
    batch_pack,
    batch_pick_up,
    batch_scan_back,
    unit_change,
)
from backoffice.workflows.batch_scan_back import Fate

if TYPE_CHECKING:
    from backoffice.commands._drill.seat import Seat
    from backoffice.domain.batches import BatchRow, BatchSum
    from backoffice.ports import Books

_MOST = 20
_FATES = tuple(Fate)


@plays(unit_change.WORKFLOW, often=1)
def _note_contact(seat: Seat, books: Books) -> object | None:
    unit = seat.any_of(books.batches.units())
    if unit is None:
        return None
    telephone = f"8641{seat.chance.randrange(10**4):04d}"
    return unit_change.Request(unit_id=unit.id, contact="drill", telephone=telephone)


@plays(batch_pack.WORKFLOW, second=Role.SUPERVISOR)
def _pack(seat: Seat, books: Books) -> object | None:
    found = _some_batch(seat, books)
    if found is None:
        return None
    rows = [row for row in batch_pack.to_pack(books, found.batch.id) if batch_pack.printed(row)]
    scanned = seat.chance.sample(rows, min(len(rows), 2))
    return batch_pack.Request(
        batch_id=found.batch.id,
        scanned=tuple(row.card_number for row in scanned),
        rest_reason=seat.chance.choice(("", "", "drill")),
    )


@plays(batch_hand_over.WORKFLOW)
def _hand_over(seat: Seat, books: Books) -> object | None:
    found = _some_batch(seat, books)
    if found is None:
        return None
    return batch_hand_over.Request(batch_id=found.batch.id, taken_by="drill")


@plays(batch_scan_back.WORKFLOW)
def _scan_back(seat: Seat, books: Books) -> object | None:
    found = _some_batch(seat, books)
    if found is None:
        return None
    rows = [row for row in _rows(books, found) if row.card.place is CardPlace.UNIT]
    scanned = seat.chance.sample(rows, min(len(rows), 2))
    return batch_scan_back.Request(
        batch_id=found.batch.id,
        scanned=tuple(row.card_number for row in scanned),
        fate=seat.chance.choice(_FATES),
    )


@plays(batch_lost.WORKFLOW, second=Role.SUPERVISOR)
def _lost(seat: Seat, books: Books) -> object | None:
    found = _some_batch(seat, books)
    if found is None:
        return None
    row = seat.any_of(_rows(books, found))
    number = row.card_number if row else ""
    return batch_lost.Request(batch_id=found.batch.id, card_number=number, reason="drill")


@plays(batch_pick_up.WORKFLOW)
def _pick_up(seat: Seat, books: Books) -> object:
    own = {person.holder_id: person for person in seat.people}
    found = _some_batch(seat, books)
    rows = _rows(books, found) if found else []
    here = [row for row in rows if row.holder_id in own and row.card.place in batch_pick_up.HERE]
    row = seat.any_of(here)
    person = own[row.holder_id] if row else seat.somebody()
    return batch_pick_up.Request(
        holder_id=person.holder_id,
        certificate=person.shown,
        scanned=row.card_number if row else "",
    )


def _some_batch(seat: Seat, books: Books) -> BatchSum | None:
    return seat.any_of(books.batches.sums(most=_MOST))


def _rows(books: Books, found: BatchSum) -> list[BatchRow]:
    return list(books.batches.rows(found.batch.id, most=_MOST))
