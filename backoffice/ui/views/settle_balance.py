"""Settle what is kept on closed cards: choose where it goes, look, confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.cards import CardState
from backoffice.domain.money import yuan
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.view import Offer, View
from backoffice.workflows import settle_balance
from backoffice.workflows.settle_balance import WAY_NAMES, Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.ui.person import Person


class SettleBalance(View):
    """A supervisor gives back what is left on closed cards."""

    code = "settle_balance"
    title = N_("Settle a kept balance")
    short = N_("Settle balance")
    order = 75
    right = Right.OVERRIDE
    happenings: ClassVar[Mapping[str, str]] = {"settle_balance": N_("Kept balance settled")}
    belongs: ClassVar[Mapping[str, str]] = {"no-active-card": "way"}

    @classmethod
    def offer(cls, person: Person) -> Offer | None:
        """Offer it where something is kept."""
        return Offer.yes() if person.kept else None

    def build(self) -> None:
        """Make the step of the choice, where there is one, and the sheet."""
        assert self.person is not None  # noqa: S101  offered on a person's page only
        card = self.person.card
        ways = [Way.CASH]
        if card is not None and card.state is CardState.ACTIVE:
            ways = [Way.CARD, Way.CASH]
        first = self.step("way", N_("Settlement"), action=N_("Check"), act=self._check)
        first.note(
            sentence(
                "{amount} is kept on closed cards. It is settled as a whole, and once.",
                amount=yuan(self.person.kept),
            ),
            ink="fg",
        )
        first.choice("way", N_("What happens with it"), [(way, WAY_NAMES[way]) for way in ways])
        self.sheet_step(N_("Settle"), self._settle)

    def _check(self) -> None:
        request = settle_balance.Request(holder_id=self.holder_id, way=self.read("way"))
        self.consequences(settle_balance.WORKFLOW, request)

    def _settle(self) -> None:
        self.confirm(settle_balance.WORKFLOW, self._done)

    def _done(self, outcome: settle_balance.Outcome) -> None:
        amount, end = yuan(outcome.settled), outcome.card_number[-4:]
        said = sentence("Pay out {amount}, and let the receipt be signed.", amount=amount)
        if end:
            said = sentence("{amount} is on card …{end} now.", amount=amount, end=end)
        self.finish(said, sentence("Receipt {number} is printing.", number=outcome.receipt))
