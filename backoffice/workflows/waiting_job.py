"""Give what waits to another printer, or cancel it before a blank is used (B4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.cards import CardState
from backoffice.domain.places import require_in_service
from backoffice.domain.print_jobs import JobKind, JobState, PrintJob, Rank
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.procedures.holding import require_name

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """Which jobs, and where they shall be printed.

    Attributes:
        desk_id: This desk or another one.
        printer: Name of one of its printers; empty for the default one.
    """

    job_ids: tuple[int, ...]
    desk_id: int
    printer: str = ""


@dataclass(frozen=True, kw_only=True)
class Cancelling:
    """Which jobs shall not be printed."""

    job_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Numbers of what was moved or cancelled."""

    numbers: tuple[str, ...]


def move(books: Books, turn: Turn, request: Request) -> Outcome:  # noqa: ARG001  one signature
    """Let jobs wait for another printer; what could not be drawn is tried again there.

    Raises:
        Refusal: One of them is not waiting any more, or the desk does not exist or serve nobody.
    """
    if request.desk_id not in {desk.id for desk in books.places.desks()}:
        raise Refusal(
            "unknown-desk",
            sentence("There is no such desk."),
            advice=sentence("Choose one from the list."),
        )
    require_in_service(books.places.desk(request.desk_id))
    require_name(request.printer)
    jobs = _waiting(books, request.job_ids)
    for job in jobs:
        books.jobs.put_before(job, desk_id=request.desk_id, printer=request.printer)
    return Outcome(numbers=tuple(job.number for job in jobs))


def cancel(books: Books, turn: Turn, request: Cancelling) -> Outcome:  # noqa: ARG001  same
    """Cancel what waits: no blank is used, and the person of a card is without one again.

    Raises:
        Refusal: One of them is not waiting any more, or somebody at the window waits for it.
    """
    jobs = _waiting(books, request.job_ids)
    for job in jobs:
        if job.kind is JobKind.CARD:
            _drop_card(books, job)
        books.jobs.move(job, JobState.CANCELLED)
    return Outcome(numbers=tuple(job.number for job in jobs))


WORKFLOW = Workflow(code="waiting_job", right=Right.SERVE, run=move, outcome=Outcome)
CANCEL = Workflow(code="waiting_job_cancelled", right=Right.SERVE, run=cancel, outcome=Outcome)


def _waiting(books: Books, job_ids: tuple[int, ...]) -> list[PrintJob]:
    jobs = [books.jobs.get(job_id) for job_id in job_ids]
    gone = next((job for job in jobs if job.state is not JobState.QUEUED), None)
    if gone is not None or not jobs:
        raise Refusal(
            "not-waiting",
            sentence("{number} is not waiting any more.", number=gone.number if gone else "—"),
            advice=sentence("Look at the print queue again: it changed."),
        )
    return jobs


def _drop_card(books: Books, job: PrintJob) -> None:
    assert job.card_id is not None  # noqa: S101  a constraint: card jobs have a card
    card = books.cards.get(job.card_id)
    if job.rank is Rank.COUNTER or books.ledger.card_account(card.id).balance:
        raise Refusal(
            "not-dropped",
            sentence("Somebody at the window waits for card {card}.", card=card.short),
            advice=sentence(
                "Give it to another printer; or let it be printed, and call it a misprint."
            ),
        )
    books.cards.move(card, CardState.SPOILED)
