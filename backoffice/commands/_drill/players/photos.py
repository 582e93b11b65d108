"""Photos: taken, approved, rejected, dated, handed over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from backoffice.commands._drill.seat import plays
from backoffice.domain.measurements import Measurements, Verdict
from backoffice.domain.photos import PhotoReason, PhotoSource, PhotoState, Rejection
from backoffice.domain.roles import Role
from backoffice.procedures.handing_over import Numbered
from backoffice.workflows import photo_approval, photo_date, photo_hand_over, take_photo

if TYPE_CHECKING:
    from backoffice.commands._drill.seat import Seat
    from backoffice.ports import Books

_WHY = "drill"
_LOOKED_AT = 20
_DECIDED = {PhotoState.APPROVED, PhotoState.REJECTED}


@plays(take_photo.WORKFLOW, often=3)
def _take(seat: Seat, books: Books) -> object:
    holder_id = seat.somebody().holder_id
    again = bool(books.photos.of_holder(holder_id))
    return take_photo.Request(
        holder_id=holder_id,
        portrait=seat.chance.choice(seat.portraits),
        source=PhotoSource.CAMERA,
        reason=PhotoReason.WISH if again else PhotoReason.FIRST,
        measured=Measurements(verdict=Verdict.GOOD),
    )


@plays(photo_approval.APPROVE, often=3)
def _approve(seat: Seat, books: Books) -> object | None:
    chosen = _waiting(seat, books)
    return photo_approval.Approval(photo_ids=chosen) if chosen else None


@plays(photo_approval.REJECT, often=1)
def _reject(seat: Seat, books: Books) -> object | None:
    chosen = _waiting(seat, books)[:1]
    why = seat.chance.choice(tuple(Rejection))
    return photo_approval.RejectionRequest(photo_ids=chosen, why=why) if chosen else None


@plays(photo_approval.TAKE_BACK)
def _take_back(seat: Seat, books: Books) -> object | None:
    newest = [photos[0] for p in seat.people if (photos := books.photos.of_holder(p.holder_id))]
    decided = seat.any_of([p.id for p in newest if p.decided_by and p.state in _DECIDED])
    return None if decided is None else photo_approval.TakingBack(photo_ids=(decided,))


@plays(photo_date.WORKFLOW, second=Role.SUPERVISOR)
def _date(seat: Seat, _books: Books) -> object:
    day = seat.clock.today() + timedelta(days=seat.chance.randrange(-1, 3))
    holder_id = seat.somebody().holder_id
    return photo_date.Request(holder_id=holder_id, effective_on=day, reason=_WHY)


@plays(photo_hand_over.WORKFLOW, often=1)
def _begin(_seat: Seat, _books: Books) -> object:
    return photo_hand_over.Request()


@plays(photo_hand_over.WRITTEN, often=1)
def _written(seat: Seat, books: Books) -> object | None:
    begun = seat.any_of(books.hand_overs.unwritten())
    return None if begun is None else Numbered(number=begun.number)


@plays(photo_hand_over.AGAIN, often=1)
def _again(seat: Seat, _books: Books) -> object:
    return Numbered(number=seat.chance.randrange(1, 4))


def _waiting(seat: Seat, books: Books) -> tuple[int, ...]:
    waiting = [one.photo.id for one in books.photos.submitted(most=_LOOKED_AT)]
    return tuple(seat.chance.sample(waiting, min(len(waiting), seat.chance.randrange(1, 3))))
