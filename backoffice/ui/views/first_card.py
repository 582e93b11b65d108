"""Make a first card: certificate, consequence sheet, then on to the printed card."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.cards import CardState
from backoffice.domain.holders import HolderKind
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.certificate_step import CertificateFields, refused_in
from backoffice.ui.view import Offer, View
from backoffice.workflows import first_card

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.procedures.replacing import Replaced
    from backoffice.ui.person import Person


class FirstCard(View):
    """Certificate ✓, sheet, print."""

    code = "first_card"
    title = N_("Make a first card")
    short = N_("First card")
    # F2 goes to the search box; F3 beside it does nothing for people without a card.
    key = "Shift+F3"
    order = 8
    happenings: ClassVar[Mapping[str, str]] = {"first_card": N_("First card made")}
    belongs: ClassVar[Mapping[str, str]] = refused_in("certificate")

    @classmethod
    def offer(cls, person: Person) -> Offer | None:
        """Offer it to whoever has neither a card in force nor one that is replaced or renewed."""
        card, holder = person.card, person.holder
        if person.making is not None or (card and card.state in {CardState.ACTIVE, CardState.LOST}):
            return None
        renewed = holder.kind is HolderKind.TEMPORARY
        if card is not None and card.state is CardState.EXPIRED and renewed:
            return None
        if holder.valid_until is not None and holder.valid_until < person.today:
            return Offer.no(sentence("The right to a card is over: the unit must extend it first."))
        if person.photo is None and person.submitted is not None:
            return Offer.no(sentence("The photo waits for approval: have it approved first."))
        if person.photo is None:
            return Offer.no(
                sentence("No approved photo: take one (F6), or have it uploaded to the portal.")
            )
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the certificate and the sheet."""
        first = self.step("certificate", N_("Certificate"), action=N_("Check"), act=self._check)
        self._certificate = CertificateFields(self, first)
        self.sheet_step(N_("Print the card"), self._issue)
        self._certificate.take_scan()
        if self._certificate.complete:
            self.after_idle(self.act)

    def _check(self) -> None:
        request = first_card.Request(
            holder_id=self.holder_id, certificate=self._certificate.shown()
        )
        self.consequences(first_card.WORKFLOW, request)

    def _issue(self) -> None:
        self.confirm(first_card.WORKFLOW, self._print)

    def _print(self, outcome: Replaced) -> None:
        self.desk.go_on("finish_card", outcome.holder_id)
