"""Photos and policies on SQL."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import exists, func, insert, or_, select, update

from backoffice.domain.cards import IN_MAKING, CardState
from backoffice.domain.measurements import Measurements
from backoffice.domain.photos import (
    NewPhoto,
    Photo,
    PhotoReason,
    PhotoSource,
    PhotoState,
    Rejection,
    Submission,
)
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from backoffice.ports import Conflict
from db import tables as t

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection, Row

_C = t.photos.c
_KNOWN = tuple(_C[name] for name in Photo.__dataclass_fields__)
_PHOTO = select(*_KNOWN)
_APPROVED = _C.state == PhotoState.APPROVED.value
_SUBMITTED = _C.state == PhotoState.SUBMITTED.value
_IN_MAKING = tuple(state.value for state in IN_MAKING | {CardState.REQUESTED})


class SqlPhotos:
    """Implements ``ports.Photos`` inside one transaction."""

    def __init__(self, connection: Connection, at: datetime | None) -> None:
        self._connection = connection
        self._at = at

    def get(self, photo_id: int) -> Photo:
        """Return what is known of a photo."""
        return _photo(self._connection.execute(_PHOTO.where(_C.id == photo_id)).one())

    def picture(self, photo_id: int) -> bytes:
        """Return the JPEG; ``Refusal`` (``photo-removed``) if only what is known of it is left."""
        picture: bytes | None = self._connection.scalar(select(_C.picture).where(_C.id == photo_id))
        if not picture:
            raise Refusal(
                "photo-removed",
                sentence("This photo was removed after the time it is kept for."),
                advice=sentence("Take a new one."),
            )
        return picture

    def to_print(self, holder_id: int) -> Photo | None:
        """Return the newest approved photo; a desk may print it before gates use it (P4)."""
        return self._one(
            _PHOTO.where(_C.holder_id == holder_id, _APPROVED).order_by(_C.id.desc()).limit(1)
        )

    def in_force(self, holder_id: int, *, on: date) -> Photo | None:
        """Return the photo that gates use on a day."""
        return self._one(
            _PHOTO.where(_C.holder_id == holder_id, _APPROVED, _C.effective_on <= on)
            # The newest, as in ``supersede``: its day may have been set before an older one's.
            .order_by(_C.id.desc())
            .limit(1)
        )

    def of_holder(self, holder_id: int) -> Sequence[Photo]:
        """Return every photo of a person, newest first."""
        found = _PHOTO.where(_C.holder_id == holder_id).order_by(_C.id.desc())
        return [_photo(row) for row in self._connection.execute(found)]

    def submitted(self, *, most: int, after: int = 0) -> Sequence[Submission]:
        """Return what waits for approval, oldest first, beyond the photo ``after``."""
        h, u = t.holders.c, t.units.c
        found = (
            select(*_KNOWN, h.number, h.name, u.name.label("unit_name"))
            .join(t.holders, h.id == _C.holder_id)
            .join(t.units, u.id == h.unit_id)
            .where(_SUBMITTED, _C.id > after)
            .order_by(_C.id)
            .limit(most)
        )
        return [
            Submission(
                photo=_photo(row),
                holder_number=row.number,
                holder_name=row.name,
                unit_name=row.unit_name,
            )
            for row in self._connection.execute(found)
        ]

    @property
    def submitted_count(self) -> int:
        """How many photos wait for approval."""
        counted = select(func.count()).select_from(t.photos).where(_SUBMITTED)
        return self._connection.scalar(counted) or 0

    def has(self, holder_id: int, picture: bytes) -> bool:
        """Tell whether this very picture of the person came in before, whatever became of it."""
        digest = hashlib.sha256(picture).hexdigest()
        known = select(_C.id).where(_C.holder_id == holder_id, _C.sha256 == digest).exists()
        return bool(self._connection.scalar(select(known)))

    def submit(self, new: NewPhoto) -> Photo:
        """Let a photo wait for approval; one of the same person that waits is superseded."""
        self._connection.execute(
            update(t.photos)
            .where(_C.holder_id == new.holder_id, _SUBMITTED)
            .values(state=PhotoState.SUPERSEDED.value, ended_on=new.taken_on)
        )
        measured = msgspec.json.encode(new.measured).decode() if new.measured else None
        photo_id = self._connection.scalar(
            insert(t.photos)
            .values(
                holder_id=new.holder_id,
                state=PhotoState.SUBMITTED.value,
                source=new.source.value,
                reason=new.reason.value,
                taken_on=new.taken_on,
                taken_by=new.taken_by,
                measured=measured,
                sha256=hashlib.sha256(new.picture).hexdigest(),
                picture=new.picture,
            )
            .returning(_C.id)
        )
        assert photo_id is not None  # noqa: S101  an insert returns its row
        return self.get(photo_id)

    def approve(self, photo: Photo, *, by: int | None, effective_on: date) -> None:
        """Approve a submitted photo; ``Conflict`` if it is not submitted any more."""
        self._move(
            photo,
            PhotoState.APPROVED,
            decided_by=by,
            decided_at=self._at,
            effective_on=effective_on,
        )

    def reject(self, photo: Photo, *, by: int | None, why: Rejection, words: str, on: date) -> None:
        """Reject a submitted photo; ``Conflict`` if it is not submitted any more."""
        self._move(
            photo,
            PhotoState.REJECTED,
            decided_by=by,
            decided_at=self._at,
            rejection=why.value,
            words=words,
            ended_on=on,
        )

    def take_back(self, photo: Photo) -> None:
        """Let a decided photo wait again; ``Conflict`` if it changed meanwhile."""
        self._move(
            photo,
            PhotoState.SUBMITTED,
            decided_by=None,
            decided_at=None,
            effective_on=None,
            date_reason="",
            rejection=None,
            words="",
            ended_on=None,
        )

    def used(self, photo_id: int) -> bool:
        """Tell whether a card shows this photo or gates were given it."""
        shown = select(t.cards.c.id).where(t.cards.c.photo_id == photo_id)
        given = select(_C.id).where(_C.id == photo_id, _C.hand_over_id.is_not(None))
        return bool(self._connection.scalar(select(or_(shown.exists(), given.exists()))))

    def set_date(self, photo: Photo, *, effective_on: date, reason: str) -> None:
        """Change the day on which gates begin to use an approved photo."""
        self._move(photo, PhotoState.APPROVED, effective_on=effective_on, date_reason=reason)

    def supersede(self, *, on: date, holder_id: int | None = None) -> int:
        """Supersede approved photos in whose place a newer one is effective; return how many."""
        newer = t.photos.alias("newer")
        n = newer.c
        replaced = exists().where(
            n.holder_id == _C.holder_id,
            n.state == PhotoState.APPROVED.value,
            n.effective_on <= on,
            n.id > _C.id,
        )
        where = [_APPROVED, replaced]
        if holder_id is not None:
            where.append(_C.holder_id == holder_id)
        changed = self._connection.execute(
            update(t.photos).where(*where).values(state=PhotoState.SUPERSEDED.value, ended_on=on)
        )
        return changed.rowcount

    def remove(self, *, ended_before: date, on: date) -> int:
        """Remove pictures that ended before a day; what is known of them stays; return how many."""
        c, h = t.cards.c, t.photo_hand_overs.c
        printing = exists().where(c.photo_id == _C.id, c.state.in_(_IN_MAKING))
        writing = exists().where(h.id == _C.hand_over_id, h.written_at.is_(None))
        changed = self._connection.execute(
            update(t.photos)
            .where(_C.removed_on.is_(None), _C.ended_on < ended_before, ~printing, ~writing)
            .values(picture=b"", removed_on=on)
        )
        return changed.rowcount

    def _move(self, photo: Photo, to: PhotoState, **values: object) -> None:
        changed = self._connection.execute(
            update(t.photos)
            .where(_C.id == photo.id, _C.state == photo.state.value)
            .values(state=to.value, **values)
        )
        if changed.rowcount != 1:
            raise Conflict(str(photo.id))

    def _one(self, found: Any) -> Photo | None:  # noqa: ANN401  a select of ``_PHOTO``
        row = self._connection.execute(found).one_or_none()
        return _photo(row) if row else None


class SqlPolicies:
    """Implements ``ports.Policies`` inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def text(self, name: str) -> str | None:
        """Return the text of a decision; None where the shipped value holds."""
        c = t.policies.c
        return self._connection.scalar(select(c.value).where(c.name == name))

    def decide(self, name: str, text: str) -> None:
        """Write a decision down."""
        c = t.policies.c
        changed = self._connection.execute(
            update(t.policies).where(c.name == name).values(value=text)
        )
        if not changed.rowcount:
            self._connection.execute(insert(t.policies).values(name=name, value=text))


def _photo(row: Row[*tuple[Any, ...]]) -> Photo:
    known = {name: row._mapping[name] for name in Photo.__dataclass_fields__}
    measured, rejection = known["measured"], known["rejection"]
    return Photo(
        **known
        | {
            "state": PhotoState(row.state),
            "source": PhotoSource(row.source),
            "reason": PhotoReason(row.reason),
            "measured": msgspec.json.decode(measured, type=Measurements) if measured else None,
            "rejection": Rejection(rejection) if rejection else None,
        }
    )
