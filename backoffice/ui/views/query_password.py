"""Reset the query password: certificate, or a password the holder types twice, sheet, done."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from backoffice.domain.certificates import verify_shown
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.certificate_step import CertificateFields, refused_in
from backoffice.ui.view import Offer, View
from backoffice.workflows import query_password

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.domain.certificates import CertificateKind, Shown
    from backoffice.domain.refusal import Refusal
    from backoffice.ui.fields import ChoiceField
    from backoffice.ui.person import Person

_SECRETS = ("first", "again")


class QueryPassword(View):
    """An identity card resets to the default; with a passport or permit the holder types one."""

    code = "query_password"
    title = N_("Reset the query password")
    short = N_("Query password")
    key = "Shift+F7"
    order = 80
    happenings: ClassVar[Mapping[str, str]] = {"query_password": N_("Query password reset")}
    belongs: ClassVar[Mapping[str, str]] = {
        **refused_in("certificate"),
        "query-password": "certificate",
        "no-default": "certificate",
    }

    @classmethod
    def offer(cls, person: Person) -> Offer:
        """Offer it to whoever has a certificate on record."""
        if person.certificate is None:
            return Offer.no(sentence("No certificate is on record for this person."))
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the certificate, with the holder's own password, and the sheet."""
        first = self.step("certificate", N_("Certificate"), action=N_("Check"), act=self._check)
        self._certificate = CertificateFields(self, first)
        self._kind = cast("ChoiceField[CertificateKind]", first.fields["kind"])
        self._turn = first.note(N_("Turn the keyboard: the holder types a password, twice."))
        self._secrets = (
            first.secret("first", N_("New query password")),
            first.secret("again", N_("New query password, a second time")),
        )
        self._kind.when_changed(self._fit_secrets)
        self.sheet_step(N_("Reset the password"), self._reset)
        self._certificate.take_scan()
        self._fit_secrets()
        if self._certificate.complete and not self._asks:
            self.after_idle(self.act)

    def on_refusal(self, refusal: Refusal) -> None:
        """Empty what the holder typed, so that it is typed anew."""
        if refusal.code.startswith("query-password"):
            self._forget()
            self._secrets[0].grab()

    def close(self) -> None:
        """Leave the view; nothing of a password stays in it."""
        self._forget()
        super().close()

    @property
    def _asks(self) -> bool:
        return not query_password.has_default(self._kind.read())

    def _fit_secrets(self) -> None:
        """Show what the holder types only where there is no default."""
        for widget in (self._turn, *self._secrets):
            widget.pack_forget()
            if self._asks:
                widget.pack(fill="x", pady=(0, 12))

    def _forget(self) -> None:
        for secret in self._secrets:
            secret.put("")

    def _check(self) -> None:
        shown = verify_shown(self._certificate.shown(), today=self.desk.program.clock.today())
        if shown.kind is not self._kind.read():  # the zone says what it is
            self._kind.choose(shown.kind)
        is_default = query_password.has_default(shown.kind)
        if is_default:
            password = query_password.default_of(shown)
        else:
            password = self.read("first")
            query_password.require_good(password, self.read("again"))
        passwords = self.desk.program.passwords
        self.work(
            lambda: passwords.hash(password),
            lambda hashed: self._look(shown, hashed, is_default=is_default),
            lane="passwords",
        )

    def _look(self, shown: Shown, hashed: str, *, is_default: bool) -> None:
        request = query_password.Request(
            holder_id=self.holder_id, certificate=shown, hashed=hashed, is_default=is_default
        )
        self.consequences(query_password.WORKFLOW, request)

    def _reset(self) -> None:
        self.confirm(query_password.WORKFLOW, self._done)

    def _done(self, outcome: query_password.Outcome) -> None:
        self._forget()
        said = (
            sentence("The query password is the default now.")
            if outcome.is_default
            else sentence("The query password is the one the holder typed now.")
        )
        self.finish(said, sentence("Receipt {number} is printing.", number=outcome.receipt))
