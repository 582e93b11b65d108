"""Print jobs as lists show them: what is live in its order, what was tried before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, or_, select

from backoffice.domain.cards import CardState
from backoffice.domain.print_jobs import LIVE, JobState, Printed
from db import tables as t

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import Connection, Select

    from backoffice.domain.print_jobs import PrintJob

_J, _A = t.print_jobs.c, t.actions.c


def listed(
    jobs: Select[Any], desk_id: int, states: Collection[JobState], *, offset: int, most: int
) -> Select[Any]:
    """Return the question for jobs of a desk in their order."""
    found = jobs.where(_J.desk_id == desk_id, _J.state.in_([s.value for s in states]))
    if set(states) <= LIVE:
        waits = case((_J.state == JobState.QUEUED.value, 1), else_=0)
        rank = case((_J.state == JobState.QUEUED.value, _J.rank), else_=0)
        found = found.order_by(waits, rank, func.coalesce(_J.sent_seq, 0), _J.id)
    else:
        found = found.order_by(_J.id.desc())
    return found.offset(offset).limit(most)


def attempts(connection: Connection, jobs: Iterable[PrintJob]) -> dict[int, int]:
    """Return how often each was tried: misprints before it, and itself; by the job's id."""
    return {job.id: len(chain) for job, chain in _chains(connection, list(jobs))}


def prints(connection: Connection, job: PrintJob) -> list[Printed]:
    """Return each time a job, or what it takes the place of, was sent; the first one first."""
    [(_, chain)] = _chains(connection, [job])
    rows = connection.execute(
        select(
            _J.number,
            t.desks.c.code.label("desk_code"),
            _J.printer,
            _J.sent_at,
            t.clerks.c.name,
            _J.state,
        )
        .join(t.desks, t.desks.c.id == _J.desk_id)
        .join(t.actions, _A.id == _J.action_id)
        .join(t.clerks, t.clerks.c.id == _A.clerk_id, isouter=True)
        .where(_J.id.in_(chain), _J.sent_at.is_not(None))
        .order_by(_J.id)
    )
    return [
        Printed(
            number=row.number,
            desk_code=row.desk_code,
            printer=row.printer,
            at=row.sent_at,
            by=row.name or "",
            state=JobState(row.state),
        )
        for row in rows
    ]


def _chains(connection: Connection, jobs: Sequence[PrintJob]) -> list[tuple[PrintJob, list[int]]]:
    """Return each job with its own id and those of what it takes the place of."""
    chains = {job.id: [job.id] for job in jobs}
    ends = {job.id: job.id for job in jobs}
    while ends:
        before = _before(connection, set(ends.values()))
        ends = {job_id: before[end] for job_id, end in ends.items() if end in before}
        for job_id, end in ends.items():
            chains[job_id].append(end)
    return [(job, chains[job.id]) for job in jobs]


def _before(connection: Connection, job_ids: Collection[int]) -> dict[int, int]:
    """Return by job the one before it: the paper it copies, or the misprint of its card."""
    card, misprint = t.cards.alias(), t.cards.alias()
    earlier = t.print_jobs.alias()
    spoiled = (misprint.c.id == card.c.predecessor_id) & (
        misprint.c.state == CardState.SPOILED.value
    )
    rows = connection.execute(
        select(_J.id, earlier.c.id.label("earlier"))
        .join(card, card.c.id == _J.card_id, isouter=True)
        .join(misprint, spoiled, isouter=True)
        .join(earlier, or_(earlier.c.id == _J.copy_of_id, earlier.c.card_id == misprint.c.id))
        .where(_J.id.in_(job_ids))
    )
    return {row.id: row.earlier for row in rows}
