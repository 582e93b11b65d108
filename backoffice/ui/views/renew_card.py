"""Renew a temporary card: the old card or a certificate, consequence sheet, the printed card."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.cards import CardState
from backoffice.domain.holders import HolderKind
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.certificate_step import CertificateFields, refused_in
from backoffice.ui.fee_step import FeeFields
from backoffice.ui.view import Offer, View
from backoffice.workflows import renew_card

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.domain.refusal import Refusal
    from backoffice.procedures.replacing import Replaced
    from backoffice.ui.person import Person


class RenewCard(View):
    """The unit extended the record; the card follows."""

    code = "renew_card"
    title = N_("Renew a temporary card")
    short = N_("Renew card")
    key = "Shift+F2"
    order = 9
    happenings: ClassVar[Mapping[str, str]] = {"renew_card": N_("Card renewed")}
    belongs: ClassVar[Mapping[str, str]] = {
        **refused_in("card"),
        "wrong-card": "card",
        "no-card-in-hand": "card",
    }

    @classmethod
    def offer(cls, person: Person) -> Offer | None:
        """Offer it to temporary holders whose record runs longer than their card."""
        card, record = person.card, person.holder.valid_until
        if person.holder.kind is not HolderKind.TEMPORARY or person.making is not None:
            return None
        if card is None or card.state not in {CardState.ACTIVE, CardState.EXPIRED}:
            return None
        if record is not None and record < person.today:
            return Offer.no(sentence("The right to a card is over: the unit must extend it first."))
        until = card.valid_until
        if card.state is CardState.ACTIVE and until and record and record <= until:
            return Offer.no(
                sentence("The card is valid until {day}, as long as the record.", day=f"{until}")
            )
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the old card, or of the certificate in its place, and the sheet."""
        assert self.person is not None  # noqa: S101  offered on a person's page only
        first = self.step("card", N_("Old card"), action=N_("Check"), act=self._check)
        self._scanned = first.scan("scanned", N_("Scan the old card"))
        self._scanned.start(self.person.in_hand)
        self._missing = first.tick("missing", N_("The expired card is not here"))
        self._certificate = CertificateFields(self, first)
        self._certificate.hide()
        self._fee = FeeFields(first)
        self.sheet_step(N_("Renew and print"), self._renew)
        self._certificate.take_scan()
        self._missing.when_changed(self._fit)

    def on_refusal(self, refusal: Refusal) -> None:
        """Offer the choice of L8 only when the fee is not covered."""
        self._fee.heard(refusal)

    def _fit(self) -> None:
        """Ask for the certificate in place of a card that is not here."""
        if self._missing.read():
            self._scanned.pack_forget()
            self._certificate.show()
            self._certificate.grab()
        else:
            self._certificate.hide()
            self._scanned.pack(fill="x", pady=(0, 12), before=self._missing)

    def _check(self) -> None:
        missing = self._missing.read()
        request = renew_card.Request(
            holder_id=self.holder_id,
            scanned="" if missing else self._scanned.read(),
            certificate=self._certificate.shown() if missing else None,
            shortfall=self._fee.shortfall,
            waiver_reason=self._fee.waiver_reason,
        )
        self.consequences(renew_card.WORKFLOW, request)

    def _renew(self) -> None:
        self.confirm(renew_card.WORKFLOW, self._print)

    def _print(self, outcome: Replaced) -> None:
        self.desk.go_on("finish_card", outcome.holder_id)
