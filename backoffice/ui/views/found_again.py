"""Make a lost card work again: scan it, look, confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.cards import CardState
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.view import Offer, View
from backoffice.workflows import found_again

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.ui.person import Person


class FoundAgain(View):
    """The card is in hand and was not yet replaced."""

    code = "found_again"
    title = N_("Lost card found again")
    short = N_("Found again")
    key = "F11"
    order = 30
    happenings: ClassVar[Mapping[str, str]] = {"found_again": N_("Lost card found again")}
    belongs: ClassVar[Mapping[str, str]] = {"wrong-card": "card", "not-revivable": "card"}

    @classmethod
    def offer(cls, person: Person) -> Offer | None:
        """Offer it only where the newest card is lost and nothing replaces it."""
        if person.card is None or person.card.state is not CardState.LOST:
            return None
        if person.making is not None:
            return Offer.no(sentence("The lost card was replaced: it is dead for ever."))
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the scan and the sheet."""
        first = self.step("card", N_("Card"), action=N_("Check"), act=self._check)
        first.scan(
            "scanned", N_("Scan the card that was found"), required=N_("Scan the card first.")
        )
        self.sheet_step(N_("Make it work again"), self._revive)

    def _check(self) -> None:
        request = found_again.Request(holder_id=self.holder_id, scanned=self.read("scanned"))
        self.consequences(found_again.WORKFLOW, request)

    def _revive(self) -> None:
        self.confirm(found_again.WORKFLOW, self._done)

    def _done(self, outcome: found_again.Outcome) -> None:
        self.finish(
            sentence("Card …{end} works again.", end=outcome.card_number[-4:]),
            sentence("Receipt {number} is printing.", number=outcome.receipt),
        )
