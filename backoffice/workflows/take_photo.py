"""Take a photo at the desk, from its camera or a file; it waits for approval (FAQ 5, P2–P6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain import consequences as say
from backoffice.domain.measurements import Measurements
from backoffice.domain.photos import REASON_NAMES, NewPhoto, PhotoReason, PhotoSource
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books

_JPEG = b"\xff\xd8\xff"
_LARGEST = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Request:
    """A portrait, cut and measured.

    Attributes:
        portrait: JPEG of certificate size.
        reason: Why the photo changes (P5).
        sheet: Digest of the consequence sheet that was shown.
    """

    holder_id: int
    portrait: bytes = field(repr=False)
    source: PhotoSource
    reason: PhotoReason
    measured: Measurements
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The photo that waits for approval."""

    holder_id: int
    photo_id: int


def preview(books: Books, turn: Turn, request: Request) -> Sheet:
    """Return what would change, or refuse."""
    holder = books.holders.get(request.holder_id)
    _require_portrait(request.portrait)
    photos = books.photos.of_holder(holder.id)
    if (request.reason is PhotoReason.FIRST) == bool(photos):
        raise Refusal(
            "photo-reason",
            sentence("There is a photo of this person already.")
            if photos
            else sentence("There is no photo of this person yet."),
            advice=sentence("Choose why the photo changes.")
            if photos
            else sentence("Choose “first photo”."),
            rule="P5",
            source="FAQ 5",
        )
    return Sheet(
        title=sentence("New photo"),
        lines=(
            Line(
                label=sentence("Photo"),
                before=say.photo_used(books.photos.in_force(holder.id, on=turn.today)),
                after=sentence("new one, waiting for approval"),
            ),
            Line(
                label=sentence("Reason"),
                before=say.NOTHING,
                after=sentence(REASON_NAMES[request.reason]),
            ),
            say.gates_follow(),
            say.no_card_made(),
        ),
    )


def take(books: Books, turn: Turn, request: Request) -> Outcome:
    """Let the photo wait for approval; one of the same person that waits is superseded.

    Raises:
        Refusal: P5, it is no portrait, or the world changed since the sheet was shown.
    """
    preview(books, turn, request).require_unchanged(request.sheet)
    photo = books.photos.submit(
        NewPhoto(
            holder_id=request.holder_id,
            picture=request.portrait,
            source=request.source,
            reason=request.reason,
            taken_on=turn.today,
            taken_by=turn.actor.clerk_id,
            measured=request.measured,
        )
    )
    return Outcome(holder_id=request.holder_id, photo_id=photo.id)


WORKFLOW = Workflow(
    code="take_photo", right=Right.SERVE, run=take, outcome=Outcome, preview=preview
)


def _require_portrait(portrait: bytes) -> None:
    if not portrait.startswith(_JPEG) or len(portrait) > _LARGEST:
        raise Refusal(
            "photo-not-cut",
            sentence("This is no portrait yet."),
            advice=sentence("Take it again, or choose another file."),
            rule="P2",
            source="FAQ 5",
        )
