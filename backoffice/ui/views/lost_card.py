"""Replace a lost card: certificate, consequence sheet, then on to the printed card."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.cards import CardState
from backoffice.domain.certificates import CertificateKind, Shown
from backoffice.domain.fees import SHORTFALL_NAMES, Shortfall
from backoffice.domain.holders import HolderKind
from backoffice.domain.machine_readable import looks_like_zone, read_zone
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.view import Offer, View
from backoffice.workflows import lost_card

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.domain.refusal import Refusal
    from backoffice.ui.fields import NumberField
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
        "certificate": "certificate",
        "zone": "certificate",
        "no-certificate": "certificate",
        "terminal": "certificate",
        "needs-": "certificate",
        "fee-not-covered": "certificate",
    }

    @classmethod
    def offer(cls, person: Person) -> Offer:
        """Offer it to whoever has an active or lost card and none on the way."""
        if person.making is not None:
            return Offer.no(sentence("A card is already being made: scan it back first."))
        if person.card is None:
            return Offer.no(sentence("There is no card to replace; a first card is needed."))
        if person.card.state not in {CardState.ACTIVE, CardState.LOST}:
            return Offer.no(sentence("The last card is not lost."))
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the certificate, with the exception for terminals, and the sheet."""
        assert self.person is not None  # noqa: S101  offered on a person's page only
        first = self.step("certificate", N_("Certificate"), action=N_("Check"), act=self._check)
        on_file = self.person.certificate
        kinds = [(kind, kind.description.label) for kind in CertificateKind]
        self._kind = first.choice("kind", N_("Certificate shown"), kinds)
        if on_file is not None:
            self._kind.choose(on_file.kind)
        self._number: NumberField = first.number(
            "number",
            N_("Number"),
            required=N_("Scan the certificate or type its number."),
        )
        self._repeated = first.number("repeated", N_("Number, a second time"))
        self._until = first.day(
            "until", N_("Valid until"), explain=N_("Empty for a long-term certificate.")
        )
        if on_file is not None and on_file.valid_until is not None:
            self._until.start(on_file.valid_until.isoformat())
        self._exception = first.text("exception", N_("Why it is done here and not at a terminal"))
        self._shortfall = first.choice(
            "shortfall", N_("Difference to the fee"), [(s, SHORTFALL_NAMES[s]) for s in Shortfall]
        )
        self._waiver = first.text("waiver", N_("Why the difference is waived"))
        for field in (self._shortfall, self._waiver):
            field.pack_forget()
        if self.person.holder.kind is HolderKind.STAFF:
            self._exception.pack_forget()
        last = self.step(
            "confirm",
            N_("Confirm"),
            action=N_("Replace and print"),
            act=self._replace,
            confirms=True,
        )
        self._sheet = last.sheet()
        self._kind.when_changed(self._fit_repeated)
        self._number.when_changed(self._fit_repeated)
        self._fit_repeated()
        self._take_scan()

    def on_refusal(self, refusal: Refusal) -> None:
        """Offer the choice of L8 only when the fee is not covered."""
        if refusal.code == "fee-not-covered" and not self._shortfall.winfo_manager():
            for field in (self._shortfall, self._waiver):
                field.pack(fill="x", pady=(0, 12))

    def _take_scan(self) -> None:
        """Go straight to the sheet if the person was found by a certificate with its last day."""
        assert self.person is not None  # noqa: S101  as in build
        scan = self.desk.counter.certificate_scanned(self.holder_id)
        if not scan:
            return
        self._number.scan(scan)
        if looks_like_zone(scan) or self._until.text:
            self.after_idle(self.act)

    def _fit_repeated(self) -> None:
        """Show the second typing only where L7 asks for it: it is in the way otherwise."""
        typed = self._kind.read().description.typed_twice
        wanted = typed and not self._number.scanned and not looks_like_zone(self._number.text)
        if wanted and not self._repeated.winfo_manager():
            self._repeated.pack(fill="x", pady=(0, 12), after=self._number)
        elif not wanted:
            self._repeated.pack_forget()

    def _check(self) -> None:
        request = lost_card.Request(
            holder_id=self.holder_id,
            certificate=self._shown_certificate(),
            override_reason=self.read("exception"),
            shortfall=self.read("shortfall"),
            waiver_reason=self.read("waiver"),
        )
        self.consequences(lost_card.WORKFLOW, request, self._sheet)

    def _shown_certificate(self) -> Shown:
        number, until = self.read("number"), self.read("until")
        if looks_like_zone(number):
            zone = read_zone(number, today=self.desk.program.clock.today())
            return zone.shown_as(zone.kind or self._kind.read())
        return Shown(
            kind=self._kind.read(),
            number=number,
            valid_until=until,
            scanned=self._number.scanned,
            repeated=self._repeated.text or None,
        )

    def _replace(self) -> None:
        self.confirm(lost_card.WORKFLOW, self._print)

    def _print(self, outcome: lost_card.Outcome) -> None:
        self.desk.go_on("finish_card", outcome.holder_id)
