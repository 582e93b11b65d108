"""Pause a printer of this desk with a reason, and let it go on; the books keep both (B4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.holds import HOLD_REASONS, HoldReason
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.procedures.holding import require_name

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """Which printer of this desk, and why.

    Attributes:
        reason: Any ``HoldReason`` but ``doubt``, by its value.
    """

    printer: str
    reason: str
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Resuming:
    """Which printer of this desk goes on."""

    printer: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The printer, and whether it is held now."""

    printer: str
    held: bool


def pause(books: Books, turn: Turn, request: Request) -> Outcome:
    """Let a printer take no further job; what it has already goes on.

    Raises:
        Refusal: It is held already, or no reason was given.
    """
    if request.reason not in {r.value for r in HOLD_REASONS if r is not HoldReason.DOUBT}:
        raise Refusal(
            "needs-reason",
            sentence("A pause needs a reason."),
            advice=sentence("Choose one from the list."),
        )
    require_name(request.printer)
    hold = books.holds.of(turn.desk_id, request.printer)
    if hold is not None:
        raise Refusal(
            "held-already",
            sentence(
                "The printer is held already: {why}.", why=sentence(HOLD_REASONS[hold.reason])
            ),
            advice=sentence("Let it go on, or count the cards that came out of it."),
        )
    reason, words = HoldReason(request.reason), request.words.strip()
    books.holds.put(turn.desk_id, request.printer, reason, words, by=turn.actor.clerk_id)
    return Outcome(printer=request.printer, held=True)


def resume(books: Books, turn: Turn, request: Resuming) -> Outcome:
    """Let a printer go on; what is in doubt stays unconfirmed until somebody settles it.

    Raises:
        Refusal: It is not held.
    """
    hold = books.holds.of(turn.desk_id, request.printer)
    if hold is None:
        raise Refusal(
            "not-held",
            sentence("The printer is not held."),
            advice=sentence("Look at the print queue again: it changed."),
        )
    books.holds.release(hold, by=turn.actor.clerk_id)
    return Outcome(printer=request.printer, held=False)


WORKFLOW = Workflow(code="printer_hold", right=Right.SERVE, run=pause, outcome=Outcome)
RESUME = Workflow(code="printer_resume", right=Right.SERVE, run=resume, outcome=Outcome)
