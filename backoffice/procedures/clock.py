"""Whether the clock of this machine can be right, asked of the books."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books

LONGEST_BREAK = timedelta(days=60)


def doubt(books: Books, turn: Turn) -> datetime | None:
    """Return when the books were last used if that makes today doubtful, else None."""
    begins = datetime.combine(turn.today, time.min, turn.now.tzinfo)
    ends = begins + timedelta(days=1)
    # By the order of entering, not by its date: what a wrong clock left behind is soon forgotten.
    last = books.journal.last_outside(begins, ends)
    if last is None or begins - LONGEST_BREAK <= last < begins:
        return None
    return last.astimezone(turn.now.tzinfo)


def require_believed(books: Books, turn: Turn) -> None:
    """Do nothing if the day can be right, or if somebody who may make exceptions says it is.

    Raises:
        Refusal: The clock is doubtful.
    """
    last = doubt(books, turn)
    if last is None or any(w and w.may(Right.OVERRIDE) for w in (turn.actor, turn.second)):
        return
    raise Refusal(
        "needs-supervisor",
        sentence(
            "The clock says {today}, but the books were last used on {last}.",
            today=turn.today.isoformat(),
            last=last.date().isoformat(),
        ),
        advice=sentence("Correct the clock. If it is right, a supervisor says so here."),
        recorded=True,
    )
