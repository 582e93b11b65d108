"""What the person's page says of the newest photo, where it is not the one that gates use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.photos import REJECTION_NAMES, PhotoState, Rejection
from backoffice.domain.sentences import Sentence, sentence

if TYPE_CHECKING:
    from datetime import date

    from backoffice.domain.photos import Photo

_INKS = {
    PhotoState.SUBMITTED: "info",
    PhotoState.APPROVED: "success",
    PhotoState.REJECTED: "danger",
}


def photo_news(photo: Photo | None, today: date) -> tuple[Sentence, str] | None:
    """Return what to say of a person's newest photo, and its ink; None if there is no news."""
    if photo is None:
        return None
    said = _said(photo, today)
    return (said, _INKS[photo.state]) if said is not None else None


def _said(photo: Photo, today: date) -> Sentence | None:
    if photo.state is PhotoState.SUBMITTED:
        return sentence("waiting for approval since {day}", day=photo.taken_on.isoformat())
    day = photo.effective_on
    if photo.state is PhotoState.APPROVED and day is not None and day > today:
        return sentence("approved, at the gates from {day}", day=day.isoformat())
    if photo.state is PhotoState.REJECTED and photo.rejection is not None:
        return _rejected(photo, photo.rejection)
    return None


def _rejected(photo: Photo, why: Rejection) -> Sentence:
    day = photo.ended_on.isoformat() if photo.ended_on else ""
    reason = sentence(REJECTION_NAMES[why])
    if photo.words:
        return sentence(
            "rejected on {day}: {reason} — {words}", day=day, reason=reason, words=photo.words
        )
    return sentence("rejected on {day}: {reason}", day=day, reason=reason)
