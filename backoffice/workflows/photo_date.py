"""Set the day from which gates use an approved photo; a supervisor's exception (FAQ 5, P4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import consequences as say
from backoffice.domain.photos import Photo, PhotoState
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books

_LATEST = 366


@dataclass(frozen=True, kw_only=True)
class Request:
    """From when on the waiting photo is used, and why not from the next day."""

    holder_id: int
    effective_on: date
    reason: str
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The photo and its day."""

    holder_id: int
    photo_id: int
    effective_on: date


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    photo = _coming(books, turn, request.holder_id)
    if not 0 <= (request.effective_on - turn.today).days <= _LATEST:
        raise Refusal(
            "photo-date",
            sentence("A photo becomes effective today or within a year."),
            advice=sentence("Choose another day."),
            rule="P4",
            source="FAQ 5",
        )
    turn.require_override(request.reason)
    assert photo.effective_on is not None  # noqa: S101  a constraint: approved photos have a day
    return Sheet(
        title=sentence("Day of a new photo"),
        lines=(
            Line(
                label=sentence("Gates use it from"),
                before=sentence("{day}", day=photo.effective_on.isoformat()),
                after=sentence("{day}", day=request.effective_on.isoformat()),
            ),
            Line(
                label=sentence("Photo of the gates"),
                before=say.photo_used(books.photos.in_force(request.holder_id, on=turn.today)),
                after=say.photo_used(photo),
            ),
            say.no_card_made(),
        ),
        notes=(sentence("Reason: {reason}", reason=request.reason.strip()),),
    )


def set_date(books: Books, turn: Turn, request: Request) -> Outcome:
    """Change the day; with today as the day, the old photo is superseded at once.

    Raises:
        Refusal: P4, no photo waits for its day, or the world changed since the sheet was shown.
    """
    preview(books, turn, request).require_unchanged(request.sheet)
    photo = _coming(books, turn, request.holder_id)
    books.photos.set_date(photo, effective_on=request.effective_on, reason=request.reason.strip())
    books.photos.supersede(on=turn.today, holder_id=request.holder_id)
    return Outcome(
        holder_id=request.holder_id, photo_id=photo.id, effective_on=request.effective_on
    )


WORKFLOW = Workflow(
    code="photo_date", right=Right.SERVE, run=set_date, outcome=Outcome, preview=preview
)


def _coming(books: Books, turn: Turn, holder_id: int) -> Photo:
    newest = next(
        (p for p in books.photos.of_holder(holder_id) if p.state is PhotoState.APPROVED), None
    )
    if newest is None or newest.effective_on is None or newest.effective_on <= turn.today:
        raise Refusal(
            "no-photo-coming",
            sentence("No approved photo of this person waits for its day."),
            advice=sentence("Gates use the newest approved one already."),
            rule="P4",
            source="FAQ 5",
        )
    return newest
