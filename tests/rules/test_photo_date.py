"""P4: a supervisor may set the day from which gates use an approved photo, with a reason."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backoffice.domain.photos import PhotoState
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Role
from backoffice.workflows import photo_date

REASON = "the holder leaves for a year today"


@pytest.fixture
def holder(people):
    return people.staff()


@pytest.fixture
def coming(photos, holder):
    """Return the photo of the person that was approved today."""
    return photos.replaced(holder)


def form(holder, day, **changes):
    return {"holder_id": holder, "effective_on": day, "reason": REASON, **changes}


def refused(counter, second, **fields):
    with pytest.raises(Refusal) as refusal:
        counter.do(photo_date, second=second, **fields)
    assert str(refusal.value.advice)
    return refusal.value.code, refusal.value.rule


def test_p4_with_today_as_its_day_it_replaces_the_old_one_at_once(
    counter, photos, holder, coming, clock, supervisor_actor
):
    old = photos.first(holder)
    assert photos.at_gates(holder) == old
    counter.do(photo_date, second=supervisor_actor, **form(holder, clock.today()))
    assert photos.at_gates(holder) == coming
    assert photos.of(old).state is PhotoState.SUPERSEDED
    assert photos.of(coming).date_reason == REASON


def test_p4_a_later_day_keeps_the_old_one_until_then(
    counter, photos, holder, coming, clock, supervisor_actor
):
    old, day = photos.first(holder), clock.today() + timedelta(days=30)
    counter.do(photo_date, second=supervisor_actor, **form(holder, day))
    clock.move(days=29)
    assert photos.at_gates(holder) == old
    clock.move(days=1)
    assert photos.at_gates(holder) == coming


@pytest.mark.usefixtures("coming")
def test_p4_a_supervisor_at_the_desk_needs_nobody_else(counter, holder, clock, supervisor_actor):
    counter.actor = supervisor_actor
    done = counter.do(photo_date, **form(holder, clock.today()))
    assert done.effective_on == clock.today()


def test_p4_a_clerk_alone_may_not(counter, photos, holder, coming, clock):
    before = photos.of(coming)
    assert refused(counter, None, **form(holder, clock.today()))[0] == "needs-supervisor"
    assert photos.of(coming) == before
    assert counter.audit()[-1] == ("photo_date", "refused:needs-supervisor")


@pytest.mark.usefixtures("coming")
@pytest.mark.parametrize("role", [Role.CLERK, Role.ADMINISTRATOR, Role.AUDITOR])
def test_p4_somebody_else_is_no_supervisor(counter, holder, clock, supervisor_actor, role):
    second = replace(supervisor_actor, role=role)
    assert refused(counter, second, **form(holder, clock.today()))[0] == "needs-supervisor"


@pytest.mark.usefixtures("coming")
@pytest.mark.parametrize("reason", ["", "  "])
def test_p4_it_needs_a_reason(counter, holder, clock, supervisor_actor, reason):
    fields = form(holder, clock.today(), reason=reason)
    assert refused(counter, supervisor_actor, **fields)[0] == "needs-reason"


@pytest.mark.usefixtures("coming")
@pytest.mark.parametrize("days", [-1, 367, -10_000])
def test_p4_the_day_is_neither_past_nor_out_of_sight(
    counter, holder, clock, supervisor_actor, days
):
    day = clock.today() + timedelta(days=days)
    assert refused(counter, supervisor_actor, **form(holder, day)) == ("photo-date", "P4")


def test_p4_without_a_photo_that_waits_for_its_day_there_is_nothing_to_set(
    counter, photos, holder, clock, supervisor_actor
):
    fields = form(holder, clock.today())
    assert refused(counter, supervisor_actor, **fields) == ("no-photo-coming", "P4")
    photos.take(holder)  # submitted is not approved
    assert refused(counter, supervisor_actor, **fields) == ("no-photo-coming", "P4")


def test_p4_once_gates_have_it_the_day_stands(
    counter, photos, holder, coming, clock, supervisor_actor
):
    clock.move(days=1)
    fields = form(holder, clock.today() + timedelta(days=5))
    assert refused(counter, supervisor_actor, **fields) == ("no-photo-coming", "P4")
    assert photos.at_gates(holder) == coming


@pytest.mark.usefixtures("coming")
def test_p4_p6_the_sheet_says_which_photo_from_when_and_that_no_card_is_made(
    counter, holder, clock, supervisor_actor
):
    sheet = counter.sheet(photo_date, second=supervisor_actor, **form(holder, clock.today()))
    said = [f"{line.label}: {line.before} → {line.after}" for line in sheet.lines]
    assert said[0] == "Gates use it from: 2026-11-24 → 2026-11-23"
    assert "makes no card and costs nothing" in said[2]
    assert str(sheet.notes[0]) == f"Reason: {REASON}"


def test_p4_what_was_decided_meanwhile_is_shown_again(
    counter, photos, holder, coming, clock, supervisor_actor
):
    fields = form(holder, clock.today() + timedelta(days=3))
    sheet = counter.sheet(photo_date, second=supervisor_actor, **fields).digest
    counter.do(photo_date, second=supervisor_actor, **form(holder, clock.today() + timedelta(9)))
    with pytest.raises(Refusal) as refusal:
        counter.confirm(photo_date, second=supervisor_actor, **fields, sheet=sheet)
    assert refusal.value.code == "sheet-changed"
    assert photos.of(coming).effective_on == clock.today() + timedelta(days=9)
