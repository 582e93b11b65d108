"""What gates were given of the photos, on SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, select, update

from backoffice.domain.cards import CardState
from backoffice.domain.photos import DuePhoto, HandOver, PhotoState
from db import tables as t

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection, Row

_P, _H = t.photos.c, t.photo_hand_overs.c
_DUE = (
    select(
        _P.id.label("photo_id"),
        t.holders.c.number.label("holder_number"),
        t.cards.c.number.label("card_number"),
        _P.sha256,
        _P.effective_on,
    )
    .join(t.holders, t.holders.c.id == _P.holder_id)
    .outerjoin(
        t.cards,
        and_(t.cards.c.holder_id == _P.holder_id, t.cards.c.state == CardState.ACTIVE.value),
    )
    .order_by(t.holders.c.number, _P.id)
)
_SOME = 500


class SqlHandOvers:
    """Implements ``ports.HandOvers`` inside one transaction."""

    def __init__(self, connection: Connection, at: datetime | None) -> None:
        self._connection = connection
        self._at = at

    def due(self, *, on: date) -> Sequence[DuePhoto]:
        """Return the photos in force on a day that no hand-over had, by holder number."""
        newer = t.photos.alias("newer")
        n = newer.c
        replaced = (
            select(n.id)
            .where(
                n.holder_id == _P.holder_id,
                n.state == PhotoState.APPROVED.value,
                n.effective_on <= on,
                n.id > _P.id,
            )
            .exists()
        )
        found = _DUE.where(
            _P.state == PhotoState.APPROVED.value,
            _P.hand_over_id.is_(None),
            _P.effective_on <= on,
            ~replaced,
        )
        return [_due(row) for row in self._connection.execute(found)]

    def add(self, photos: Sequence[DuePhoto], *, manifest: str) -> HandOver:
        """Enter a hand-over of these photos, not written yet."""
        number = self._connection.scalar(
            insert(t.photo_hand_overs)
            .values(at=self._at, photos=len(photos), manifest=manifest)
            .returning(_H.id)
        )
        assert number is not None  # noqa: S101  an insert returns its row
        ids = [photo.photo_id for photo in photos]
        for start in range(0, len(ids), _SOME):
            some = ids[start : start + _SOME]
            self._connection.execute(
                update(t.photos).where(_P.id.in_(some)).values(hand_over_id=number)
            )
        found = self.get(number)
        assert found is not None  # noqa: S101  entered a line earlier
        return found

    def unwritten(self) -> Sequence[HandOver]:
        """Return the hand-overs whose files were not completely written, oldest first."""
        found = select(t.photo_hand_overs).where(_H.written_at.is_(None)).order_by(_H.id)
        return [_hand_over(row) for row in self._connection.execute(found)]

    def get(self, number: int) -> HandOver | None:
        """Return a hand-over by its number."""
        row = self._connection.execute(
            select(t.photo_hand_overs).where(_H.id == number)
        ).one_or_none()
        return _hand_over(row) if row else None

    def photos(self, number: int) -> Sequence[DuePhoto]:
        """Return the photos of a hand-over; those removed since are not among them."""
        found = _DUE.where(_P.hand_over_id == number, _P.removed_on.is_(None))
        return [_due(row) for row in self._connection.execute(found)]

    def mark_written(self, number: int) -> None:
        """Remember that the files of a hand-over were completely written."""
        self._connection.execute(
            update(t.photo_hand_overs)
            .where(_H.id == number, _H.written_at.is_(None))
            .values(written_at=self._at)
        )


def _due(row: Row[*tuple[Any, ...]]) -> DuePhoto:
    return DuePhoto(**dict(row._mapping) | {"card_number": row.card_number or ""})


def _hand_over(row: Row[*tuple[Any, ...]]) -> HandOver:
    known = dict(row._mapping)
    return HandOver(number=known.pop("id"), **known)
