"""The certificate that is shown at the desk: kind, number, last day, as fields of a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.certificates import CertificateKind, Shown
from backoffice.domain.machine_readable import looks_like_zone, read_zone
from backoffice.domain.sentences import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.ui.steps import Step
    from backoffice.ui.view import View

_GAP = (0, 12)


def refused_in(step: str) -> Mapping[str, str]:
    """Return what a view ``belongs`` to the step that holds the certificate."""
    codes = ("certificate", "zone", "no-certificate", "needs-", "fee-not-covered")
    return dict.fromkeys(codes, step)


class CertificateFields:
    """Put at the end of what the step holds so far; reads as one ``Shown``."""

    def __init__(self, view: View, step: Step) -> None:
        assert view.person is not None  # noqa: S101  shown on a person's page only
        self._view = view
        on_file = view.person.certificate
        kinds = [(kind, kind.description.label) for kind in CertificateKind]
        self._kind = step.choice("kind", N_("Certificate shown"), kinds)
        if on_file is not None:
            self._kind.choose(on_file.kind)
        self._number = step.number(
            "number",
            N_("Number"),
            required=N_("Scan the certificate or type its number."),
        )
        self._repeated = step.number("repeated", N_("Number, a second time"))
        self._until = step.day(
            "until", N_("Valid until"), explain=N_("Empty for a long-term certificate.")
        )
        if on_file is not None and on_file.valid_until is not None:
            self._until.start(on_file.valid_until.isoformat())
        self._kind.when_changed(self._fit_repeated)
        self._number.when_changed(self._fit_repeated)
        self._fit_repeated()

    @property
    def complete(self) -> bool:
        """Whether a scan said all there is to say."""
        zone = looks_like_zone(self._number.text)
        return self._number.scanned and (zone or bool(self._until.text))

    def take_scan(self) -> None:
        """Enter the certificate that the person was found by, if it was one."""
        scan = self._view.desk.counter.certificate_scanned(self._view.holder_id)
        if scan:
            self._number.scan(scan)

    def shown(self) -> Shown:
        """Return the certificate as it was shown.

        Raises:
            Refusal: A field can't be read, or the machine-readable zone is wrong.
        """
        number, until = self._number.read(), self._until.read()
        if looks_like_zone(number):
            zone = read_zone(number, today=self._view.desk.program.clock.today())
            return zone.shown_as(zone.kind or self._kind.read())
        return Shown(
            kind=self._kind.read(),
            number=number,
            valid_until=until,
            scanned=self._number.scanned,
            repeated=self._repeated.text or None,
        )

    def show(self) -> None:
        """Show the fields again at the end of the step."""
        for field in (self._kind, self._number, self._until):
            field.pack(fill="x", pady=_GAP)
        self._fit_repeated()

    def hide(self) -> None:
        """Hide the fields; what was entered stays."""
        for field in (self._kind, self._number, self._repeated, self._until):
            field.pack_forget()

    def grab(self) -> None:
        """Put the focus into the number."""
        self._number.grab()

    def _fit_repeated(self) -> None:
        """Show the second typing only where L7 asks for it: it is in the way otherwise."""
        typed = self._kind.read().description.typed_twice
        wanted = typed and not self._number.scanned and not looks_like_zone(self._number.text)
        shown = bool(self._number.winfo_manager())
        if wanted and shown and not self._repeated.winfo_manager():
            self._repeated.pack(fill="x", pady=_GAP, after=self._number)
        elif not wanted:
            self._repeated.pack_forget()
