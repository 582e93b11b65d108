"""Settle a receipt or slip by the clerk's word, or print a copy of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.view import Offer, View
from backoffice.workflows import print_queue

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        step = self.step(
            "confirm", N_("Confirm"), action=N_("Confirm"), act=self._settle, confirms=True
        )
        step.note(sentence("Paper {number}", number=self.job.number), ink="fg")
        possible = _POSSIBLE.get(self.job.state, ("",))
        step.choice("verdict", N_("What became of it"), [(v, _VERDICTS[v]) for v in possible])
        step.text(
            "reason",
            N_("Reason for another copy"),
            explain=N_("Empty: no copy. The copy says that it is one, and why."),
        )

    def _settle(self) -> None:
        assert self.job is not None  # noqa: S101
        request = print_queue.Request(
            job_id=self.job.id,
            holder_id=self.job.holder_id,
            verdict=self.read("verdict"),
            reprint_reason=self.read("reason"),
        )
        self.perform(print_queue.WORKFLOW, request, self._done)

    def _done(self, outcome: print_queue.Outcome) -> None:
        more = []
        if outcome.reprint:
            more = [sentence("Copy {number} is printing.", number=outcome.reprint)]
        self.finish(sentence("Paper {number} is settled.", number=outcome.number), *more)
