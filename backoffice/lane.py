"""The print lane: takes a printer's next job, marks it sent, hands it over, and says what is known.

``sent`` is committed before the first byte leaves, so a job leaves at most once however often the
program dies. Nothing is resent by itself: what is not known stays unconfirmed until a card is
scanned back or a clerk gives their word (design 4).

Several windows may serve a printer. Each shares a lock while it delivers; whoever gets that lock
alone knows that what is ``sent`` was left behind by a window that is gone, and takes over.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from backoffice.actions import Workflow, new_action_id, perform
from backoffice.domain.audit import short
from backoffice.domain.card_designs import named
from backoffice.domain.cards import CardState
from backoffice.domain.documents import CardFace, Document, Receipt, Slip
from backoffice.domain.holds import held_because
from backoffice.domain.print_jobs import TO_FILE, JobKind, JobState, PrintJob
from backoffice.domain.printers import ROLES
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Actor, Right, Role
from backoffice.domain.sentences import Sentence, sentence
from backoffice.domain.texts import LONGEST, fitting
from backoffice.ports import Conflict
from backoffice.procedures.blanks import feed_blank, ready, sending_id
from backoffice.procedures.holding import hold_in_doubt
from backoffice.words import bilingual

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.actions import Turn
    from backoffice.ports import Books, Clock, Delivery, Printers, PrinterState, Store

_DOCUMENTS: dict[JobKind, type[CardFace | Receipt | Slip]] = {
    JobKind.CARD: CardFace,
    JobKind.RECEIPT: Receipt,
    JobKind.SLIP: Slip,
}
# A device may say anything at any length; what it says must not keep the lane from noting it.
_NOTE, _NAME = LONGEST, 200
_STOPPED = sentence("The program stopped while this was being printed.")


@dataclass(frozen=True, kw_only=True)
class Report:
    """What one step of the lane came to.

    Attributes:
        job: The job it was about, as it stood before.
        outcome: ``waiting`` (printer not ready or held, no blank), ``unprintable``, ``taken`` (by
            another window) or ``unconfirmed`` (it left, now or from a window that is gone; somebody
            must look).
        said: The same for people.
    """

    job: PrintJob
    outcome: str
    said: Sentence


@dataclass(frozen=True, kw_only=True)
class Sending:
    """Request of the action that commits ``sent``; the token tells one lane from another.

    It names no person: what printers do is no part of anybody's history.
    """

    job_id: int
    token: str
    printer: str
    ahead: int = 1


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Request of the action that notes what is known of a job that is at the printer.

    Attributes:
        doubt: Whether the delivery did not end as it should; a card printer is held then.
    """

    job_id: int
    note: str
    device_job: str = ""
    doubt: bool = False


@dataclass(frozen=True, kw_only=True)
class Done:
    """Both actions answer with the state of the job."""

    state: str


def step(
    store: Store,
    clock: Clock,
    printers: Printers,
    *,
    desk_id: int,
    printer: str,
    ahead: int = 1,
    progress: Callable[[PrinterState], None] | None = None,
) -> Report | None:
    """Print the next job that waits for a printer, or say why not; None when nothing waits.

    Args:
        store: The books.
        clock: Tells when it happens.
        printers: The printers of this desk.
        desk_id: Whose jobs.
        printer: Name of the printer; the default one of its role takes what names none.
        ahead: How many jobs the device may hold that it has not finished.
        progress: Called with each new state of the device.
    """
    for left in _take_over(store, clock, desk_id, printer):
        return Report(job=left, outcome="unconfirmed", said=_STOPPED)
    found = _next(store, printers, desk_id, printer, ahead)
    if found is None:
        return None
    job, document, why_not = found
    if why_not is not None:
        return Report(job=job, outcome="waiting", said=why_not)
    state = printers.state(printer)
    if not state.ready:
        return Report(job=job, outcome="waiting", said=state.sentence)
    try:
        prepared = printers.prepare(printer, document)
    except Refusal as refusal:
        finding = _finding(job, refusal.message)
        who = _lane(desk_id)
        perform(store, clock, UNPRINTABLE, finding, action_id=new_action_id(), actor=who)
        return Report(job=job, outcome="unprintable", said=refusal.message)
    sending = Sending(job_id=job.id, token=new_action_id(), printer=printer, ahead=ahead)
    name = f"{job.number}-{job.id}"
    deliver = partial(printers.deliver, printer, prepared, job=name, progress=progress)
    return _send(store, clock, job, sending, deliver)


def _send(
    store: Store,
    clock: Clock,
    job: PrintJob,
    sending: Sending,
    deliver: Callable[[], Delivery],
) -> Report:
    """Claim a job, hand it over and note what is known of it, unless another window was first."""
    actor = _lane(job.desk_id)
    try:
        with store.together(_delivery(job.desk_id, sending.printer)):
            if _claim(store, clock, job, sending, actor):
                delivery = deliver()
                doubt = delivery.result != "delivered"
                finding = _finding(job, delivery.sentence, delivery.device_job, doubt=doubt)
                perform(store, clock, FOUND, finding, action_id=new_action_id(), actor=actor)
                return Report(job=job, outcome="unconfirmed", said=delivery.sentence)
    except Conflict:  # another window is just taking over
        pass
    return Report(job=job, outcome="taken", said=sentence("Another window is printing it."))


def recover(store: Store, clock: Clock, *, desk_id: int) -> list[PrintJob]:
    """Call unconfirmed what windows of this desk that are gone left at printers; return it."""
    with store.reading() as books:
        sent = books.jobs.at_desk(desk_id, {JobState.SENT})
    printers = dict.fromkeys(job.printer for job in sent if job.printer != TO_FILE)
    return [job for one in printers for job in _take_over(store, clock, desk_id, one)]


def _take_over(store: Store, clock: Clock, desk_id: int, printer: str) -> list[PrintJob]:
    """Call unconfirmed what is at a printer and nobody delivers any more; return it."""
    with store.reading() as books:
        if not _sent_to(books, desk_id, printer):
            return []
    try:
        with store.alone(_delivery(desk_id, printer)):
            with store.reading() as books:
                left = _sent_to(books, desk_id, printer)
            for job in left:
                finding = _finding(job, _STOPPED, doubt=True)
                who = _lane(desk_id)
                perform(store, clock, FOUND, finding, action_id=new_action_id(), actor=who)
            return left
    except Conflict:  # a window delivers to it
        return []


def _delivery(desk_id: int, printer: str) -> str:
    """Return the name of the lock that windows share while they deliver to a printer."""
    return f"printer-{desk_id}-{hashlib.sha256(printer.encode()).hexdigest()[:8]}"


def document_of(books: Books, job: PrintJob) -> Document:
    """Return what a job prints, with its photo, its design and its audit anchor."""
    document = msgspec.json.decode(job.payload, type=_DOCUMENTS[job.kind])
    if isinstance(document, CardFace):
        assert job.card_id is not None  # noqa: S101  a constraint: card jobs have a card
        photo = books.photos.picture(books.cards.get(job.card_id).photo_id)
        version = named(document.design)[1]
        toml = books.designs.text(document.design) if version else ""
        return replace(document, photo=photo, design_toml=toml)
    return document if document.anchor else replace(document, anchor=short(job.anchor))


def _next(
    store: Store, printers: Printers, desk_id: int, printer: str, ahead: int
) -> tuple[PrintJob, Document, Sentence | None] | None:
    role = next((role for role in ROLES if printer in printers.names(role)), None)
    if role is None:
        return None  # it was removed a moment ago
    named = {printer, ""} if printer == printers.names(role)[0] else {printer}
    with store.reading() as books:
        job = books.jobs.next(desk_id, role, named)
        if job is None or len(_sent_to(books, desk_id, printer)) >= ahead:
            return None
        return job, document_of(books, job), _why_not(books, job, printer)


def _why_not(books: Books, job: PrintJob, printer: str) -> Sentence | None:
    """Say why the books give a job to no printer now: it is held, or there is no blank."""
    hold = books.holds.of(job.desk_id, printer)
    if hold is not None:
        return held_because(hold.reason)
    if job.kind is JobKind.CARD and not ready(books, job.desk_id):
        return sentence("No blank card is left here. Enter a box as received under “Blanks”.")
    return None


def _sent_to(books: Books, desk_id: int, printer: str) -> list[PrintJob]:
    """Return the jobs that a printer has not finished."""
    sent = books.jobs.at_desk(desk_id, {JobState.SENT})
    return [job for job in sent if job.printer == printer]


def _claim(store: Store, clock: Clock, job: PrintJob, request: Sending, actor: Actor) -> bool:
    """Commit ``sent``; False if another lane was first."""
    try:
        perform(store, clock, SENT, request, action_id=sending_id(job), actor=actor)
    except Refusal as refusal:
        if refusal.code not in {"action-id-used", "not-waiting"}:
            raise
        return False
    return True


def _sent(books: Books, turn: Turn, request: Sending) -> Done:  # noqa: ARG001  one signature
    job = books.jobs.get(request.job_id)
    if job.state is not JobState.QUEUED:
        raise Refusal("not-waiting", sentence("This print job is not waiting any more."))
    full = len(_sent_to(books, job.desk_id, request.printer)) >= request.ahead
    if full or _why_not(books, job, request.printer) is not None:
        raise Refusal("not-waiting", sentence("The printer takes no further job now."))
    books.jobs.move(job, JobState.SENT, printer=request.printer)
    if job.card_id is not None:
        books.cards.move(books.cards.get(job.card_id), CardState.PRINTING)
        feed_blank(books, job.desk_id)
    return Done(state=JobState.SENT.value)


def _found(books: Books, turn: Turn, request: Finding) -> Done:  # noqa: ARG001  one signature
    job = books.jobs.get(request.job_id)
    if job.state is not JobState.SENT:  # scanned back before the printer answered
        return Done(state=job.state.value)
    books.jobs.move(job, JobState.UNCONFIRMED, note=request.note, device_job=request.device_job)
    if job.card_id is not None:
        books.cards.move(books.cards.get(job.card_id), CardState.UNCONFIRMED)
        if request.doubt:
            hold_in_doubt(books, job, request.note)
    return Done(state=JobState.UNCONFIRMED.value)


def _unprintable(books: Books, turn: Turn, request: Finding) -> Done:  # noqa: ARG001  one signature
    job = books.jobs.get(request.job_id)
    if job.state is JobState.QUEUED:
        books.jobs.note(job, request.note)
    return Done(state=job.state.value)


def _finding(
    job: PrintJob, said: Sentence, device_job: str = "", *, doubt: bool = False
) -> Finding:
    both = bilingual(said)
    return Finding(
        job_id=job.id,
        note=fitting(f"{both.en}\n{both.zh}")[:_NOTE],
        device_job=fitting(device_job)[:_NAME],
        doubt=doubt,
    )


def _lane(desk_id: int) -> Actor:
    return Actor(clerk_id=None, name="print lane", role=Role.CLERK, desk_id=desk_id)


SENT = Workflow(code="print_sent", right=Right.PRINT, run=_sent, outcome=Done)
FOUND = Workflow(code="print_found", right=Right.PRINT, run=_found, outcome=Done)
UNPRINTABLE = Workflow(code="print_refused", right=Right.PRINT, run=_unprintable, outcome=Done)
