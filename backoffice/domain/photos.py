"""Photos of cardholders: where they come from, and what becomes of them (FAQ 4, 5)."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_

if TYPE_CHECKING:
    from datetime import date, datetime

    from backoffice.domain.measurements import Measurements


class PhotoState(enum.Enum):
    """Only an approved photo may be printed (P1)."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


class PhotoSource(enum.Enum):
    """Where a photo comes from (P2)."""

    CAMERA = "camera"
    FILE = "file"
    PORTAL = "portal"


class PhotoReason(enum.Enum):
    """Why a photo changes (P5)."""

    FIRST = "first"
    NOT_RECOGNISED = "not_recognised"
    WISH = "wish"
    COLLECTED = "collected"


class Rejection(enum.Enum):
    """Why a photo is rejected (P3)."""

    OTHER_PERSON = "other_person"
    FACE = "face"
    EYES = "eyes"
    BLURRED = "blurred"
    LIGHT = "light"
    BACKGROUND = "background"
    CLOTHING = "clothing"
    EDITED = "edited"
    OTHER = "other"


STATE_NAMES = {
    PhotoState.SUBMITTED: N_("waiting for approval"),
    PhotoState.APPROVED: N_("approved"),
    PhotoState.REJECTED: N_("rejected"),
    PhotoState.SUPERSEDED: N_("superseded"),
}
SOURCE_NAMES = {
    PhotoSource.CAMERA: N_("desk camera"),
    PhotoSource.FILE: N_("file"),
    PhotoSource.PORTAL: N_("portal"),
}
REASON_NAMES = {
    PhotoReason.FIRST: N_("first photo"),
    PhotoReason.NOT_RECOGNISED: N_("face device does not recognise the holder"),
    PhotoReason.WISH: N_("the holder wishes it"),
    PhotoReason.COLLECTED: N_("collected by the portal"),
}
REJECTION_NAMES = {
    Rejection.OTHER_PERSON: N_("shows somebody else"),
    Rejection.FACE: N_("face too small, too large or not in the middle"),
    Rejection.EYES: N_("eyes closed or covered"),
    Rejection.BLURRED: N_("blurred"),
    Rejection.LIGHT: N_("too dark, too bright or uneven light"),
    Rejection.BACKGROUND: N_("background not plain"),
    Rejection.CLOTHING: N_("hat, mask or dark glasses"),
    Rejection.EDITED: N_("edited, or a photo of a photo"),
    Rejection.OTHER: N_("another reason"),
}

UNDO_SECONDS = 10
"""So long a decision can be taken back by who made it."""


@dataclass(frozen=True, kw_only=True)
class Photo:
    """What is known of one picture.

    Attributes:
        taken_by: The clerk who took it or took it in; None where the program did.
        measured: What was measured when it came; None for pictures brought along.
        decided_by: Who approved or rejected it.
        rejection: Why it was rejected; ``words`` says more.
        effective_on: The first day on which gates use it (P4); set when it is approved.
        date_reason: Why a supervisor set that day.
        ended_on: When it was rejected or superseded.
        removed_on: When the picture itself was removed; what is known of it stays.
    """

    id: int
    holder_id: int
    state: PhotoState
    source: PhotoSource
    reason: PhotoReason
    taken_on: date
    taken_by: int | None
    measured: Measurements | None
    decided_by: int | None
    decided_at: datetime | None
    rejection: Rejection | None
    words: str
    effective_on: date | None
    date_reason: str
    ended_on: date | None
    removed_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class NewPhoto:
    """A portrait (JPEG, cut) that waits for approval from now on."""

    holder_id: int
    picture: bytes = field(repr=False)
    source: PhotoSource
    reason: PhotoReason
    taken_on: date
    taken_by: int | None
    measured: Measurements | None


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A photo that waits for approval, with its holder as far as the list shows them."""

    photo: Photo
    holder_number: str
    holder_name: str
    unit_name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DuePhoto:
    """A photo that gates don't have yet (P7); ``card_number`` is of the active card, or empty."""

    photo_id: int
    holder_number: str
    card_number: str
    sha256: str
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """One file set for the gates.

    Attributes:
        manifest: The text of the manifest, as it was and will be written.
        written_at: When it was first written completely; None while it is not.
    """

    number: int
    at: datetime
    photos: int
    manifest: str = field(repr=False)
    written_at: datetime | None
