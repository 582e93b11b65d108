"""Refuse applications for campus entry, with the reason. Passing needs no form."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.view import View
from backoffice.workflows import entry_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from backoffice.ui.waiting_entries import Applied


class EntryAnswer(View):
    """Opened on the entry page for what is looked at or marked there."""

    code = "entry_answer"
    title = N_("Refuse")
    short = N_("Answer applications for entry")
    right = Right.APPROVE
    unfinished = False
    happenings: ClassVar[Mapping[str, str]] = {
        "entry_answer": N_("Application for entry answered"),
    }
    belongs: ClassVar[Mapping[str, str]] = {"": "confirm"}

    def build(self) -> None:
        """Make the one step: the reason."""
        self._ids: tuple[int, ...] = ()
        self._refused: Callable[[tuple[int, ...]], None] = lambda _ids: None
        step = self.step(
            "confirm", N_("Reason"), action=N_("Refuse"), act=self._refuse, confirms=True
        )
        self._about = step.note("")
        step.text(
            "why",
            N_("Reason"),
            explain=N_("The applicant is told this; it stands on the person's page."),
            required=N_("Write what the applicant is to be told."),
        )

    def about(
        self, applied: Sequence[Applied], *, refused: Callable[[tuple[int, ...]], None]
    ) -> None:
        """Say which applications are refused; ``refused`` hears when it was done."""
        self._ids = tuple(one.application.id for one in applied)
        self._refused = refused
        if len(applied) == 1:
            said = sentence("Application of {name}.", name=applied[0].holder.name)
        else:
            said = sentence("Applications: {count}.", count=len(applied))
        self._about.say(said)

    def _refuse(self) -> None:
        request = entry_answer.Request(
            application_ids=self._ids, passed=False, why=self.read("why")
        )
        self.perform(entry_answer.WORKFLOW, request, self._done)

    def _done(self, outcome: entry_answer.Outcome) -> None:
        self.close()
        self._refused(outcome.application_ids)
