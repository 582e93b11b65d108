"""Compare the certificate shown at the desk with the one the account was opened with (L1, L7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.certificates import Shown, verify_shown
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from datetime import date

    from backoffice.domain.holders import Holder
    from backoffice.ports import Books


def require_match(books: Books, holder: Holder, shown: Shown, today: date) -> None:
    """Do nothing if ``shown`` is a valid certificate and the holder's own.

    Raises:
        Refusal: It is malformed, expired, not typed alike twice, or not the one on record. The last
            leaves the attempt in the audit; no number is ever repeated.
    """
    valid = verify_shown(shown, today=today)
    on_file = books.holders.certificate(holder.id)
    if on_file is None:
        raise Refusal(
            "no-certificate-on-record",
            sentence("No certificate is on record for this person."),
            advice=sentence("Have the record completed by an import first."),
            rule="L1",
            source="FAQ 8",
        )
    if shown.valid_until is None and on_file.valid_until and on_file.valid_until < today:
        raise Refusal(
            "certificate-expired",
            sentence(
                "The certificate on record expired on {day}.", day=on_file.valid_until.isoformat()
            ),
            advice=sentence("If it was renewed, enter until when the new one is valid."),
            rule="L1",
            source="FAQ 8",
        )
    if not books.holders.certificate_matches(holder.id, valid.kind, valid.number):
        raise Refusal(
            "certificate-mismatch",
            sentence("The certificate shown is not the one on record; nothing was done."),
            advice=sentence("Compare kind and number once more; check that this is the person."),
            rule="L1",
            source="FAQ 8",
            recorded=True,
        )
