"""Replace a lost card: certificate, consequence sheet, then on to the printed card."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.cards import CardState
from backoffice.domain.holders import HolderKind
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.certificate_step import CertificateFields, refused_in
from backoffice.ui.fee_step import FeeFields
from backoffice.ui.view import Offer, View
from backoffice.workflows import lost_card

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.domain.refusal import Refusal
    from backoffice.ui.person import Person


class LostCard(View):
    """Certificate ✓, fee where there is one, sheet, print."""

    code = "lost_card"
    title = N_("Replace a lost card")
    short = N_("Lost card")
    key = "F4"
    order = 10
    happenings: ClassVar[Mapping[str, str]] = {"lost_card": N_("Lost card replaced")}
    belongs: ClassVar[Mapping[str, str]] = {
        **refused_in("certificate"),
        "terminal": "certificate",
    }

    @classmethod
    def offer(cls, person: Person) -> Offer:
        """Offer it to whoever has an active or lost card and none on the way."""
        if person.making is not None:
            return Offer.no(
                sentence("A new card is on its way: scan it back, or hand it out, first.")
            )
        if person.card is None:
            return Offer.no(sentence("There is no card to replace; a first card is needed."))
        if person.card.state not in {CardState.ACTIVE, CardState.LOST}:
            return Offer.no(sentence("The last card is not lost."))
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the certificate, with the exception for terminals, and the sheet."""
        assert self.person is not None  # noqa: S101  offered on a person's page only
        first = self.step("certificate", N_("Certificate"), action=N_("Check"), act=self._check)
        self._certificate = CertificateFields(self, first)
        exception = first.text("exception", N_("Why it is done here and not at a terminal"))
        if self.person.holder.kind is HolderKind.STAFF:
            exception.pack_forget()
        self._fee = FeeFields(first)
        self.sheet_step(N_("Replace and print"), self._replace)
        self._certificate.take_scan()
        if self._certificate.complete:
            self.after_idle(self.act)

    def on_refusal(self, refusal: Refusal) -> None:
        """Offer the choice of L8 only when the fee is not covered."""
        self._fee.heard(refusal)

    def _check(self) -> None:
        request = lost_card.Request(
            holder_id=self.holder_id,
            certificate=self._certificate.shown(),
            override_reason=self.read("exception"),
            shortfall=self._fee.shortfall,
            waiver_reason=self._fee.waiver_reason,
        )
        self.consequences(lost_card.WORKFLOW, request)

    def _replace(self) -> None:
        self.confirm(lost_card.WORKFLOW, self._print)

    def _print(self, outcome: lost_card.Outcome) -> None:
        self.desk.go_on("finish_card", outcome.holder_id)
