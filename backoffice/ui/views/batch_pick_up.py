"""Hand a card of a batch out at the desk: certificate, scan of the card, sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.sentences import N_, sentence
from backoffice.ui.certificate_step import CertificateFields, refused_in
from backoffice.ui.view import Offer, View
from backoffice.workflows import batch_pick_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.ui.person import Person


class PickUpCard(View):
    """For whoever comes for a card that waits here."""

    code = "batch_pick_up"
    title = N_("Hand out a card of a batch")
    short = N_("Hand out card")
    order = 9
    happenings: ClassVar[Mapping[str, str]] = {"batch_pick_up": N_("Card of a batch handed out")}
    belongs: ClassVar[Mapping[str, str]] = {
        **refused_in("certificate"),
        "wrong-card": "card",
        "no-card-in-hand": "card",
    }

    @classmethod
    def offer(cls, person: Person) -> Offer | None:
        """Offer it where a card of a batch waits; while it is at the unit, say so."""
        if person.in_batch is None:
            return None
        if person.in_batch.place in batch_pick_up.HERE:
            return Offer.yes()
        return Offer.no(sentence("The card is at the unit and is handed out there."))

    def build(self) -> None:
        """Make the steps of certificate and card, and the sheet."""
        first = self.step("certificate", N_("Certificate"), action=N_("Continue"), act=self._card)
        self._certificate = CertificateFields(self, first)
        second = self.step("card", N_("Card"), action=N_("Check"), act=self._check)
        second.scan("scanned", N_("Scan the card that is handed out"))
        self.sheet_step(N_("Hand it out"), self._do)
        self._certificate.take_scan()

    def _card(self) -> None:
        self.go("card")

    def _check(self) -> None:
        request = batch_pick_up.Request(
            holder_id=self.holder_id,
            certificate=self._certificate.shown(),
            scanned=self.read("scanned"),
        )
        self.consequences(batch_pick_up.WORKFLOW, request)

    def _do(self) -> None:
        self.confirm(batch_pick_up.WORKFLOW, self._done)

    def _done(self, outcome: batch_pick_up.Outcome) -> None:
        self.finish(
            sentence("Card …{end} works; hand it out.", end=outcome.card_number[-4:]),
            sentence("Receipt {number} is printing.", number=outcome.receipt),
        )
