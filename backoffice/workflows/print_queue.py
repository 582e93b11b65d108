"""Settle what became of a receipt or slip by the clerk's word; print a copy with a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from backoffice.actions import Workflow
from backoffice.domain.audit import short
from backoffice.domain.documents import Receipt, Slip
from backoffice.domain.print_jobs import COPY_REASONS, LIVE, JobKind, JobState, PrintJob
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.words import bilingual

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books

_VERDICTS = {
    "good": JobState.GOOD,
    "spoiled": JobState.SPOILED,
    "cancelled": JobState.CANCELLED,
}


@dataclass(frozen=True, kw_only=True)
class Request:
    """The clerk's word on a paper.

    Attributes:
        verdict: ``good`` (in hand), ``spoiled`` or ``cancelled``; empty for a mere reprint.
        reprint_reason: Not empty: print it once more, and why; a key of ``COPY_REASONS`` or words.
    """

    job_id: int
    holder_id: int | None
    verdict: str = ""
    reprint_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What is known now; ``reprint`` is the number of the new copy or empty."""

    number: str
    state: str
    reprint: str


def settle(books: Books, turn: Turn, request: Request) -> Outcome:
    """Settle a live receipt or slip; queue a marked copy where a reason is given.

    Raises:
        Refusal: It is a card (only its scan-back settles it), or it is settled already.
    """
    job = books.jobs.get(request.job_id)
    if job.kind is JobKind.CARD:
        raise Refusal(
            "card-needs-scan",
            sentence("A card is settled by scanning it back or calling it a misprint."),
            advice=sentence("Open the person and scan the card."),
        )
    state = job.state
    if request.verdict:
        state = _require_settleable(job, _VERDICTS.get(request.verdict))
        books.jobs.move(job, state, note=request.reprint_reason)
    if not request.reprint_reason.strip():
        return Outcome(number=job.number, state=state.value, reprint="")
    if state in LIVE:
        raise Refusal(
            "still-live",
            sentence("The first print of {number} is not settled yet.", number=job.number),
            advice=sentence("Say first what became of it."),
        )
    return Outcome(number=job.number, state=state.value, reprint=_copy(books, turn, job, request))


WORKFLOW = Workflow(code="print_queue", right=Right.SERVE, run=settle, outcome=Outcome)


def _require_settleable(job: PrintJob, to: JobState | None) -> JobState:
    # A job that never left may only be cancelled; one that left may no longer.
    allowed = (
        {JobState.CANCELLED}
        if job.state is JobState.QUEUED
        else {JobState.GOOD, JobState.SPOILED}
        if job.state is JobState.UNCONFIRMED
        else set()
    )
    if to is None or to not in allowed:
        raise Refusal(
            "not-settleable",
            sentence("The state of {number} does not allow this.", number=job.number),
            advice=sentence("Look at the print queue again: it changed."),
        )
    return to


def _copy(books: Books, turn: Turn, job: PrintJob, request: Request) -> str:
    document: Receipt | Slip = (
        msgspec.json.decode(job.payload, type=Receipt)
        if job.kind is JobKind.RECEIPT
        else msgspec.json.decode(job.payload, type=Slip)
    )
    desk = books.places.desk(turn.desk_id)
    number = books.jobs.next_receipt_number(desk)
    said = request.reprint_reason.strip()
    reason = sentence(COPY_REASONS[said]) if said in COPY_REASONS else said
    note = bilingual(sentence("Copy of {number}: {reason}", number=job.number, reason=reason))
    # The copy proves the first action, so it keeps that action's anchor.
    anchor = document.anchor or short(job.anchor)
    if isinstance(document, Receipt):
        document = replace(document, notes=(note, *document.notes), anchor=anchor, number=number)
    else:
        paragraphs = (note, *document.paragraphs)
        document = replace(document, paragraphs=paragraphs, anchor=anchor, number=number)
    books.jobs.add(
        kind=job.kind,
        desk_id=desk.id,
        number=number,
        payload=msgspec.json.encode(document).decode(),
        holder_id=job.holder_id,
        copy_of_id=job.id,
    )
    return number
