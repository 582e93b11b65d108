"""Batches: made for a unit, printed here or written into a file, cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice import batch_file
from backoffice.commands._drill.seat import performs, plays
from backoffice.domain.batches import LeftOut
from backoffice.domain.print_jobs import TO_FILE, JobState
from backoffice.workflows import batch

if TYPE_CHECKING:
    from backoffice.commands._drill.seat import Seat
    from backoffice.domain.batches import Batch
    from backoffice.ports import Books

_LATELY = 20
_IN_A_FILE = 0.3
_UNPRINTABLE = 0.2
_DIES = 0.3  # before the file is in its place
_UNWRITTEN = frozenset({JobState.QUEUED, JobState.SENT})


@plays(batch.WORKFLOW, often=1)
def _make(seat: Seat, books: Books) -> batch.Request | None:
    waiting = seat.any_of([one for one in books.batches.waiting() if one.ready])
    if waiting is None:
        return None
    unit_ids = (waiting.unit.id,)
    people = books.batches.candidates(unit_ids)
    odd = seat.any_of(people) if seat.chance.random() < _UNPRINTABLE else None
    unprintable = ((odd.holder.id, LeftOut.GLYPH.value),) if odd else ()
    if seat.chance.random() < _IN_A_FILE:
        output = f"{waiting.unit.code}-{seat.chance.getrandbits(32):x}.pdf"
        return batch.Request(unit_ids=unit_ids, unprintable=unprintable, output=output)
    printer = seat.chance.choice(("", *seat.printers.names("card")))
    return batch.Request(unit_ids=unit_ids, unprintable=unprintable, printer=printer)


@plays(batch.CANCEL, often=1)
def _cancel(seat: Seat, books: Books) -> batch.Cancelling | None:
    found = seat.any_of([one for one in books.batches.sums(most=_LATELY) if one.waiting])
    if found is None:
        return None
    return batch.Cancelling(batch_id=found.batch.id, reason="drill")


@performs(batch_file.SENT.code, batch_file.APPEARED.code)
def _write(seat: Seat) -> bool:
    with seat.store.reading() as books:
        units = [unit.id for unit in books.batches.units()]
        found = seat.any_of(
            [
                (one, jobs)
                for one in books.batches.of_units(units, printer=TO_FILE)[-_LATELY:]
                if _UNWRITTEN & set(jobs := books.batches.jobs(one.id, printer=TO_FILE))
            ]
        )
        waiting = books.batches.waiting_at(found[0].id) if found else {}
    cards = sum(count for (_desk, printer), count in waiting.items() if printer == TO_FILE)
    if found is None:
        return False
    one: Batch = found[0]
    if JobState.SENT not in found[1]:
        seat.confirm(batch_file.SENT, batch_file.Sending(batch_ids=(one.id,), cards=cards))
        if seat.chance.random() < _DIES:
            return True
    seat.confirm(batch_file.APPEARED, batch_file.Appearing(batch_ids=(one.id,)))
    return True
