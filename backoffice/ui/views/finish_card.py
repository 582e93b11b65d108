"""Wait for a printed card, scan it back, and settle the papers that came with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import ttkbootstrap as ttk

from backoffice.actions import new_action_id
from backoffice.domain.cards import CardState
from backoffice.domain.print_jobs import LIVE, JobKind, JobState
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.ui import words
from backoffice.ui.papers import settle_good
from backoffice.ui.view import Offer, View
from backoffice.workflows import finish_card

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backoffice.domain.print_jobs import PrintJob
    from backoffice.domain.refusal import Refusal
    from backoffice.lane import Report
    from backoffice.ui.person import Person

_WAITING = {
    CardState.QUEUED: sentence("The card is waiting for the printer."),
    CardState.PRINTING: sentence("The card is being printed."),
    CardState.UNCONFIRMED: sentence("Scan the card that came out of the printer."),
}


class FinishCard(View):
    """Printing → scan the card → papers in hand → done."""

    code = "finish_card"
    title = N_("Scan the new card back")
    short = N_("Scan back")
    key = "F12"
    order = 5
    happenings: ClassVar[Mapping[str, str]] = {"finish_card": N_("Card scanned back, now active")}

    @classmethod
    def offer(cls, person: Person) -> Offer | None:
        """Offer it while a card is at the printer or on its way there."""
        return None if person.making_job is None else Offer.yes()

    def build(self) -> None:
        """Make the step of the scan and the one of the papers."""
        assert self.person is not None  # noqa: S101  offered only while a card is made
        assert self.person.making is not None  # noqa: S101
        self._card = self.person.making
        self._papers: dict[int, str] = {}
        self._active = True
        first = self.step(
            "scan", N_("Scan the card"), action=N_("Make it active"), act=self._finish
        )
        first.scan(
            "scanned",
            sentence("Bar code of card {card}", card=self._card.short),
            required=N_("Scan the card that came out."),
        )
        first.notice.tell(self._waiting())
        misprint = ttk.Button(first.below, command=self._misprint)
        said = sentence("Misprint")
        words.put(misprint, lambda: words._(said) + "…   Shift+F12")
        misprint.pack(anchor="w", pady=(8, 0))
        last = self.step(
            "papers", N_("Papers"), action=N_("In hand"), act=self._settle, confirms=True
        )
        self._list = last.note("", ink="fg")

    def on_report(self, report: Report) -> None:
        """Say how the print goes; a receipt that comes later joins the list."""
        if report.job.card_id == self._card.id and "scan" in self.steps:
            self.steps["scan"].notice.tell(
                report.said,
                *([_WAITING[CardState.UNCONFIRMED]] if report.outcome == "unconfirmed" else []),
            )
        elif report.job.holder_id == self.holder_id and self._papers:
            self._ask_for_papers()

    def on_refusal(self, refusal: Refusal) -> None:
        """Empty the field after a wrong card: the right one is scanned next."""
        if refusal.code == "wrong-card":
            self.steps["scan"].fields["scanned"].put("")

    def _waiting(self) -> Sentence:
        job = self.person.making_job if self.person else None
        if self._card.state is CardState.QUEUED and job is not None and job.note:
            return sentence("This card can't be printed as it is. Call it a misprint to go on.")
        return _WAITING.get(self._card.state, _WAITING[CardState.UNCONFIRMED])

    def _misprint(self) -> None:
        self.desk.go_on("spoil_card", self.holder_id)

    def _finish(self) -> None:
        request = finish_card.Request(
            holder_id=self.holder_id, card_id=self._card.id, scanned=self.read("scanned")
        )
        self.perform(finish_card.WORKFLOW, request, self._made)

    def _made(self, outcome: finish_card.Outcome) -> None:
        self._active = outcome.state == CardState.ACTIVE.value
        self._ask_for_papers()

    def _ask_for_papers(self) -> None:
        self.work(self._live_papers, self._show_papers)

    def _live_papers(self) -> Sequence[PrintJob]:
        desk_id = self.desk.actor.desk_id
        assert desk_id is not None  # noqa: S101  a window stands at a desk
        with self.desk.program.store().reading() as books:
            jobs = books.jobs.at_desk(desk_id, LIVE)
        return [j for j in jobs if j.holder_id == self.holder_id and j.kind is not JobKind.CARD]

    def _show_papers(self, jobs: Sequence[PrintJob]) -> None:
        if not jobs:
            self._done()
            return
        self._papers = {
            job.id: self._papers.get(job.id) or new_action_id()
            for job in jobs
            if job.state is JobState.UNCONFIRMED
        }
        numbers = ", ".join(job.number for job in jobs)
        text = sentence(
            "Is receipt {numbers} printed well and in the holder's hand?", numbers=numbers
        )
        if len(self._papers) < len(jobs):
            text = sentence("Receipt {numbers} is still at the printer.", numbers=numbers)
        self._list.say(text)
        self.go("papers")

    def _settle(self) -> None:
        program, actor = self.desk.program, self.desk.actor
        papers = [(job_id, self.holder_id, action_id) for job_id, action_id in self._papers.items()]
        self.work(lambda: settle_good(program, actor, papers), lambda _none: self._done())

    def _done(self) -> None:
        self.desk.something_happened()
        said = (
            sentence("Card {card} is active. Hand it over.", card=self._card.short)
            if self._active
            else sentence(
                "Card {card} is made. It becomes active when it is handed out.",
                card=self._card.short,
            )
        )
        self.finish(said)
