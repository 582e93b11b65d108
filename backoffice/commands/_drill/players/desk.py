"""The desk itself: printers, papers, the day, passwords, entry to the campuses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from backoffice import lane, test_print
from backoffice.commands._drill.seat import performs, plays
from backoffice.day_change import WORKFLOW as DAY_CHANGE
from backoffice.day_change import change_day
from backoffice.domain.documents import PrinterTest
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.domain.printers import ROLES
from backoffice.domain.roles import Right
from backoffice.procedures.handing_over import Numbered
from backoffice.workflows import (
    change_password,
    entry_answer,
    entry_application,
    entry_hand_over,
    print_queue,
    query_password,
    sign_in,
)

if TYPE_CHECKING:
    from backoffice.commands._drill.seat import Seat
    from backoffice.domain.clerks import Clerk
    from backoffice.domain.roles import Actor
    from backoffice.ports import Books

_WHY = "drill"
_LOOKED_AT = 20
_STEPS = 6


@performs(lane.SENT.code, lane.FOUND.code, lane.UNPRINTABLE.code, often=8)
def _print(seat: Seat) -> bool:
    names = seat.printers.names(seat.chance.choice(ROLES))
    done = 0
    while done < _STEPS:
        report = lane.step(
            seat.store,
            seat.clock,
            seat.printers,
            desk_id=seat.desk_id,
            printer=seat.chance.choice(names),
        )
        if report is None or report.outcome == "waiting":
            break
        done += 1
    return done > 0


@performs(test_print.TAKEN.code, test_print.RETURNED.code, often=1)
def _test(seat: Seat) -> bool:
    name, at = seat.printers.names("card")[0], seat.clock.now()
    page = PrinterTest(printer=name, role="card", settings=(), at=at)
    actor = seat.may(Right.ADMINISTER)
    test_print.print_test_page(lambda: seat.store, seat.clock, seat.printers, page, actor=actor)
    return True


@performs(DAY_CHANGE.code, often=1)
def _midnight(seat: Seat) -> bool:
    change_day(seat.store, seat.clock)
    return True


@plays(print_queue.WORKFLOW, often=16)
def _papers(seat: Seat, books: Books) -> object | None:
    jobs = books.jobs.at_desk(seat.desk_id, {JobState.QUEUED, JobState.UNCONFIRMED})
    papers = [job for job in jobs if job.kind is not JobKind.CARD]
    # What waits is cancelled only where it can't be drawn.
    job = seat.any_of([p for p in papers if p.state is JobState.UNCONFIRMED or p.note])
    if job is None:
        return None
    verdict = seat.chance.choice(("good", "good", "good", "spoiled"))
    again = _WHY if verdict == "spoiled" else ""
    if job.state is JobState.QUEUED:
        verdict, again = "cancelled", ""
    return print_queue.Request(
        job_id=job.id, holder_id=job.holder_id, verdict=verdict, reprint_reason=again
    )


@performs(sign_in.WORKFLOW.code)
def _sign_in(seat: Seat) -> bool:
    actor, clerk = _somebody_here(seat)
    matched = seat.chance.random() < 0.9  # noqa: PLR2004
    request = sign_in.Request(clerk_id=clerk.id, matched=matched, checked=clerk.password_hash)
    seat.confirm(sign_in.WORKFLOW, request, by=actor)
    return True


# Clerks keep their language and their password: whoever signs in after a drill finds both.
@performs(sign_in.LANGUAGE.code, often=1)
def _language(seat: Seat) -> bool:
    actor, clerk = _somebody_here(seat)
    request = sign_in.LanguageChosen(language=clerk.language)
    seat.confirm(sign_in.LANGUAGE, request, by=actor)
    return True


@performs(change_password.WORKFLOW.code, often=1)
def _change_password(seat: Seat) -> bool:
    actor, clerk = _somebody_here(seat)
    request = change_password.Request(password_hash=clerk.password_hash)
    seat.confirm(change_password.WORKFLOW, request, by=actor)
    return True


@plays(query_password.WORKFLOW)
def _reset(seat: Seat, _books: Books) -> object:
    person = seat.somebody()
    return query_password.Request(
        holder_id=person.holder_id,
        certificate=person.shown,
        hashed=seat.hashed,
        is_default=query_password.has_default(person.shown.kind),
    )


@plays(entry_application.WORKFLOW)
def _apply(seat: Seat, books: Books) -> object | None:
    campus = seat.any_of(books.entry.campuses())
    if campus is None:
        return None
    start = seat.clock.today() + timedelta(days=seat.chance.randrange(-2, 3))
    return entry_application.Request(
        holder_id=seat.somebody().holder_id,
        campus=campus.code,
        reason=_WHY,
        from_on=start,
        until_on=start + timedelta(days=seat.chance.randrange(90)),
    )


@plays(entry_application.WITHDRAW, often=1)
def _withdraw(seat: Seat, books: Books) -> object | None:
    holder_id = seat.somebody().holder_id
    application = seat.any_of(books.entry.of_holder(holder_id))
    if application is None:
        return None
    return entry_application.Withdrawing(holder_id=holder_id, application_id=application.id)


@plays(entry_answer.WORKFLOW)
def _answer(seat: Seat, books: Books) -> object | None:
    waiting = seat.any_of(books.entry.waiting(most=_LOOKED_AT))
    if waiting is None:
        return None
    passed = seat.chance.random() < 0.8  # noqa: PLR2004
    return entry_answer.Request(application_ids=(waiting.id,), passed=passed, why=_WHY)


@plays(entry_hand_over.WORKFLOW, often=1)
def _begin(_seat: Seat, _books: Books) -> object:
    return entry_hand_over.Request()


@plays(entry_hand_over.WRITTEN, often=1)
def _written(seat: Seat, books: Books) -> object | None:
    begun = seat.any_of(books.entry.hand_overs_unwritten())
    return None if begun is None else Numbered(number=begun.number)


@plays(entry_hand_over.AGAIN, often=1)
def _again(seat: Seat, _books: Books) -> object:
    return Numbered(number=seat.chance.randrange(1, 4))


def _somebody_here(seat: Seat) -> tuple[Actor, Clerk]:
    actor = seat.may(Right.SIGN_IN)
    assert actor.clerk_id is not None  # noqa: S101  people sit here
    with seat.store.reading() as books:
        return actor, books.clerks.get(actor.clerk_id)
