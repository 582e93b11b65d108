from datetime import timedelta

import pytest

from backoffice.domain.entry import EntryState
from backoffice.domain.refusal import Refusal
from backoffice.workflows import entry_answer, entry_application, lost_card, report_lost
from tests.rules.conftest import CERTIFICATE


def fields(counter, holder, **other):
    today = counter.clock.today()
    return {
        "holder_id": holder,
        "campus": "2",
        "reason": "lectures",
        "from_on": today,
        "until_on": today + timedelta(days=30),
    } | other


def passed(counter, supervisor_actor, holder, **other):
    done = counter.do(entry_application, **fields(counter, holder, **other))
    counter.perform(
        entry_answer.WORKFLOW,
        entry_answer.Request(application_ids=(done.application_id,), passed=True),
        actor=supervisor_actor,
    )
    return done.application_id


def rights(counter):
    with counter.store.reading() as books:
        return [right.card_number for right in books.entry.rights(on=counter.clock.today())]


def test_e2_an_application_waits_and_opens_nothing(counter, people):
    holder = people.staff()
    done = counter.do(entry_application, **fields(counter, holder))
    with counter.store.reading() as books:
        assert books.entry.get(done.application_id).state is EntryState.APPLIED
    assert rights(counter) == []


def test_e3_a_passed_application_is_carried_by_the_active_card(counter, people, supervisor_actor):
    holder = people.staff()
    passed(counter, supervisor_actor, holder)
    [card] = counter.cards(holder)
    assert rights(counter) == [card.number]
    counter.do(report_lost, holder_id=holder)
    assert rights(counter) == []


def test_e1_e3_a_new_card_carries_it_only_once_active(counter, people, supervisor_actor):
    holder = people.staff()
    passed(counter, supervisor_actor, holder)
    counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
    assert rights(counter) == []
    counter.print_all()
    new = counter.cards(holder)[0]
    counter.activate(new)
    assert rights(counter) == [new.number]


def test_e1_making_a_card_grants_nothing(counter, people):
    holder = people.staff()
    counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
    counter.print_all()
    counter.activate(counter.cards(holder)[0])
    assert rights(counter) == []


def test_e2_only_somebody_with_a_card_applies(counter, people):
    holder = people.staff(card="lost")
    counter.refused(entry_application, "no-active-card", "D4", **fields(counter, holder))


def test_e2_one_application_a_campus_waits_at_a_time(counter, people):
    holder = people.staff()
    counter.do(entry_application, **fields(counter, holder))
    counter.refused(entry_application, "entry-waits", "E2", **fields(counter, holder))
    counter.do(entry_application, **fields(counter, holder, campus="SP"))


@pytest.mark.parametrize(("start", "end"), [(3, 2), (-9, -1), (0, 366 * 6)])
def test_e2_days_must_make_sense(counter, people, start, end):
    today = counter.clock.today()
    days = {"from_on": today + timedelta(days=start), "until_on": today + timedelta(days=end)}
    counter.refused(
        entry_application, "entry-days", "E2", **fields(counter, people.staff(), **days)
    )


def test_e2_it_needs_a_reason_and_a_campus(counter, people):
    holder = people.staff()
    counter.refused(entry_application, "entry-reason", "E2", **fields(counter, holder, reason=" "))
    counter.refused(
        entry_application, "unknown-campus", "E2", **fields(counter, holder, campus="X")
    )


def test_e2_it_is_withdrawn_by_whoever_applied(counter, people, supervisor_actor):
    holder = people.staff()
    number = passed(counter, supervisor_actor, holder)
    request = entry_application.Withdrawing(holder_id=holder, application_id=number)
    counter.perform(entry_application.WITHDRAW, request)
    assert rights(counter) == []
    with pytest.raises(Refusal) as refusal:
        counter.perform(entry_application.WITHDRAW, request)
    assert refusal.value.code == "application-over"


def test_nobody_withdraws_for_somebody_else(counter, people):
    holder, other = people.staff(), people.student()
    done = counter.do(entry_application, **fields(counter, holder))
    request = entry_application.Withdrawing(holder_id=other, application_id=done.application_id)
    with pytest.raises(Refusal):
        counter.perform(entry_application.WITHDRAW, request)
