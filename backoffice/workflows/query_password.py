"""Reset the query password of the applet; it is never shown (FAQ 2, R2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import consequences as say
from backoffice.domain.certificates import CertificateKind, Shown
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet
from backoffice.procedures.certificate import require_match
from backoffice.procedures.paper import write_receipt

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books

DEFAULT_LENGTH = 6
SHORTEST, LONGEST = 6, 32


@dataclass(frozen=True, kw_only=True)
class Request:
    """Who shows which certificate, and the hash of the new password.

    Attributes:
        certificate: Shown at the desk; its last six characters are the default (R2).
        hashed: Hash of the new password, made off this transaction because it is slow.
        is_default: Whether the hash is of the default.
    """

    holder_id: int
    certificate: Shown
    hashed: str = field(repr=False)
    is_default: bool
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Whose password was reset, and whether to the default."""

    holder_id: int
    is_default: bool
    receipt: str


def has_default(kind: CertificateKind) -> bool:
    """Tell whether a kind of certificate gives a default; passports and permits do not."""
    return kind is CertificateKind.RESIDENT_ID


def default_of(shown: Shown) -> str:
    """Return the default of a verified certificate; asked before it is hashed."""
    return shown.number[-DEFAULT_LENGTH:]


def require_good(password: str, repeated: str) -> None:
    """Do nothing if the holder may have ``password``; asked before it is hashed.

    Raises:
        Refusal: R2: it is too short or too long, or was typed differently the second time.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refusal(
            "query-password-length",
            sentence(
                "A query password has {least} to {most} characters.", least=SHORTEST, most=LONGEST
            ),
            advice=sentence("Let the holder type another one, twice."),
            rule="R2",
            source="FAQ 2",
        )
    if password != repeated:
        raise Refusal(
            "query-password-differs",
            sentence("The two typings differ."),
            advice=sentence("Let the holder type it twice alike."),
            rule="R2",
            source="FAQ 2",
        )


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    holder = books.holders.get(request.holder_id)
    require_match(books, holder, request.certificate, turn.today)
    if request.is_default != has_default(request.certificate.kind):
        raise Refusal(
            "no-default-password",
            sentence("Only an identity card gives a default query password."),
            advice=sentence("Let the holder type a password of their own, twice."),
            rule="R2",
            source="FAQ 2",
        )
    after = (
        sentence("the default: the last six characters of the ID card number")
        if request.is_default
        else sentence("the one the holder typed twice")
    )
    return Sheet(
        title=sentence("Query password reset"),
        lines=(
            Line(label=sentence("Query password"), before=sentence("not known here"), after=after),
            Line(
                label=sentence("Card"),
                before=sentence("as it is"),
                after=sentence("unchanged"),
            ),
            Line(label=sentence("Shown to anybody"), before=say.NOTHING, after=sentence("never")),
        ),
    )


def reset(books: Books, turn: Turn, request: Request) -> Outcome:
    """Replace the query password of a person and queue a receipt that does not name it.

    Raises:
        Refusal: The certificate is not the one on record (as L1), R2, or the world changed.
    """
    sheet = preview(books, turn, request)
    sheet.require_unchanged(request.sheet)
    books.query_passwords.put(
        request.holder_id, password_hash=request.hashed, is_default=request.is_default
    )
    receipt = write_receipt(books, turn, books.holders.get(request.holder_id), sheet)
    return Outcome(holder_id=request.holder_id, is_default=request.is_default, receipt=receipt)


WORKFLOW = Workflow(
    code="query_password", right=Right.SERVE, run=reset, outcome=Outcome, preview=preview
)
