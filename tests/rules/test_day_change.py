"""P4: what a new calendar day changes by itself, and when it does not believe the day."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from backoffice.day_change import change_day
from backoffice.domain.cards import CardState
from backoffice.domain.photos import PhotoState, Rejection
from backoffice.domain.policies import KEEP_OLD_PHOTOS
from backoffice.domain.refusal import Refusal
from backoffice.procedures.clock import LONGEST_BREAK
from db import tables as t
from db.opening import open_store
from tests.fixtures.books import JPEG, PROGRAM, run
from tests.fixtures.photos import NEW


def test_p4_gates_keep_the_old_photo_today_and_have_the_new_one_tomorrow(photos, people):
    holder_id = people.staff()
    old = photos.first(holder_id)
    new = photos.replaced(holder_id)
    change_day(photos.store, photos.clock)
    assert photos.at_gates(holder_id) == old
    with photos.store.reading() as books:
        assert books.photos.to_print(holder_id).id == new
    done = photos.tomorrow()
    assert photos.at_gates(holder_id) == new
    assert (done.superseded, done.removed, done.expired) == (1, 0, 0)
    assert photos.of(old).state is PhotoState.SUPERSEDED
    assert photos.of(old).ended_on == photos.clock.today()


def test_p4_the_day_after_is_a_calendar_day_and_not_24_hours(photos, people):
    holder_id = people.staff()
    old = photos.first(holder_id)
    photos.clock.moment = photos.clock.moment.replace(hour=23, minute=59, second=59)
    new = photos.replaced(holder_id)
    assert photos.at_gates(holder_id) == old
    photos.clock.move(seconds=1)
    assert photos.at_gates(holder_id) == new


@pytest.mark.parametrize("days", [1, 3])
def test_p4_it_needs_no_program_at_midnight(photos, people, days):
    """The program was off at midnight, and for three days."""
    holder_id = people.staff()
    old = photos.first(holder_id)
    new = photos.replaced(holder_id)
    photos.clock.move(days=days)
    assert photos.at_gates(holder_id) == new  # also before anybody tidied up
    assert change_day(photos.store, photos.clock).superseded == 1
    assert photos.at_gates(holder_id) == new
    assert photos.of(old).state is PhotoState.SUPERSEDED


def test_p4_a_day_changes_once_however_often_it_is_asked(photos, people):
    holder_id = people.staff()
    photos.replaced(holder_id)
    done = photos.tomorrow()
    again = change_day(photos.store, photos.clock)
    assert done == again
    assert done.superseded == 1
    assert changes(photos.store) == 1


def test_p4_two_desks_change_the_day_at_once_and_it_changes_once(
    photos, people, books_url, key_file, tmp_path
):
    holders = [people.staff() for _ in range(3)]
    for holder_id in holders:
        photos.replaced(holder_id)
    other = open_store(books_url, key_file=key_file, backups=tmp_path)
    start = threading.Barrier(2)

    def midnight(store):
        start.wait(timeout=30)
        return change_day(store, photos.clock)

    photos.clock.move(days=1)
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(midnight, [photos.store, other]))
    other.close()
    assert told[0] == told[1]
    assert told[0].superseded == 3
    assert changes(photos.store) == 1


def changes(store):
    with store.reading() as books:
        codes = books.connection.scalars(select(t.audit.c.code).where(t.audit.c.outcome == "done"))
        return list(codes).count("day_change")


@pytest.mark.parametrize("days", [30, None])
def test_an_old_picture_goes_after_the_days_of_the_policy_and_leaves_a_record(photos, people, days):
    holder_id = people.staff()
    old = photos.first(holder_id)
    if days:
        photos.keep(days)
    photos.replaced(holder_id)
    photos.tomorrow()
    last = days or KEEP_OLD_PHOTOS.shipped
    for _ in range(last // 30):  # work goes on meanwhile
        assert photos.tomorrow(days=30).removed == 0
    photos.tomorrow(days=last % 30)
    assert photos.picture(old) == JPEG  # its last day
    assert photos.tomorrow().removed == 1
    assert photos.of(old).removed_on == photos.clock.today()
    with pytest.raises(Refusal) as refusal:
        photos.picture(old)
    assert refusal.value.code == "photo-removed"
    with photos.store.reading() as books:
        c = t.actions.c
        outcome = books.connection.scalar(
            select(c.outcome).where(c.code == "day_change").order_by(c.seq.desc()).limit(1)
        )
    assert '"removed":1' in outcome


def test_a_rejected_picture_goes_too_and_its_reason_stays(photos, people):
    rejected = photos.take(people.staff())
    photos.reject(rejected)
    photos.keep(10)
    assert photos.tomorrow(days=10).removed == 0
    assert photos.tomorrow().removed == 1
    assert photos.of(rejected).rejection is Rejection.BLURRED


def test_a_picture_in_force_or_waiting_never_goes(photos, people):
    in_force, waiting = people.staff(), people.staff()
    submitted = photos.take(waiting)
    photos.keep(1)
    for _ in range(8):
        assert photos.tomorrow(days=50).removed == 0
    assert photos.picture(photos.first(in_force)) == JPEG
    assert photos.picture(submitted) == NEW


def put(store, clock, table, where, **values):
    change = lambda books, _turn: books.connection.execute(
        update(table).where(*where).values(**values)
    )
    run(store, clock, PROGRAM, "put", lambda books, turn: change(books, turn).rowcount)


@pytest.mark.breaks_invariants  # a card is put back into the making by hand
@pytest.mark.parametrize("state", ["queued", "printing", "unconfirmed", "made"])
def test_the_picture_of_a_card_in_the_making_stays_until_the_card_is_done(photos, people, state):
    holder_id = people.staff()
    old = photos.first(holder_id)
    photos.replaced(holder_id)
    photos.keep(1)
    card = [t.cards.c.holder_id == holder_id]
    put(photos.store, photos.clock, t.cards, card, state=state)
    photos.tomorrow()
    assert photos.tomorrow(days=40).removed == 0
    assert photos.picture(old) == JPEG
    put(photos.store, photos.clock, t.cards, card, state="active")
    assert photos.tomorrow().removed == 1


def test_the_picture_of_an_unwritten_hand_over_stays_until_it_is_written(photos, people):
    holder_id = people.staff()
    store, clock = photos.store, photos.clock
    old = photos.first(holder_id)

    def begin(books, turn):
        due = books.hand_overs.due(on=turn.today)
        return books.hand_overs.add(due, manifest=MANIFEST.format(due[0].sha256)).number

    number = run(store, clock, PROGRAM, "begin", begin)
    photos.replaced(holder_id)
    photos.keep(1)
    photos.tomorrow()
    assert photos.tomorrow(days=40).removed == 0
    assert photos.picture(old) == JPEG
    run(store, clock, PROGRAM, "mark", lambda books, _turn: books.hand_overs.mark_written(number))
    assert photos.tomorrow().removed == 1


MANIFEST = "holder_number,card_number,file,sha256,effective_on\n1,2,3.jpg,{},2026-11-23\n"


def test_the_card_of_a_temporary_holder_expires_the_day_after_its_last(photos, people):
    last = photos.clock.today() + timedelta(days=2)
    card = lambda holder_id: cards(photos.store, holder_id)[0].state
    short, staff = people.temporary(valid_until=last), people.staff()
    assert photos.tomorrow(days=2).expired == 0
    assert card(short) is CardState.ACTIVE
    assert photos.tomorrow().expired == 1
    assert card(short) is CardState.EXPIRED
    assert card(staff) is CardState.ACTIVE


def cards(store, holder_id):
    with store.reading() as books:
        return books.cards.of_holder(holder_id)


@pytest.fixture
def about_to_end(photos, people):
    """Return a card that ends today, and the picture that goes today."""
    photos.keep(1)
    holder_id = people.temporary(valid_until=photos.clock.today() + timedelta(days=1))
    old = photos.first(holder_id)
    photos.replaced(holder_id)
    photos.tomorrow()
    return holder_id, old


def untouched(photos, holder_id, old):
    [card] = cards(photos.store, holder_id)
    return card.state is CardState.ACTIVE and photos.picture(old) == JPEG


def doubted(photos):
    with pytest.raises(Refusal) as refusal:
        change_day(photos.store, photos.clock)
    return refusal.value.code == "clock-doubtful"


@pytest.mark.parametrize(
    "wrong", ["2036-11-24T09:00+08:00", "2020-01-01T00:30+08:00", "2027-01-24T00:01+08:00"]
)
def test_a_day_far_from_the_last_one_in_the_books_is_not_believed(photos, about_to_end, wrong):
    right = photos.clock.moment
    photos.clock.moment = datetime.fromisoformat(wrong)
    assert doubted(photos)
    assert untouched(photos, *about_to_end)
    photos.take(about_to_end[0])  # somebody works all the same
    assert doubted(photos)
    assert untouched(photos, *about_to_end)
    photos.clock.moment = right  # and somebody corrects the clock
    assert change_day(photos.store, photos.clock).superseded == 1  # as it was done this morning


def test_after_a_long_closure_everything_goes_on_the_day_after_somebody_worked(
    photos, about_to_end
):
    photos.clock.move(days=LONGEST_BREAK.days + 1)
    assert doubted(photos)
    photos.clock.move(days=1)
    assert doubted(photos)  # nobody has worked
    photos.take(about_to_end[0])
    assert untouched(photos, *about_to_end)
    done = photos.tomorrow()
    assert (done.removed, done.expired) == (1, 1)


def test_what_a_wrong_clock_left_in_the_books_is_forgotten_once_somebody_worked(
    photos, about_to_end
):
    right = photos.clock.moment
    photos.clock.moment = right + timedelta(days=4000)
    photos.take(about_to_end[0])
    photos.clock.moment = right + timedelta(days=1)
    assert doubted(photos)
    photos.take(about_to_end[0])
    done = photos.tomorrow()
    assert (done.removed, done.expired) == (1, 1)


def test_sixty_days_are_believed(photos, about_to_end):
    photos.clock.move(days=LONGEST_BREAK.days)
    done = change_day(photos.store, photos.clock)
    assert (done.removed, done.expired) == (1, 1)


def test_new_books_have_nothing_to_doubt(clock, tmp_path):
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    store = open_store(url, key_file=tmp_path / "key", backups=tmp_path)
    done = change_day(store, clock)
    store.close()
    assert (done.superseded, done.removed, done.expired) == (0, 0, 0)
