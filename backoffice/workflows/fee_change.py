"""Set a fee from a day on: data with a date, never code (L5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.fees import SERVICES
from backoffice.domain.holders import KIND_NAMES, HolderKind
from backoffice.domain.money import yuan
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books

_MOST = 100_000


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a service costs whom, in fen, and from when on."""

    service: str
    kind: HolderKind
    amount: int
    valid_from: date
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The fee that was set."""

    service: str
    kind: HolderKind
    amount: int
    valid_from: date


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    if request.service not in SERVICES or not 0 <= request.amount <= _MOST:
        raise Refusal(
            "fee-senseless",
            sentence("A fee is between {least} and {most}.", least=yuan(0), most=yuan(_MOST)),
            advice=sentence("Correct the amount. A department change is always free (D2)."),
            rule="D2",
            source="FAQ 7",
        )
    if request.valid_from <= turn.today:
        raise Refusal(
            "fee-past",
            sentence("A fee holds from tomorrow at the earliest: nobody pays another one twice."),
            advice=sentence("Choose a later day."),
            rule="L5",
            source="FAQ 8",
        )
    before = books.ledger.fee(request.service, request.kind, request.valid_from)
    return Sheet(
        title=sentence("Fee from {day}", day=request.valid_from.isoformat()),
        lines=(
            Line(
                label=sentence(
                    "{service}, {kind}",
                    service=sentence(SERVICES[request.service]),
                    kind=sentence(KIND_NAMES[request.kind]),
                ),
                before=sentence(yuan(before)),
                after=sentence(yuan(request.amount)),
            ),
        ),
    )


def change(books: Books, turn: Turn, request: Request) -> Outcome:
    """Set the fee; what was paid before stays as it was.

    Raises:
        Refusal: L5, D2, or the world changed since the sheet was shown.
    """
    preview(books, turn, request).require_unchanged(request.sheet)
    books.ledger.set_fee(
        request.service, request.kind, amount=request.amount, valid_from=request.valid_from
    )
    return Outcome(
        service=request.service,
        kind=request.kind,
        amount=request.amount,
        valid_from=request.valid_from,
    )


WORKFLOW = Workflow(
    code="fee_change", right=Right.ADMINISTER, run=change, outcome=Outcome, preview=preview
)
