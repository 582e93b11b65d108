"""What a new calendar day changes by itself, also if the program was not running at midnight.

Which photo is in force follows from its day alone; this only tidies up behind it, once a day. Cards
expire and pictures go for ever, so a day is believed only if the books were used on another day
shortly before it: a wrong clock, or the first day after a long closure, changes nothing by itself,
and the next day does, once somebody has worked.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from backoffice.actions import Workflow, perform
from backoffice.domain.policies import KEEP_OLD_PHOTOS
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Actor, Right, Role
from backoffice.domain.sentences import sentence
from backoffice.procedures.clock import doubt

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books, Clock, Store

_DAYS = uuid.UUID("0c2f4c0e-8e0b-4d5e-9b57-6f3a1f0f6e11")


@dataclass(frozen=True, kw_only=True)
class Request:
    """The day that begins."""

    day: date


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How many photos were superseded, pictures removed, cards and applications expired."""

    superseded: int
    removed: int
    expired: int
    entries: int


def change_day(store: Store, clock: Clock) -> Outcome:
    """Do once what this day changes, whichever desk is first; return what became of it.

    Raises:
        Refusal: The clock is doubtful.
        Fault: The books could not be written.
    """
    request = Request(day=clock.today())
    action_id = str(uuid.uuid5(_DAYS, request.day.isoformat()))
    return perform(store, clock, WORKFLOW, request, action_id=action_id, actor=_PROGRAM)


def _begin(books: Books, turn: Turn, request: Request) -> Outcome:
    _require_believable(books, turn)
    keep = timedelta(days=KEEP_OLD_PHOTOS.of(books.policies.text(KEEP_OLD_PHOTOS.name)))
    return Outcome(
        superseded=books.photos.supersede(on=request.day),
        removed=books.photos.remove(ended_before=request.day - keep, on=request.day),
        expired=books.cards.expire(before=request.day),
        entries=books.entry.expire(before=request.day),
    )


def _require_believable(books: Books, turn: Turn) -> None:
    last = doubt(books, turn)
    if last is not None:
        raise Refusal(
            "clock-doubtful",
            sentence(
                "Correct the clock: it says {today}, but the books were last used on {last}.",
                today=turn.today.isoformat(),
                last=last.date().isoformat(),
            ),
            advice=sentence(
                "If it is right, work on: from tomorrow on, cards expire and old photos go by "
                "themselves again, and photos can be handed over."
            ),
            rule="P4",
            source="FAQ 5",
        )


WORKFLOW = Workflow(code="day_change", right=Right.PRINT, run=_begin, outcome=Outcome)
_PROGRAM = Actor(clerk_id=None, name="day change", role=Role.CLERK)
