"""Replace a damaged card: scan or type it, consequence sheet, then on to the printed card."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.cards import CardState
from backoffice.domain.sentences import N_
from backoffice.ui.fee_step import FeeFields
from backoffice.ui.view import Offer, View
from backoffice.workflows import damaged_card

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.domain.refusal import Refusal
    from backoffice.procedures.replacing import Replaced
    from backoffice.ui.person import Person


class DamagedCard(View):
    """The card is here, and does not work or can't be read any more."""

    code = "damaged_card"
    title = N_("Replace a damaged card")
    short = N_("Damaged card")
    key = "Shift+F4"
    order = 12
    happenings: ClassVar[Mapping[str, str]] = {"damaged_card": N_("Damaged card replaced")}
    belongs: ClassVar[Mapping[str, str]] = {
        "wrong-card": "card",
        "no-card-in-hand": "card",
        "fee-not-covered": "card",
        "needs-": "card",
    }

    @classmethod
    def offer(cls, person: Person) -> Offer | None:
        """Keep it off the page of people without an active card."""
        active = person.card is not None and person.card.state is CardState.ACTIVE
        return Offer.yes() if active and person.making is None else None

    def build(self) -> None:
        """Make the step of the card in hand and the sheet."""
        assert self.person is not None  # noqa: S101  offered on a person's page only
        first = self.step("card", N_("Card"), action=N_("Check"), act=self._check)
        scanned = first.scan(
            "scanned",
            N_("Scan the damaged card"),
            explain=N_("Or type its number, if the bar code can't be read."),
        )
        scanned.start(self.person.in_hand)
        self._fee = FeeFields(first)
        self.sheet_step(N_("Replace and print"), self._replace)

    def on_refusal(self, refusal: Refusal) -> None:
        """Offer the choice of L8 only when the fee is not covered."""
        self._fee.heard(refusal)

    def _check(self) -> None:
        request = damaged_card.Request(
            holder_id=self.holder_id,
            scanned=self.read("scanned"),
            shortfall=self._fee.shortfall,
            waiver_reason=self._fee.waiver_reason,
        )
        self.consequences(damaged_card.WORKFLOW, request)

    def _replace(self) -> None:
        self.confirm(damaged_card.WORKFLOW, self._print)

    def _print(self, outcome: Replaced) -> None:
        self.desk.go_on("finish_card", outcome.holder_id)
