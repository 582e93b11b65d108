"""Give what waits to another printer, or cancel it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.printers import called
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import words
from backoffice.ui.fields import ChoiceField
from backoffice.ui.view import View
from backoffice.workflows import waiting_job

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backoffice.domain.places import Desk as Place
    from backoffice.domain.print_jobs import PrintJob
    from backoffice.domain.sentences import Sentence
    from backoffice.ui.words import Said

_NAMED = 6
_NOWHERE = sentence("There is no other printer for it, neither at this desk nor at another one.")


class Move(View):
    """To another printer of this desk, or to another desk and its own printer."""

    code = "waiting_job"
    title = N_("Another printer")
    happenings: ClassVar[Mapping[str, str]] = {"waiting_job": N_("Given to another printer")}
    unfinished = False

    def build(self) -> None:
        """Make the one step; where it can go is read first."""
        self._step = self.step(
            "confirm", N_("Confirm"), action=N_("Print it there"), act=self._move
        )
        self._what = self._step.note("", ink="fg")
        self._where: ChoiceField[tuple[int, str]] | None = None

    def about(self, jobs: Sequence[PrintJob]) -> None:
        """Say which jobs, and offer every other printer."""
        self._jobs = jobs
        self._what.say(_named(jobs))
        store = self.desk.program.store()

        def read() -> list[Place]:
            with store.reading() as books:
                return list(books.places.desks_in_service())

        self.work(read, self._offer)

    def _offer(self, desks: list[Place]) -> None:
        here = self.desk.session_place.id
        names = self.desk.program.settings.printers_of(self._jobs[0].kind.role)
        at = {job.printer or names[0] for job in self._jobs}
        options: list[tuple[tuple[int, str], Said]] = [
            ((here, name), sentence("{printer}, at this desk", printer=called(name)))
            for name in names
            if {name} != at
        ]
        options += [((desk.id, ""), words.desk_name(desk)) for desk in desks if desk.id != here]
        if not options:
            self._step.notice.warn(_NOWHERE)
            return
        self._where = self._step.choice("where", N_("Where it is printed"), options)

    def _move(self) -> None:
        if self._where is None:
            self._step.notice.warn(_NOWHERE)
            return
        desk_id, printer = self._where.read()
        request = waiting_job.Request(
            job_ids=tuple(job.id for job in self._jobs), desk_id=desk_id, printer=printer
        )
        said = sentence("{what} will be printed there.", what=_named(self._jobs))
        self.perform(waiting_job.WORKFLOW, request, lambda _outcome: self.finish(said))


class Cancel(View):
    """No blank is used, and the person of a card is without one again."""

    code = "waiting_job_cancelled"
    title = N_("Cancel what waits")
    happenings: ClassVar[Mapping[str, str]] = {"waiting_job_cancelled": N_("Print cancelled")}
    unfinished = False

    def build(self) -> None:
        """Make the one step."""
        step = self.confirm_step(N_("Do not print it"), self._cancel)
        self._what = step.note("", ink="fg")
        step.note(
            sentence(
                "No blank is used. Whoever a cancelled card was for is without a card again, and"
                " can be taken into the next batch."
            )
        )

    def about(self, jobs: Sequence[PrintJob]) -> None:
        """Say which jobs."""
        self._jobs = jobs
        self._what.say(_named(jobs))

    def _cancel(self) -> None:
        request = waiting_job.Cancelling(job_ids=tuple(job.id for job in self._jobs))
        said = sentence("{what} will not be printed.", what=_named(self._jobs))
        self.perform(waiting_job.CANCEL, request, lambda _outcome: self.finish(said))


def _named(jobs: Sequence[PrintJob]) -> Sentence:
    names = ", ".join(job.number for job in jobs[:_NAMED])
    if len(jobs) <= _NAMED:
        return sentence(names)
    return sentence("{numbers} and {count} more", numbers=names, count=len(jobs) - _NAMED)
