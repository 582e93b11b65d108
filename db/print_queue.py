"""Print jobs on SQL."""

from __future__ import annotations

import itertools
import statistics
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from backoffice.domain.print_jobs import (
    LIVE,
    TO_FILE,
    JobKind,
    JobState,
    Printed,
    PrintJob,
    Rank,
)
from backoffice.ports import Conflict
from db import bulk, print_lists
from db import tables as t
from db.holds import NEXT_SEQ

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

    from backoffice.domain.cards import Card
    from backoffice.domain.places import Desk

_JOB = select(
    *(t.print_jobs.c[name] for name in PrintJob.__dataclass_fields__ if name != "anchor"),
    t.print_jobs.c.anchor,
)
_LATELY, _ENOUGH = 80, 20
_SHORTEST, _LONGEST = 3.0, 120.0  # seconds between two cards
_CARD_JOB = (
    *("kind", "state", "desk_id", "printer", "rank", "action_id", "created_at"),
    *("holder_id", "card_id", "number", "payload"),
)
_SETTLED = frozenset(JobState) - LIVE


class SqlPrintJobs:
    """Implements ``ports.PrintJobs`` inside one transaction."""

    def __init__(self, connection: Connection, action_id: str, at: datetime | None) -> None:
        self._connection = connection
        self._action_id = action_id
        self._at = at

    def add(
        self,
        *,
        kind: JobKind,
        desk_id: int,
        number: str,
        payload: str,
        holder_id: int | None = None,
        card_id: int | None = None,
        printer: str = "",
        rank: Rank = Rank.COUNTER,
        copy_of_id: int | None = None,
    ) -> PrintJob:
        """Queue a job; it gets the audit anchor of its action when the action commits."""
        job_id = self._connection.scalar(
            insert(t.print_jobs)
            .values(
                kind=kind.value,
                state=JobState.QUEUED.value,
                desk_id=desk_id,
                holder_id=holder_id,
                card_id=card_id,
                number=number,
                printer=printer,
                rank=rank.value,
                copy_of_id=copy_of_id,
                payload=payload,
                action_id=self._action_id,
                created_at=self._at,
            )
            .returning(t.print_jobs.c.id)
        )
        assert job_id is not None  # noqa: S101  an insert returns its row
        return self.get(job_id)

    def add_cards(
        self, cards: Sequence[tuple[Card, str]], *, desk_id: int, printer: str, rank: Rank
    ) -> None:
        """Queue the jobs of new cards, each with its payload, in this order."""
        same = (JobKind.CARD.value, JobState.QUEUED.value, desk_id, printer, rank.value)
        rows = [
            (*same, self._action_id, self._at, card.holder_id, card.id, card.number, payload)
            for card, payload in cards
        ]
        bulk.insert_many(self._connection, t.print_jobs, _CARD_JOB, rows)

    def cards_waiting(
        self, desk_id: int, *, up_to: Rank = Rank.BATCH, printers: Collection[str] = ()
    ) -> int:
        """Return how many cards of ranks up to this one wait for blanks of a desk."""
        c = t.print_jobs.c
        counted = select(func.count()).where(
            c.state == JobState.QUEUED.value,
            c.desk_id == desk_id,
            c.rank <= up_to.value,
            c.kind == JobKind.CARD.value,
            c.printer.in_(printers) if printers else c.printer != TO_FILE,
        )
        return self._connection.scalar(counted) or 0

    def cards_an_hour(self, desk_id: int, printer: str) -> int | None:
        """Return how many cards a printer made in an hour of late; None with too few to tell."""
        c = t.print_jobs.c
        sent = self._connection.scalars(
            select(c.sent_at)
            .where(
                c.desk_id == desk_id,
                c.printer == printer,
                c.kind == JobKind.CARD.value,
                c.sent_at.is_not(None),
            )
            .order_by(c.id.desc())
            .limit(_LATELY)
        )
        moments = sorted(moment for moment in sent if moment is not None)
        gaps = [(b - a).total_seconds() for a, b in itertools.pairwise(moments)]
        # A longer gap is a pause, a shorter one no card printer: a folder, say.
        busy = [gap for gap in gaps if _SHORTEST <= gap <= _LONGEST]
        return round(3600 / statistics.median(busy)) if len(busy) >= _ENOUGH else None

    def spoiled_late(self, desk_id: int, note: str, since: datetime) -> int:
        """Return how many cards sent at a desk before a moment were spoiled after it, so noted."""
        c = t.print_jobs.c
        late = (c.sent_at < since) & (c.settled_at >= since) & (c.printer != TO_FILE)
        counted = select(func.count()).where(
            c.desk_id == desk_id,
            c.kind == JobKind.CARD.value,
            c.state == JobState.SPOILED.value,
            c.note == note,
            late,
        )
        return self._connection.scalar(counted) or 0

    def get(self, job_id: int) -> PrintJob:
        """Return the job."""
        return _job(self._connection.execute(_JOB.where(t.print_jobs.c.id == job_id)).one())

    def live_of_card(self, card_id: int) -> PrintJob | None:
        """Return the job that may still make this card."""
        return next(iter(self.live_of_cards([card_id])), None)

    def live_of_cards(self, card_ids: Sequence[int]) -> Sequence[PrintJob]:
        """Return the jobs that may still make these cards."""
        c = t.print_jobs.c
        live = c.state.in_([s.value for s in LIVE])
        pieces = bulk.pieces(card_ids)
        return [job for some in pieces for job in self._many(c.card_id.in_(some) & live)]

    def at_desk(self, desk_id: int, states: Collection[JobState]) -> Sequence[PrintJob]:
        """Return the desk's jobs in these states, oldest first."""
        among = t.print_jobs.c.state.in_([s.value for s in states])
        return self._many((t.print_jobs.c.desk_id == desk_id) & among)

    def next(self, desk_id: int, role: str, printers: Collection[str]) -> PrintJob | None:
        """Return what a desk prints next on one of these; what can't be drawn is left out."""
        c = t.print_jobs.c
        kinds = [kind.value for kind in JobKind if kind.role == role]
        waiting = (
            _JOB.where(c.state == JobState.QUEUED.value, c.desk_id == desk_id)
            # A note on a waiting job says that it can't be drawn: it must not hold up the others.
            .where(c.kind.in_(kinds), c.printer.in_(printers), c.note == "")
            .order_by(c.rank, c.id)
            .limit(1)
        )
        row = self._connection.execute(waiting).first()
        return None if row is None else _job(row)

    def listed(
        self, desk_id: int, states: Collection[JobState], *, offset: int, most: int
    ) -> Sequence[PrintJob]:
        """Return jobs of a desk: what is live as it is printed, what is settled newest first."""
        found = print_lists.listed(_JOB, desk_id, states, offset=offset, most=most)
        return [_job(row) for row in self._connection.execute(found)]

    def attempts(self, jobs: Sequence[PrintJob]) -> Mapping[int, int]:
        """Return how often each was tried: misprints before it, and itself; by the job's id."""
        return print_lists.attempts(self._connection, jobs)

    def prints(self, job: PrintJob) -> Sequence[Printed]:
        """Return each time a job, or what it takes the place of, was sent; the first one first."""
        return print_lists.prints(self._connection, job)

    def at_printer(self, desk_id: int, printer: str) -> Sequence[PrintJob]:
        """Return the cards a printer was given and nobody has settled, in the order of sending."""
        c = t.print_jobs.c
        given = (JobState.SENT.value, JobState.UNCONFIRMED.value)
        found = _JOB.where(
            c.desk_id == desk_id,
            c.printer == printer,
            c.kind == JobKind.CARD.value,
            c.state.in_(given),
        )
        rows = self._connection.execute(found.order_by(func.coalesce(c.sent_seq, 0), c.id))
        return [_job(row) for row in rows]

    def in_doubt(self, hold_id: int) -> bool:
        """Tell whether a job that brought a hold about is not settled yet."""
        c = t.print_jobs.c
        live = select(c.id).where(c.hold_id == hold_id, c.state.in_([s.value for s in LIVE]))
        return self._connection.execute(live.limit(1)).first() is not None

    def put_before(self, job: PrintJob, *, desk_id: int, printer: str) -> None:
        """Let a job wait for another printer; ``Conflict`` if it is not waiting any more."""
        c = t.print_jobs.c
        changed = self._connection.execute(
            update(t.print_jobs)
            .where(c.id == job.id, c.state == JobState.QUEUED.value)
            .values(desk_id=desk_id, printer=printer, note="")
        )
        if changed.rowcount != 1:
            raise Conflict(job.number)

    def put_on_hold(self, job: PrintJob, hold_id: int) -> None:
        """Note which hold a job brought about."""
        c = t.print_jobs.c
        self._connection.execute(update(t.print_jobs).where(c.id == job.id).values(hold_id=hold_id))

    def of_action(self, action_id: str) -> Sequence[PrintJob]:
        """Return the jobs an action wrote."""
        return self._many(t.print_jobs.c.action_id == action_id)

    def move(
        self,
        job: PrintJob,
        to: JobState,
        *,
        note: str = "",
        device_job: str = "",
        printer: str | None = None,
    ) -> None:
        """Change the state, ``Conflict`` if it is no longer the one in ``job``."""
        c = t.print_jobs.c
        values: dict[str, object] = {"state": to.value, "note": note}
        if device_job:
            values["device_job"] = device_job
        if printer is not None:
            values["printer"] = printer
        if to is JobState.SENT:
            values |= {"sent_at": self._at, "sent_seq": NEXT_SEQ}
        if to in _SETTLED:
            values["settled_at"] = self._at
        changed = self._connection.execute(
            update(t.print_jobs).where(c.id == job.id, c.state == job.state.value).values(values)
        )
        if changed.rowcount != 1:
            raise Conflict(job.number)

    def call_good(self, jobs: Sequence[PrintJob]) -> None:
        """Settle jobs as good; ``Conflict`` if one is no longer in the state that it has here."""
        values = {"state": JobState.GOOD.value, "note": "", "settled_at": self._at}
        for before in JobState:
            ids = [job.id for job in jobs if job.state is before]
            in_it = t.print_jobs.c.state == before.value
            bulk.change(self._connection, t.print_jobs, ids, values, while_=in_it)

    def note(self, job: PrintJob, note: str) -> None:
        """Write down what is known without changing the state."""
        c = t.print_jobs.c
        self._connection.execute(update(t.print_jobs).where(c.id == job.id).values(note=note))

    def next_receipt_number(self, desk: Desk) -> str:
        """Return the desk's next receipt number, for example ``22-000417``."""
        c = t.desks.c
        number = self._connection.scalar(
            update(t.desks)
            .where(c.id == desk.id)
            .values(receipts=c.receipts + 1)
            .returning(c.receipts)
        )
        return f"{desk.code}-{number:06d}"

    def _many(self, where: ColumnElement[bool]) -> Sequence[PrintJob]:
        return [
            _job(row)
            for row in self._connection.execute(_JOB.where(where).order_by(t.print_jobs.c.id))
        ]


def _job(row: Row[*tuple[Any, ...]]) -> PrintJob:
    return PrintJob(
        **dict(row._mapping)
        | {
            "kind": JobKind(row.kind),
            "state": JobState(row.state),
            "rank": Rank(row.rank),
            "anchor": row.anchor or "",
        }
    )
