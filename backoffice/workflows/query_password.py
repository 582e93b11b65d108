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


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    holder = books.holders.get(request.holder_id)
    require_match(books, holder, request.certificate, turn.today)
    has_default = request.certificate.kind is CertificateKind.RESIDENT_ID
    if request.is_default != has_default:
        raise Refusal(
            "no-default-password",
            sentence("Only an identity card gives a default query password."),
            advice=sentence("Let the holder type a password of their own, twice."),
            rule="R2",
            source="FAQ 2",
        )
    after = (
        sentence("the default: the last six characters of the ID card number")
        if has_default
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
