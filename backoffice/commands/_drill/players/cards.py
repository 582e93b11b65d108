"""Cards: lost, found, damaged, changed, renewed, returned, made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.commands._drill.seat import plays
from backoffice.domain.fees import Shortfall
from backoffice.domain.found_cards import FoundState
from backoffice.domain.print_jobs import SPOIL_REASONS, JobKind, JobState
from backoffice.domain.roles import Role
from backoffice.workflows import (
    damaged_card,
    department_change,
    finish_card,
    first_card,
    found_again,
    found_card,
    lost_card,
    referral,
    renew_card,
    report_lost,
    return_card,
    spoil_card,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.commands._drill.seat import Seat
    from backoffice.domain.print_jobs import PrintJob
    from backoffice.ports import Books

_WHY = "drill"
_SHORTFALLS = tuple(Shortfall)
_ASKED = 6  # people, for one with a right that ends


@plays(report_lost.WORKFLOW)
def _report(seat: Seat, _books: Books) -> object:
    return report_lost.Request(holder_id=seat.somebody().holder_id)


@plays(lost_card.WORKFLOW, second=Role.SUPERVISOR, often=4)
def _lost(seat: Seat, _books: Books) -> object:
    person = seat.somebody()
    return lost_card.Request(
        holder_id=person.holder_id,
        certificate=person.shown,
        override_reason=_WHY,
        shortfall=seat.chance.choice(_SHORTFALLS),
        waiver_reason=_WHY,
    )


@plays(found_again.WORKFLOW)
def _found_again(seat: Seat, books: Books) -> object:
    holder_id = seat.somebody().holder_id
    return found_again.Request(holder_id=holder_id, scanned=_newest(books, holder_id))


@plays(damaged_card.WORKFLOW, second=Role.SUPERVISOR)
def _damaged(seat: Seat, books: Books) -> object:
    holder_id = seat.somebody().holder_id
    return damaged_card.Request(
        holder_id=holder_id,
        scanned=_newest(books, holder_id),
        shortfall=seat.chance.choice(_SHORTFALLS),
        waiver_reason=_WHY,
    )


@plays(first_card.WORKFLOW)
def _first(seat: Seat, _books: Books) -> object:
    person = seat.somebody()
    return first_card.Request(holder_id=person.holder_id, certificate=person.shown)


@plays(renew_card.WORKFLOW, second=Role.SUPERVISOR)
def _renew(seat: Seat, books: Books) -> object:
    some = seat.chance.sample(seat.people, min(len(seat.people), _ASKED))
    limited = [one for one in some if books.holders.get(one.holder_id).valid_until]
    person = seat.any_of(limited) or some[0]
    scanned = _newest(books, person.holder_id) if seat.chance.random() < 0.5 else ""  # noqa: PLR2004
    return renew_card.Request(
        holder_id=person.holder_id,
        scanned=scanned,
        certificate=None if scanned else person.shown,
        shortfall=seat.chance.choice(_SHORTFALLS),
        waiver_reason=_WHY,
    )


@plays(department_change.WORKFLOW)
def _change(seat: Seat, books: Books) -> object:
    holder_id = seat.somebody().holder_id
    return department_change.Request(
        holder_id=holder_id,
        choice=seat.chance.choice(tuple(department_change.Choice)),
        scanned=_newest(books, holder_id),
        transit=seat.chance.choice((None, 0, 1_850)),
    )


@plays(return_card.WORKFLOW)
def _return(seat: Seat, books: Books) -> object:
    holder_id = seat.somebody().holder_id
    return return_card.Request(
        holder_id=holder_id,
        scanned=_newest(books, holder_id),
        reason=seat.chance.choice(tuple(return_card.Leaving)),
    )


@plays(referral.WORKFLOW)
def _refer(seat: Seat, _books: Books) -> object:
    return referral.Request(holder_id=seat.somebody().holder_id)


@plays(finish_card.WORKFLOW, often=10)
def _finish(seat: Seat, books: Books) -> object | None:
    job = seat.any_of(_cards(seat, books, JobState.SENT, JobState.UNCONFIRMED))
    if job is None or job.card_id is None or job.holder_id is None:
        return None
    wrong = seat.chance.random() < 0.05  # noqa: PLR2004
    return finish_card.Request(
        holder_id=job.holder_id,
        card_id=job.card_id,
        scanned=_newest(books, seat.somebody().holder_id) if wrong else job.number,
    )


@plays(spoil_card.WORKFLOW)
def _spoil(seat: Seat, books: Books) -> object | None:
    job = seat.any_of(_cards(seat, books, JobState.QUEUED, JobState.UNCONFIRMED))
    if job is None or job.card_id is None or job.holder_id is None:
        return None
    return spoil_card.Request(
        holder_id=job.holder_id,
        card_id=job.card_id,
        reason=seat.chance.choice(tuple(SPOIL_REASONS)),
    )


@plays(found_card.WORKFLOW)
def _hand_in(seat: Seat, books: Books) -> object:
    number = _newest(books, seat.somebody().holder_id)
    return found_card.Request(scanned=number, where=_WHY)


@plays(found_card.SETTLE)
def _settle_found(seat: Seat, books: Books) -> object | None:
    found = seat.any_of(books.found_cards.kept(desk_id=seat.desk_id))
    if found is None or found.state is not FoundState.KEPT:
        return None
    return found_card.Settling(
        found_id=found.id,
        step=seat.chance.choice(tuple(found_card.Step)),
        scanned=found.card_number,
    )


def _newest(books: Books, holder_id: int) -> str:
    """Return the number of the card a person would bring, empty if there is none."""
    cards = books.cards.of_holder(holder_id)
    return next((c.number for c in cards if not c.misprint), "")


def _cards(seat: Seat, books: Books, *states: JobState) -> Sequence[PrintJob]:
    jobs = books.jobs.at_desk(seat.desk_id, set(states))
    return [job for job in jobs if job.kind is JobKind.CARD]
