"""Report a card lost: one look at the sheet, one confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.cards import CardState
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.view import Offer, View
from backoffice.workflows import report_lost

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.ui.person import Person


class ReportLost(View):
    """Stop a card at once; its holder may be on the telephone."""

    code = "report_lost"
    title = N_("Report a card lost")
    short = N_("Report lost")
    key = "F3"
    order = 20
    happenings: ClassVar[Mapping[str, str]] = {"report_lost": N_("Card reported lost")}

    @classmethod
    def offer(cls, person: Person) -> Offer:
        """Offer it to whoever has an active card."""
        if person.card is None or person.card.state is not CardState.ACTIVE:
            return Offer.no(sentence("There is no active card to stop."))
        return Offer.yes()

    def build(self) -> None:
        """Show the sheet at once: there is nothing to enter."""
        self.sheet_step(N_("Stop the card"), self._stop)
        request = report_lost.Request(holder_id=self.holder_id)
        self.after_idle(lambda: self.consequences(report_lost.WORKFLOW, request))

    def _stop(self) -> None:
        self.confirm(report_lost.WORKFLOW, self._done)

    def _done(self, outcome: report_lost.Outcome) -> None:
        self.finish(
            sentence("Card …{end} is stopped.", end=outcome.card_number[-4:]),
            sentence("Receipt {number} is printing.", number=outcome.receipt),
        )
