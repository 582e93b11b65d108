"""Call a card of a batch lost or bad before its holder had it; another one is made in its row."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.batches import BatchSum
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.section import RowView
from backoffice.ui.view import Offer
from backoffice.workflows import batch_lost

if TYPE_CHECKING:
    from collections.abc import Mapping


class CardLostAtUnit(RowView[BatchSum]):
    """The row of the card, what happened, and the word of a supervisor."""

    code = "batch_lost"
    title = N_("A card vanished or is bad")
    short = N_("Lost or bad")
    order = 36
    happenings: ClassVar[Mapping[str, str]] = {"batch_lost": N_("Card of a batch lost or bad")}
    belongs: ClassVar[Mapping[str, str]] = {"not-in-reach": "card", "needs-": "card"}

    @classmethod
    def offer_batch(cls, batch: BatchSum) -> Offer:
        """Offer it while cards exist that their holders do not have yet."""
        if batch.at_unit or batch.at_center or batch.back:
            return Offer.yes()
        return Offer.no(sentence("No good card of it is here or at the unit."))

    def build(self) -> None:
        """Make the step of the card and the sheet."""
        first = self.step("card", N_("Card"), action=N_("Continue"), act=self._look)
        self._which = first.note("", ink="fg")
        first.scan(
            "card_number",
            N_("Scan it or its row on the sheet, or type its number"),
            required=N_("Scan it or its row on the sheet, or type the number."),
        )
        first.text(
            "reason",
            N_("What happened"),
            explain=N_("It stands on the receipt. A supervisor must agree."),
        )
        self.sheet_step(N_("Call it lost"), self._do)

    def about(self, row: BatchSum) -> None:
        """Say which batch it is."""
        self._batch = row.batch
        self._which.say(
            sentence("Batch {number}, {unit}", number=row.batch.number, unit=row.batch.unit.name)
        )

    def on_scan(self, text: str) -> bool:
        """Take the row; what happened is still to be said."""
        if self.current is not self.steps["card"]:
            return super().on_scan(text)
        self.steps["card"].fields["card_number"].put(text)
        self.steps["card"].fields["reason"].grab()
        return True

    def _look(self) -> None:
        request = batch_lost.Request(
            batch_id=self._batch.id,
            card_number=self.read("card_number"),
            reason=self.read("reason"),
        )
        self.consequences(batch_lost.WORKFLOW, request)

    def _do(self) -> None:
        self.confirm(batch_lost.WORKFLOW, self._done)

    def _done(self, outcome: batch_lost.Outcome) -> None:
        lost, card = outcome.lost_number[-4:], outcome.card_number[-4:]
        self.finish(
            sentence(
                "Card …{lost} is dead; card …{card} waits for the printer.", lost=lost, card=card
            )
            if card
            else sentence("Card …{lost} is written off; no new one is made.", lost=lost),
            sentence("Receipt {number} is printing.", number=outcome.receipt),
        )
