"""Printers: paused, let go on, counted card in hand; what waits, moved or cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.commands._drill.seat import plays
from backoffice.domain.holds import HoldReason
from backoffice.domain.print_jobs import SPOIL_REASONS, JobKind, JobState, Rank
from backoffice.workflows import printer_hold, resync, waiting_job

if TYPE_CHECKING:
    from backoffice.commands._drill.seat import Seat
    from backoffice.ports import Books

_PAUSES = tuple(reason.value for reason in HoldReason)


@plays(printer_hold.WORKFLOW, often=1)
def _pause(seat: Seat, _books: Books) -> object:
    return printer_hold.Request(printer=_printer(seat), reason=seat.chance.choice(_PAUSES))


@plays(printer_hold.RESUME, often=6)
def _resume(seat: Seat, books: Books) -> object | None:
    hold = seat.any_of(books.holds.at_desk(seat.desk_id))
    return None if hold is None else printer_hold.Resuming(printer=hold.printer)


@plays(resync.WORKFLOW, often=6)
def _count(seat: Seat, books: Books) -> object | None:
    printer = _printer(seat)
    last = seat.any_of(books.jobs.at_printer(seat.desk_id, printer))
    if last is None:
        return None
    good = (last.number,) if seat.chance.random() < 0.8 else ()  # noqa: PLR2004
    pile = resync.sort_out(books, seat.desk_id, printer, good)
    return resync.Request(
        printer=printer,
        good=good,
        missing=tuple(
            resync.Missing(number=job.number, reason=seat.chance.choice(tuple(SPOIL_REASONS)))
            for job in pile.open
        ),
    )


@plays(waiting_job.WORKFLOW)
def _move(seat: Seat, books: Books) -> object | None:
    job = seat.any_of(books.jobs.at_desk(seat.desk_id, {JobState.QUEUED}))
    if job is None:
        return None
    elsewhere = seat.chance.random() < 0.2  # noqa: PLR2004
    desk = seat.any_of(books.places.desks_in_service()) if elsewhere else None
    if desk is not None and desk.id != seat.desk_id:
        return waiting_job.Request(job_ids=(job.id,), desk_id=desk.id)
    printer = seat.chance.choice(seat.printers.names(job.kind.role))
    return waiting_job.Request(job_ids=(job.id,), desk_id=seat.desk_id, printer=printer)


@plays(waiting_job.CANCEL, often=1)
def _cancel(seat: Seat, books: Books) -> object | None:
    jobs = books.jobs.at_desk(seat.desk_id, {JobState.QUEUED})
    # A card for the window is refused; that is worth a try now and then.
    droppable = [
        job for job in jobs if job.kind is not JobKind.CARD or job.rank is not Rank.COUNTER
    ]
    job = seat.any_of(droppable or jobs)
    return None if job is None else waiting_job.Cancelling(job_ids=(job.id,))


def _printer(seat: Seat) -> str:
    return seat.chance.choice(seat.printers.names("card"))
