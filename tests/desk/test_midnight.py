"""P4: the window is open when a day begins, or the machine slept through it."""

import pytest
from sqlalchemy import select

from backoffice.domain.cards import CardState
from backoffice.domain.photos import PhotoState
from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence
from backoffice.ui import midnight
from db import tables as t


@pytest.fixture
def desk(monkeypatch, request):
    """Return lina at a window that looks at the clock all the time."""
    monkeypatch.setattr(midnight, "EVERY_MS", 20)
    return request.getfixturevalue("clerk")


def day_changes(store):
    with store.reading() as books:
        c = t.actions.c
        return len(books.connection.scalars(select(c.id).where(c.code == "day_change")).all())


def waits_for_change(desk, store, count):
    desk.wait_until(lambda: day_changes(store) == count, what=f"day {count} to begin")
    desk.settle()


@pytest.mark.parametrize("hours", [15, 24 * 40], ids=["over midnight", "asleep for 40 days"])
def test_p4_a_photo_approved_yesterday_is_in_force_at_midnight(desk, photos, people, clock, hours):
    holder_id = people.staff()
    old, new = photos.first(holder_id), photos.replaced(holder_id)
    waits_for_change(desk, photos.store, 1)  # that of the day on which the books were opened
    assert photos.at_gates(holder_id) == old
    clock.move(hours=hours)
    waits_for_change(desk, photos.store, 2)
    assert photos.at_gates(holder_id) == new
    assert photos.of(old).state is PhotoState.SUPERSEDED
    desk.waits_for(f"day {clock.today().isoformat()}")


def test_the_person_on_screen_is_read_again(desk, people, clock, store):
    last = clock.today()
    holder_id = people.temporary(number="T1", valid_until=last)
    desk.look_up("T1")
    desk.waits_for("active")
    clock.move(days=1)
    waits_for_change(desk, store, 2)
    with store.reading() as books:
        assert books.cards.of_holder(holder_id)[0].state is CardState.EXPIRED
    desk.waits_for("expired")


def test_it_is_done_before_anybody_signs_in(fresh_clerk, store):
    waits_for_change(fresh_clerk, store, 1)
    assert fresh_clerk.desk.locked


def test_a_day_begins_once(desk, store):
    waits_for_change(desk, store, 1)
    for _ in range(5):
        desk.desk.midnight.start()
        desk.settle()
    assert day_changes(store) == 1


def test_a_failure_is_told_and_tried_again(desk, store, clock, monkeypatch):
    waits_for_change(desk, store, 1)
    attempts = []

    def fail(*_):
        attempts.append(1)
        raise Fault("x", sentence("The books are away."))

    with monkeypatch.context() as away:
        away.setattr(midnight, "change_day", fail)
        clock.move(days=1)
        desk.waits_for("The books are away.")
        desk.wait_until(lambda: len(attempts) > 2, what="it to be tried again")
    waits_for_change(desk, store, 2)


def test_a_clock_that_is_wrong_is_told_and_nothing_is_changed(desk, store, clock, people):
    holder_id = people.temporary(valid_until=clock.today())
    waits_for_change(desk, store, 1)
    clock.move(days=4000)
    desk.waits_for("Correct the clock: it says 2037-11-05, but the books were last used on")
    with store.reading() as books:
        assert books.cards.of_holder(holder_id)[0].state is CardState.ACTIVE
    clock.move(days=-3999)
    waits_for_change(desk, store, 2)
    with store.reading() as books:
        assert books.cards.of_holder(holder_id)[0].state is CardState.EXPIRED
