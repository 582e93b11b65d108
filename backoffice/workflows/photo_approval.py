"""Approve or reject photos, one or several at once; taken back within ten seconds (P3, P4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.photos import UNDO_SECONDS, Photo, PhotoState, Rejection
from backoffice.domain.policies import APPROVER_IS_NOT_TAKER
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.actions import Turn
    from backoffice.ports import Books

_SLOW = 2
"""Seconds more than the window shows: the way to the books takes time too."""


@dataclass(frozen=True, kw_only=True)
class Approval:
    """Photos that were looked at and found right."""

    photo_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class RejectionRequest:
    """Photos that were looked at and found wrong; ``words`` are the approver's own."""

    photo_ids: tuple[int, ...]
    why: Rejection
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class TakingBack:
    """Photos whose decision was a slip of the finger."""

    photo_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The photos it was about, and whose they are; ``effective_on`` of those approved."""

    photo_ids: tuple[int, ...]
    effective_on: date | None = None
    holder_ids: tuple[int, ...] = ()


def approve(books: Books, turn: Turn, request: Approval) -> Outcome:
    """Approve photos; gates use them from the next calendar day (P4).

    Raises:
        Refusal: One of them was decided meanwhile, or was taken by the approver (P3).
    """
    tomorrow = turn.today + timedelta(days=1)
    photos = _waiting(books, turn, request.photo_ids)
    for photo in photos:
        books.photos.approve(photo, by=turn.actor.clerk_id, effective_on=tomorrow)
    return _outcome(request.photo_ids, photos, effective_on=tomorrow)


def reject(books: Books, turn: Turn, request: RejectionRequest) -> Outcome:
    """Reject photos; the reason is kept (P3).

    Raises:
        Refusal: One of them was decided meanwhile, or “another reason” has no words.
    """
    words = request.words.strip()
    if request.why is Rejection.OTHER and not words:
        raise Refusal(
            "rejection-words",
            sentence("“Another reason” needs words."),
            advice=sentence("Write in a few words what is wrong."),
            rule="P3",
            source="FAQ 5",
        )
    photos = _submitted(books, request.photo_ids)
    for photo in photos:
        books.photos.reject(
            photo, by=turn.actor.clerk_id, why=request.why, words=words, on=turn.today
        )
    return _outcome(request.photo_ids, photos)


def take_back(books: Books, turn: Turn, request: TakingBack) -> Outcome:
    """Let photos wait again whose decision this clerk made within the last ten seconds.

    Raises:
        Refusal: It is too late, somebody else decided, or something rests on the decision.
    """
    photos = _chosen(books, request.photo_ids)
    for photo in photos:
        _require_fresh(turn, photo)
        newer = books.photos.of_holder(photo.holder_id)[0]
        if newer.id != photo.id or books.photos.used(photo.id):
            raise Refusal(
                "photo-in-use",
                sentence("A newer photo or a card rests on this decision already."),
                advice=sentence("Have a new photo taken if it was wrong."),
            )
        books.photos.take_back(photo)
    return _outcome(request.photo_ids, photos)


APPROVE = Workflow(code="photo_approval", right=Right.APPROVE, run=approve, outcome=Outcome)
REJECT = Workflow(code="reject_photo", right=Right.APPROVE, run=reject, outcome=Outcome)
TAKE_BACK = Workflow(code="take_back_decision", right=Right.APPROVE, run=take_back, outcome=Outcome)


def _outcome(
    photo_ids: tuple[int, ...], photos: Sequence[Photo], *, effective_on: date | None = None
) -> Outcome:
    holder_ids = tuple(photo.holder_id for photo in photos)
    return Outcome(photo_ids=photo_ids, effective_on=effective_on, holder_ids=holder_ids)


def _waiting(books: Books, turn: Turn, photo_ids: Sequence[int]) -> list[Photo]:
    photos = _submitted(books, photo_ids)
    apart = APPROVER_IS_NOT_TAKER.of(books.policies.text(APPROVER_IS_NOT_TAKER.name))
    if apart and any(photo.taken_by == turn.actor.clerk_id for photo in photos):
        raise Refusal(
            "approver-is-taker",
            sentence("Who took a photo does not approve it."),
            advice=sentence("Ask another supervisor to look at it."),
            rule="P3",
            source="FAQ 5",
            recorded=True,
        )
    return photos


def _submitted(books: Books, photo_ids: Sequence[int]) -> list[Photo]:
    photos = _chosen(books, photo_ids)
    if any(photo.state is not PhotoState.SUBMITTED for photo in photos):
        raise Refusal(
            "photo-decided",
            sentence("One of these photos was decided or replaced meanwhile; nothing was done."),
            advice=sentence("Look at the list again."),
        )
    return photos


def _chosen(books: Books, photo_ids: Sequence[int]) -> list[Photo]:
    if not photo_ids:
        raise Refusal(
            "no-photo-chosen",
            sentence("No photo is chosen."),
            advice=sentence("Choose one in the list."),
        )
    return [books.photos.get(photo_id) for photo_id in dict.fromkeys(photo_ids)]


def _require_fresh(turn: Turn, photo: Photo) -> None:
    own = photo.decided_by == turn.actor.clerk_id
    if photo.decided_at is None or not own or photo.state is PhotoState.SUPERSEDED:
        raise Refusal(
            "not-own-decision",
            sentence("Only who decided can take it back."),
            advice=sentence("Have a new photo taken if it was wrong."),
        )
    if turn.now - photo.decided_at > timedelta(seconds=UNDO_SECONDS + _SLOW):
        raise Refusal(
            "too-late",
            sentence("A decision can be taken back for {count} seconds.", count=UNDO_SECONDS),
            advice=sentence("Have a new photo taken if it was wrong."),
        )
