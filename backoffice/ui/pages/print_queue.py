"""The print queue of this desk: what waits, what is unconfirmed, what was printed, and on what."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from backoffice.domain.holds import HOLD_REASONS
from backoffice.domain.print_jobs import (
    JOB_STATE_NAMES,
    LIVE,
    SPOIL_REASONS,
    TO_FILE,
    JobKind,
    JobState,
    Rank,
)
from backoffice.domain.printers import ROLES, called
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import registry, words
from backoffice.ui.listing import Listing
from backoffice.ui.offers import checked
from backoffice.ui.pick import Pick
from backoffice.ui.quick_keys import QuickKeys
from backoffice.ui.views.print_queue import PapersInHand
from backoffice.ui.views.printer_hold import Pause, Resume
from backoffice.ui.views.resync import Resync
from backoffice.ui.views.waiting_job import Cancel, Move
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backoffice.domain.holds import PrinterHold
    from backoffice.domain.print_jobs import PrintJob
    from backoffice.domain.sentences import Sentence
    from backoffice.lane import Report
    from backoffice.ports import Books
    from backoffice.ui.view import View

KIND_WORDS = {JobKind.CARD: N_("card"), JobKind.RECEIPT: N_("receipt"), JobKind.SLIP: N_("slip")}
_KNOWN = N_("What is known")
_ELSEWHERE = N_("a file")
_FILTERS = (
    (LIVE, N_("Under way")),
    (frozenset({JobState.UNCONFIRMED}), N_("Unconfirmed")),
    (frozenset({JobState.QUEUED}), N_("Waiting")),
    (frozenset(JobState) - LIVE, N_("Settled")),
)


@dataclass(frozen=True, kw_only=True)
class _Row:
    job: PrintJob
    name: str
    attempt: int


class PrintQueue(Listing[_Row]):
    """A list, and beside it what can be done with what is chosen, and with each printer."""

    title = N_("Print queue")
    order = 80
    right = Right.SERVE
    heading = sentence("Printed at this desk")
    heads = (
        N_("What"),
        N_("Number"),
        N_("For"),
        N_("Printer"),
        N_("State"),
        N_("Try"),
        N_("Since"),
        _KNOWN,
    )
    widths = (72, 112, 96, 88, 104, 48, 88, 200)
    stretched = (_KNOWN,)
    several = True

    def build(self) -> None:
        """Lay out the page; nothing is known of the printers yet."""
        self._states = LIVE
        self._holds: dict[str, PrinterHold] = {}
        self._quick = QuickKeys(self, self.desk.scanner)
        self._doing: dict[str, Callable[[], object]] = {}
        super().build()

    def tools(self, place: tk.Misc) -> None:
        """Let the clerk choose which jobs are listed."""
        Pick(place, _FILTERS, self._filter).grid(sticky="w", pady=(0, 8))

    def read(self, books: Books, offset: int, most: int) -> Sequence[_Row]:
        """Return jobs of this desk, with whom they are for and how often they were tried."""
        desk_id = self.desk.session_place.id
        self._holds = {hold.printer: hold for hold in books.holds.at_desk(desk_id)}
        jobs = books.jobs.listed(desk_id, self._states, offset=offset, most=most)
        tries = books.jobs.attempts(jobs)
        names: dict[int, str] = {}
        for job in jobs:
            if job.holder_id is not None and job.holder_id not in names:
                names[job.holder_id] = books.holders.get(job.holder_id).name
        return [
            _Row(job=job, name=names.get(job.holder_id or 0, ""), attempt=tries[job.id])
            for job in jobs
        ]

    def beside(self) -> object:
        """Return which printers are held, and which jobs are listed."""
        return (self._holds, self._states)

    def key(self, row: _Row) -> str:
        """Return the number of the job in the books."""
        return str(row.job.id)

    def cells(self, row: _Row) -> tuple[str, ...]:
        """Return what, number, for whom, where, how it stands and what is known."""
        job = row.job
        known = _known(job)
        at = job.created_at.astimezone()
        today = at.date() == self.desk.program.clock.today()
        return (
            _(KIND_WORDS[job.kind]),
            job.number,
            row.name,
            _(_ELSEWHERE) if job.printer == TO_FILE else _(called(self._printer_of(job))),
            _(JOB_STATE_NAMES[job.state]),
            str(row.attempt),
            at.strftime("%H:%M" if today else "%Y-%m-%d"),
            _(known) if known else "",
        )

    def summary(self) -> Sentence:
        """Say what unconfirmed means, or that there is nothing."""
        if self._states.isdisjoint(LIVE):
            return sentence("What was printed here, the newest first.")
        if self.rows:
            return sentence(
                "Unconfirmed means that nobody has seen yet what came out. Nothing is sent twice."
            )
        return sentence("Nothing waits and nothing is unconfirmed.")

    def on_report(self, report: Report) -> None:  # noqa: ARG002  any of them may change the list
        """Hear what the print lane found."""
        self.refresh()

    def on_scan(self, text: str) -> bool:
        """Begin to count a held printer with one of its cards; other cards are looked up."""
        number = text.strip()
        row = next((row for row in self.rows.values() if row.job.number == number), None)
        if self.column.view is not None or row is None or row.job.rank is Rank.COUNTER:
            return False
        if row.job.printer not in self._holds or row.job.state is not JobState.UNCONFIRMED:
            return False
        self._open(Resync).about(row.job.printer, number)
        return True

    def typed(self, event: tk.Event[tk.Misc]) -> None:
        """Do with a letter what a button does; letters of a scanner do nothing."""
        if self.column.view is None:
            self._quick.press(event, self._doing)

    def offer(self) -> None:
        """Offer what can be done with what is chosen, and with the printers."""
        self._doing = {}
        chosen = [row.job for row in self.list.every_chosen]
        if len(chosen) == 1:
            self._offer_job(chosen[0])
        elif chosen:
            self.put_title(sentence("Chosen: {count}", count=len(chosen)))
            self._offer_waiting(chosen)
        self._offer_papers()
        self.put_title(N_("Printers"))
        for role in ROLES:
            for name in self.desk.program.settings.printers_of(role):
                self._offer_printer(name, role)
        if any(row.job.printer == TO_FILE for row in self.rows.values()):
            self.put_line(sentence("Printed elsewhere, from a file"), ink="fg")
            self._offer_count(TO_FILE)

    def _offer_job(self, job: PrintJob) -> None:
        kind = sentence(KIND_WORDS[job.kind])
        self.put_title(sentence("Chosen: {kind} {number}", kind=kind, number=job.number))
        known = _known(job)
        if known:
            self.put_line(known)
        for view in registry.all_views():
            offer = view.offer_job(job)
            if offer is not None:
                why_not = checked(self.desk, view, offer).why_not
                self.put_button(
                    view.short or view.title,
                    partial(self.column.open, view, None, job=job),
                    why_not or "",
                )
        self._offer_waiting([job])
        holder_id = job.holder_id
        if holder_id is not None:
            self.put_button(N_("Open the person"), lambda: self.desk.show_person(holder_id))

    def _offer_waiting(self, jobs: list[PrintJob]) -> None:
        if any(job.state is not JobState.QUEUED for job in jobs):
            return
        self._key("M", N_("Another printer"), lambda: self._open(Move).about(jobs))
        urgent = any(job.kind is JobKind.CARD and job.rank is Rank.COUNTER for job in jobs)
        why_not = sentence("Somebody at the window waits for it.") if urgent else ""
        self._key("X", N_("Cancel"), lambda: self._open(Cancel).about(jobs), why_not)

    def _offer_papers(self) -> None:
        papers = [
            row.job
            for row in self.rows.values()
            if row.job.kind is not JobKind.CARD and row.job.state is JobState.UNCONFIRMED
        ]
        if len(papers) > 1:
            said = sentence("All {count} papers in hand", count=len(papers))
            self._key("G", said, lambda: self._open(PapersInHand).about(papers))

    def _offer_printer(self, name: str, role: str) -> None:
        hold = self._holds.get(name)
        if hold is None:
            self.put_line(sentence("{printer}: prints", printer=called(name)), ink="fg")
            key = "P" if name == self.desk.program.settings.printers_of("card")[0] else ""
            self._key(key, N_("Pause"), lambda: self._open(Pause).about(name))
        else:
            self.put_line(_held(hold), ink="danger")
            self._key(
                "P" if "p" not in self._doing else "",
                N_("Let it go on"),
                lambda: self._open(Resume).about(name),
            )
        if role == "card":
            self._offer_count(name)

    def _offer_count(self, printer: str) -> None:
        given = any(
            row.job.printer == printer and row.job.state is JobState.UNCONFIRMED
            for row in self.rows.values()
        )
        if given:
            key = "C" if "c" not in self._doing else ""
            do = partial(self._count, printer)
            self._key(key, N_("Count the cards in the hand"), do)

    def _count(self, printer: str) -> None:
        self._open(Resync).about(printer)

    def _key(
        self, key: str, said: str | Sentence, do: Callable[[], object], why_not: Sentence | str = ""
    ) -> None:
        """Put a button that a letter presses as well."""
        if key and not why_not:
            self._doing[key.lower()] = do
        self.put_button(words.keyed(said, key), do, why_not)

    def _open(self, kind: type[View]) -> Any:  # noqa: ANN401  each is told what it is about
        return self.column.open(kind, None)

    def _filter(self, states: frozenset[JobState]) -> None:
        self._states = states
        self.refresh()

    def _printer_of(self, job: PrintJob) -> str:
        return job.printer or self.desk.program.settings.printers_of(job.kind.role)[0]


def _known(job: PrintJob) -> Any:  # noqa: ANN401  whatever can be said
    if job.note in SPOIL_REASONS:
        return sentence(SPOIL_REASONS[job.note])
    return words.known(job.note)


def _held(hold: PrinterHold) -> Sentence:
    at = hold.held_at.astimezone().strftime("%H:%M")
    why = sentence(HOLD_REASONS[hold.reason])
    printer = called(hold.printer)
    if not hold.held_by:
        return sentence("{printer}: held since {at}, {why}", printer=printer, at=at, why=why)
    return sentence(
        "{printer}: held since {at} by {who}, {why}",
        printer=printer,
        at=at,
        who=hold.held_by,
        why=why,
    )
