import uuid
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from backoffice.actions import perform, preview
from backoffice.domain.entry import EntryState
from backoffice.workflows import entry_answer, entry_application
from db import counter_tables, search, tables
from tests.fixtures.books import PROGRAM, run

NAMES = ("王小明", "李娜", "陈晨")


@pytest.fixture
def apply(store, clock, clerk_actor):
    """Let somebody apply at another desk; return the row."""

    def applied(holder, campus="1", *, passed_by=None, start=0):
        today = clock.today()
        request = entry_application.Request(
            holder_id=holder,
            campus=campus,
            reason="lectures",
            from_on=today + timedelta(days=start),
            until_on=today + timedelta(days=30),
        )
        turn = {"action_id": str(uuid.uuid4()), "actor": clerk_actor}
        sheet = preview(store, clock, entry_application.WORKFLOW, request, **turn).digest
        request = entry_application.Request(**{**vars(request), "sheet": sheet})
        done = perform(store, clock, entry_application.WORKFLOW, request, **turn)
        if passed_by is not None:
            answer = entry_answer.Request(application_ids=(done.application_id,), passed=True)
            turn = {"action_id": str(uuid.uuid4()), "actor": passed_by}
            perform(store, clock, entry_answer.WORKFLOW, answer, **turn)
        return done.application_id

    return applied


@pytest.fixture
def queue(people, apply):
    return [apply(people.staff(name=name)) for name in NAMES]


@pytest.fixture
def zhang(fresh_clerk, queue):
    """Return the supervisor in front of the entry page, the first application seen."""
    fresh_clerk.sit_down("zhang")
    fresh_clerk.press("Entry")
    sees(fresh_clerk, queue[0])
    return fresh_clerk


def sees(clerk, number):
    page = clerk.desk.stage.page
    clerk.wait_until(lambda: page.detail.seen == number, what=f"application {number}")
    clerk.settle()


def state(store, number):
    with store.reading() as books:
        return books.entry.get(number)


def test_e2_one_key_passes_and_the_next_one_is_shown(zhang, queue, store):
    assert zhang.sees("Waiting for an answer: 3")
    assert zhang.sees("2026-11-23 to 2026-12-23")
    zhang.key("a")
    zhang.waits_for("Waiting for an answer: 2")
    sees(zhang, queue[1])
    assert state(store, queue[0]).state is EntryState.PASSED
    assert state(store, queue[1]).state is EntryState.APPLIED


def test_e2_a_refusal_asks_for_the_reason_and_keeps_it(zhang, queue, store):
    zhang.key("r")
    zhang.waits_for("Application of 王小明.")
    zhang.key("Control-Return")
    zhang.waits_for("Write what the applicant is to be told.")
    zhang.keys("no need shown")
    zhang.key("Control-Return")
    zhang.waits_for("Waiting for an answer: 2")
    assert state(store, queue[0]).answer == "no need shown"
    sees(zhang, queue[1])
    zhang.look_up("20140001")
    zhang.waits_for("not today: refused: no need shown")


def test_e2_several_are_answered_at_once(zhang, queue, store):
    zhang.key("space")
    zhang.waits_for("Marked: 1. Both buttons are for all of them.")
    zhang.key("Down")
    sees(zhang, queue[1])
    zhang.key("space")
    zhang.waits_for("Marked: 2.")
    zhang.press("Pass")
    zhang.waits_for("Waiting for an answer: 1")
    states = [state(store, number).state for number in queue]
    assert states == [EntryState.PASSED, EntryState.PASSED, EntryState.APPLIED]


def test_e2_what_was_answered_meanwhile_is_said(zhang, queue, store, clock, supervisor_actor):
    request = entry_answer.Request(application_ids=(queue[0],), passed=False, why="no")
    turn = {"action_id": str(uuid.uuid4()), "actor": supervisor_actor}
    perform(store, clock, entry_answer.WORKFLOW, request, **turn)
    zhang.key("a")
    zhang.waits_for("One of these applications was answered or withdrawn; nothing was done.")
    zhang.waits_for("Waiting for an answer: 2")
    sees(zhang, queue[1])


def test_the_last_one_leaves_an_empty_page(zhang, queue):
    for left in (2, 1, 0):
        zhang.key("a")
        zhang.waits_for(f"Waiting for an answer: {left}")
        if left:
            sees(zhang, queue[-left])
    zhang.waits_for("No application waits for an answer.")
    assert zhang.button("Pass").instate(["disabled"])


def test_clerks_look_and_do_not_answer(fresh_clerk, queue, store):
    fresh_clerk.sign_in()
    fresh_clerk.press("Entry")
    sees(fresh_clerk, queue[0])
    assert fresh_clerk.button("Pass").instate(["disabled"])
    assert fresh_clerk.sees("The role clerk may not approve photos and entry.")
    fresh_clerk.key("a")
    fresh_clerk.settle()
    assert state(store, queue[0]).state is EntryState.APPLIED


def test_the_letters_of_a_scanner_answer_nothing(zhang, queue, store):
    zhang.scan("ar0a")
    zhang.waits_for("This is no card of ours.")
    assert {state(store, number).state for number in queue} == {EntryState.APPLIED}


def test_ten_thousand_waiting_do_not_freeze_it(fresh_clerk, people, store, clock):
    holder = people.staff()

    def enter(books, turn):
        connection = books.connection
        called = {"name": "Li", "name_latin": "Li"}
        [template] = connection.execute(select(tables.holders)).mappings().all()
        rows = [
            {k: v for k, v in template.items() if k != "id"} | {"number": f"X{n:05d}", **called}
            for n in range(10_000)
        ]
        connection.execute(insert(tables.holders), rows)
        day = turn.today
        waiting = {"campus": "1", "reason": "x", "from_on": day, "until_on": day, "answer": ""}
        waiting |= {"state": "applied", "applied_at": turn.now}
        c = tables.holders.c
        crowd = connection.execute(select(c.id, c.number).where(c.id != holder)).all()
        connection.execute(
            insert(tables.search_keys),
            [
                {"key": key, "holder_id": row.id}
                for row in crowd
                for key in search.keys_of_holder(row.number, "Li", "Li")
            ],
        )
        connection.execute(
            insert(counter_tables.entry_applications),
            [waiting | {"holder_id": row.id} for row in crowd],
        )

    run(store, clock, PROGRAM, "crowd", enter)
    fresh_clerk.sign_in("zhang")
    fresh_clerk.press("Entry")
    fresh_clerk.waits_for("Waiting for an answer: 10000")
    page = fresh_clerk.desk.stage.page
    fresh_clerk.settle()
    assert len(page.waiting.rows) < 1000
    for _ in range(3):
        fresh_clerk.key("Next")
        fresh_clerk.settle()
    fresh_clerk.wait_until(lambda: page.detail.seen == page.waiting.key(page.list.chosen))
    fresh_clerk.key("a")
    fresh_clerk.waits_for("Waiting for an answer: 9999")


# ── may this card enter today? ───────────────────────────────────────────────────────────────────


def test_e3_a_scan_says_that_the_card_may_enter_and_the_next_one_replaces_it(
    fresh_clerk, people, apply, supervisor_actor, counter_replaces
):
    apply(people.staff(), passed_by=supervisor_actor)
    people.student(name="李娜")
    fresh_clerk.sign_in()
    fresh_clerk.press("Entry")
    fresh_clerk.scan("0005000001")
    fresh_clerk.waits_for("May enter today")
    assert fresh_clerk.sees("Main campus, Area 1: passed until 2026-12-23")
    assert fresh_clerk.sees("王小明")
    fresh_clerk.scan("0005000002")
    fresh_clerk.waits_for("May not enter today")
    assert fresh_clerk.sees("no entry was applied for")
    assert fresh_clerk.sees("李娜")
    assert not fresh_clerk.sees("王小明")
    fresh_clerk.press("Open the person")
    fresh_clerk.waits_for("0005000002")


def test_e3_a_dead_card_may_not_enter_though_its_holder_was_passed(
    fresh_clerk, people, apply, supervisor_actor, counter_replaces, portrait
):
    holder = people.staff(photo=portrait)
    apply(holder, passed_by=supervisor_actor)
    counter_replaces(holder)
    fresh_clerk.sign_in()
    fresh_clerk.press("Entry")
    fresh_clerk.scan("0005000001")
    fresh_clerk.waits_for("May not enter today")
    assert fresh_clerk.sees("the card is not active: lost")


def test_e3_outside_its_days_it_may_not_enter(fresh_clerk, people, apply, supervisor_actor):
    apply(people.staff(), passed_by=supervisor_actor, start=7)
    fresh_clerk.sign_in()
    fresh_clerk.press("Entry")
    fresh_clerk.scan("0005000001")
    fresh_clerk.waits_for("passed, but only from 2026-11-30 to 2026-12-23")
    assert fresh_clerk.sees("May not enter today")


def test_after_a_scan_moving_in_the_list_shows_the_application_again(zhang, queue):
    zhang.scan("0005000003")
    zhang.waits_for("May not enter today")
    assert zhang.button("Pass").instate(["disabled"])
    zhang.key("Down")
    sees(zhang, queue[1])
    assert not zhang.sees("May not enter today")
    assert zhang.button("Pass").instate(["!disabled"])
