"""Call a card a misprint: reason, sheet, and on to the next card."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.cards import CardState
from backoffice.domain.print_jobs import SPOIL_REASONS, JobState
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.papers import printed_before
from backoffice.ui.view import Offer, View
from backoffice.ui.words import _
from backoffice.workflows import spoil_card

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.ui.person import Person


class SpoilCard(View):
    """What came out can't be handed over, or nothing came out."""

    code = "spoil_card"
    title = N_("Misprint: make the card once more")
    short = N_("Misprint")
    key = "Shift+F12"
    order = 6
    happenings: ClassVar[Mapping[str, str]] = {"spoil_card": N_("Misprint, card made once more")}
    belongs: ClassVar[Mapping[str, str]] = {"needs-reason": "reason"}

    @classmethod
    def offer(cls, person: Person) -> Offer | None:
        """Offer it once the printer is done with the card, or can't draw it."""
        job = person.making_job
        if person.making is None or job is None:
            return None
        undrawable = person.making.state is CardState.QUEUED and bool(job.note)
        if job.state is not JobState.UNCONFIRMED and not undrawable:
            return Offer.no(sentence("Wait until the printer has answered."))
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the reason and the sheet."""
        first = self.step("reason", N_("Reason"), action=N_("Check"), act=self._check)
        first.choice("reason", N_("What is wrong"), list(SPOIL_REASONS.items()))
        said = printed_before(self.person.prints) if self.person else []
        first.note("", ink="danger").say(lambda: "\n".join(_(line) for line in said))
        first.note(sentence("The new card gets a new number, so that this one can't pass for it."))
        self.sheet_step(N_("Make it once more"), self._spoil)

    def _check(self) -> None:
        assert self.person is not None  # noqa: S101  offered only while a card is made
        assert self.person.making is not None  # noqa: S101
        request = spoil_card.Request(
            holder_id=self.holder_id, card_id=self.person.making.id, reason=self.read("reason")
        )
        self.consequences(spoil_card.WORKFLOW, request)

    def _spoil(self) -> None:
        self.confirm(spoil_card.WORKFLOW, self._print)

    def _print(self, outcome: spoil_card.Outcome) -> None:
        self.desk.go_on("finish_card", outcome.holder_id)
