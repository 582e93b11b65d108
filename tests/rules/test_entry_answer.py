from datetime import timedelta

import pytest

from backoffice.domain.entry import EntryState
from backoffice.domain.refusal import Refusal
from backoffice.workflows import entry_answer, entry_application


@pytest.fixture
def application(counter, people):
    today = counter.clock.today()

    def apply(holder=None, days=30):
        return counter.do(
            entry_application,
            holder_id=holder or people.staff(),
            campus="1",
            reason="work",
            from_on=today,
            until_on=today + timedelta(days=days),
        ).application_id

    return apply


def answer(counter, who, *numbers, passed=True, why=""):
    request = entry_answer.Request(application_ids=numbers, passed=passed, why=why)
    return counter.perform(entry_answer.WORKFLOW, request, actor=who)


def state(counter, number):
    with counter.store.reading() as books:
        return books.entry.get(number)


def refused(code, act):
    with pytest.raises(Refusal) as refusal:
        act()
    assert refusal.value.code == code


def test_e2_several_are_passed_at_once(counter, people, application, supervisor_actor):
    numbers = [application(people.staff()), application(people.student())]
    answer(counter, supervisor_actor, *numbers)
    assert {state(counter, number).state for number in numbers} == {EntryState.PASSED}
    assert state(counter, numbers[0]).answered_by == supervisor_actor.clerk_id


def test_e2_a_refusal_has_a_reason(counter, application, supervisor_actor):
    number = application()
    refused("refusal-reason", lambda: answer(counter, supervisor_actor, number, passed=False))
    answer(counter, supervisor_actor, number, passed=False, why="no need shown")
    assert state(counter, number).answer == "no need shown"
    assert state(counter, number).state is EntryState.REFUSED


def test_e2_an_answer_is_given_once_or_all_stay(counter, people, application, supervisor_actor):
    first, second = application(people.staff()), application(people.student())
    answer(counter, supervisor_actor, first)
    refused("application-answered", lambda: answer(counter, supervisor_actor, second, first))
    assert state(counter, second).state is EntryState.APPLIED


def test_clerks_do_not_answer(counter, application):
    number = application()
    refused("not-allowed", lambda: answer(counter, counter.actor, number))


def test_nothing_chosen_is_nothing_answered(counter, supervisor_actor):
    refused("no-application-chosen", lambda: answer(counter, supervisor_actor))


def test_what_is_over_is_not_passed_any_more(counter, clock, application, supervisor_actor):
    number = application(days=1)
    clock.move(days=2)
    refused("application-late", lambda: answer(counter, supervisor_actor, number))
