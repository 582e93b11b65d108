"""Settle a receipt or slip by the clerk's word, or print a copy of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.actions import new_action_id
from backoffice.domain.print_jobs import COPY_REASONS, JobKind, JobState, Printed
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.papers import printed_before, settle_good
from backoffice.ui.view import Offer, View
from backoffice.ui.words import _
from backoffice.workflows import print_queue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backoffice.domain.print_jobs import PrintJob

_VERDICTS = {
    "good": N_("printed well and in hand"),
    "spoiled": N_("spoiled or never came out"),
    "cancelled": N_("cancel: it was not sent yet"),
    "": N_("settled already: print a copy"),
}
_POSSIBLE = {
    JobState.QUEUED: ("cancelled",),
    JobState.UNCONFIRMED: ("good", "spoiled"),
}


class PrintQueue(View):
    """What became of a paper is the clerk's word, never the program's guess."""

    code = "print_queue"
    title = N_("What became of it?")
    short = N_("Settle")
    order = 50
    happenings: ClassVar[Mapping[str, str]] = {"print_queue": N_("Receipt settled")}
    belongs: ClassVar[Mapping[str, str]] = {"": "confirm"}

    @classmethod
    def offer_job(cls, job: PrintJob) -> Offer | None:
        """Offer it for papers; a card is settled by scanning it back."""
        if job.kind is JobKind.CARD:
            return None
        if job.state is JobState.SENT:
            return Offer.no(sentence("Wait until the printer has answered."))
        return Offer.yes()

    def build(self) -> None:
        """Make the one step: what became of it, and why a copy is printed."""
        assert self.job is not None  # noqa: S101  opened from the print queue
        step = self.confirm_step(N_("Confirm"), self._settle)
        step.note(sentence("Paper {number}", number=self.job.number), ink="fg")
        possible = _POSSIBLE.get(self.job.state, ("",))
        step.choice("verdict", N_("What became of it"), [(v, _VERDICTS[v]) for v in possible])
        step.choice("why", N_("Another copy"), [("", N_("no copy")), *COPY_REASONS.items()])
        step.text(
            "reason",
            N_("Reason for another copy"),
            explain=N_("If none of these fits. The copy says that it is one, and why."),
        )
        self._before = step.note("", ink="danger")
        self.after_idle(self._look_back)

    def _look_back(self) -> None:
        assert self.job is not None  # noqa: S101
        job, store = self.job, self.desk.program.store()

        def read() -> Sequence[Printed]:
            with store.reading() as books:
                return books.jobs.prints(job)

        self.work(read, self._say_before)

    def _say_before(self, prints: Sequence[Printed]) -> None:
        said = printed_before(prints)
        self._before.say(lambda: "\n".join(_(line) for line in said))

    def _settle(self) -> None:
        assert self.job is not None  # noqa: S101
        request = print_queue.Request(
            job_id=self.job.id,
            holder_id=self.job.holder_id,
            verdict=self.read("verdict"),
            reprint_reason=self.read("reason") or self.read("why"),
        )
        self.perform(print_queue.WORKFLOW, request, self._done)

    def _done(self, outcome: print_queue.Outcome) -> None:
        more = []
        if outcome.reprint:
            more = [sentence("Copy {number} is printing.", number=outcome.reprint)]
        self.finish(sentence("Paper {number} is settled.", number=outcome.number), *more)


class PapersInHand(View):
    """Several papers are good at once, and each of them is a fact of its own."""

    code = "print_queue"
    title = N_("All papers in hand")
    happenings: ClassVar[Mapping[str, str]] = {"print_queue": N_("Receipt settled")}
    unfinished = False

    def build(self) -> None:
        """Make the one step: which papers."""
        step = self.confirm_step(N_("All in hand"), self._settle)
        step.note(sentence("Are these printed well and in hand?"), ink="fg")
        self._which = step.note("", ink="fg")

    def about(self, jobs: Sequence[PrintJob]) -> None:
        """Say which papers."""
        self._jobs = {job.id: (job, new_action_id()) for job in jobs}
        self._which.show(", ".join(job.number for job in jobs))

    def _settle(self) -> None:
        papers = [(job.id, job.holder_id, action_id) for job, action_id in self._jobs.values()]
        self.work(lambda: settle_good(self.desk.program, self.desk.actor, papers), self._done)

    def _done(self, _none: None) -> None:
        self.desk.something_happened()
        self.finish(sentence("{count} papers are settled.", count=len(self._jobs)))
