"""Pass or refuse applications for campus entry (FAQ 6, E2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.entry import EntryApplication, EntryState
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """Applications that were looked at, and the answer.

    Attributes:
        why: Needed for a refusal.
    """

    application_ids: tuple[int, ...]
    passed: bool
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The applications that were answered, and whose they are."""

    application_ids: tuple[int, ...]
    passed: bool
    holder_ids: tuple[int, ...] = ()


def answer(books: Books, turn: Turn, request: Request) -> Outcome:
    """Pass or refuse; whoever has an active card may enter from the first day on (E3).

    Raises:
        Refusal: E2: nothing is chosen, a refusal has no reason, or one was answered meanwhile.
    """
    why = request.why.strip()
    if not request.application_ids:
        raise _refusal(
            "no-application-chosen",
            sentence("No application is chosen."),
            sentence("Choose one in the list."),
        )
    if not request.passed and not why:
        raise _refusal(
            "refusal-reason",
            sentence("A refused application needs a reason."),
            sentence("Write what the applicant is to be told."),
        )
    to = EntryState.PASSED if request.passed else EntryState.REFUSED
    applications = [books.entry.get(one) for one in dict.fromkeys(request.application_ids)]
    for application in applications:
        _require_open(turn, application)
        books.entry.move(application, to, by=turn.actor.clerk_id, answer=why)
    return Outcome(
        application_ids=request.application_ids,
        passed=request.passed,
        holder_ids=tuple(application.holder_id for application in applications),
    )


WORKFLOW = Workflow(code="entry_answer", right=Right.APPROVE, run=answer, outcome=Outcome)


def _require_open(turn: Turn, application: EntryApplication) -> None:
    if application.state is not EntryState.APPLIED:
        raise _refusal(
            "application-answered",
            sentence("One of these applications was answered or withdrawn; nothing was done."),
            sentence("Look at the list again."),
        )
    if application.until_on < turn.today:
        raise _refusal(
            "application-late",
            sentence("The last day of one of these applications is over; nothing was done."),
            sentence("Leave it: it expires by itself. The holder may apply again."),
        )


def _refusal(code: str, message: Sentence, advice: Sentence) -> Refusal:
    return Refusal(code, message, advice=advice, rule="E2", source="FAQ 6")
