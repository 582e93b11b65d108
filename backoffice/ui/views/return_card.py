"""Take a card back from somebody who leaves: scan it, say why, look, confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.cards import CardState
from backoffice.domain.money import yuan
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.view import Offer, View
from backoffice.workflows import return_card
from backoffice.workflows.return_card import LEAVING_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.ui.person import Person


class ReturnCard(View):
    """Somebody leaves and hands the card in."""

    code = "return_card"
    title = N_("Take a card back")
    short = N_("Return card")
    key = "Shift+F8"
    order = 70
    happenings: ClassVar[Mapping[str, str]] = {"return_card": N_("Card returned")}
    belongs: ClassVar[Mapping[str, str]] = {"wrong-card": "card", "no-card-in-hand": "card"}

    @classmethod
    def offer(cls, person: Person) -> Offer | None:
        """Keep it off the page of people without an active card."""
        active = person.card is not None and person.card.state is CardState.ACTIVE
        return Offer.yes() if active and person.making is None else None

    def build(self) -> None:
        """Make the step of the card and the sheet."""
        assert self.person is not None  # noqa: S101  offered on a person's page only
        first = self.step("card", N_("Card"), action=N_("Check"), act=self._check)
        first.choice("reason", N_("Why it is returned"), list(LEAVING_NAMES.items()))
        scanned = first.scan("scanned", N_("Scan the card that is returned"))
        scanned.start(self.person.in_hand)
        self.sheet_step(N_("Take it back"), self._take)

    def _check(self) -> None:
        request = return_card.Request(
            holder_id=self.holder_id, scanned=self.read("scanned"), reason=self.read("reason")
        )
        self.consequences(return_card.WORKFLOW, request)

    def _take(self) -> None:
        self.confirm(return_card.WORKFLOW, self._done)

    def _done(self, outcome: return_card.Outcome) -> None:
        said = sentence("Card …{end} is returned. Keep it back.", end=outcome.card_number[-4:])
        receipt = sentence("Receipt {number} is printing.", number=outcome.receipt)
        if not outcome.kept:
            self.finish(said, receipt)
            return
        kept = sentence("{amount} is kept until it is settled.", amount=yuan(outcome.kept))
        self.finish(said, kept, receipt)
