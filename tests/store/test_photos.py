"""The registers of photos, hand-overs and policies, as both databases keep them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backoffice.actions import new_action_id, perform
from backoffice.domain.measurements import Measurements, Verdict
from backoffice.domain.photos import NewPhoto, PhotoReason, PhotoSource, PhotoState, Rejection
from backoffice.domain.refusal import Refusal
from backoffice.ports import Conflict
from backoffice.workflows import photo_approval
from tests.fixtures.books import DAY, JPEG, PROGRAM, run
from tests.fixtures.photos import NEW

TODAY = DAY.date()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def write(store, clock, supervisor_actor):
    def act(what):
        return run(store, clock, supervisor_actor, "test", lambda books, _turn: what(books))

    return act


@pytest.fixture
def conflict(store):
    """Let a change meet what another desk did first, in a transaction of its own."""

    def meet(what):
        with pytest.raises(Conflict), store.writing(new_action_id(), DAY) as books:
            what(books)

    return meet


def states(store, holder_id):
    with store.reading() as books:
        return [photo.state for photo in books.photos.of_holder(holder_id)]


def test_a_submitted_photo_keeps_all_that_is_known_of_it(store, people, write, clerk_actor):
    measured = Measurements(verdict=Verdict.DOUBTFUL)
    new = NewPhoto(
        holder_id=people.staff(photo=False, card=None),
        picture=NEW,
        source=PhotoSource.FILE,
        reason=PhotoReason.NOT_RECOGNISED,
        taken_on=TODAY,
        taken_by=clerk_actor.clerk_id,
        measured=measured,
    )
    photo_id = write(lambda books: books.photos.submit(new).id)
    with store.reading() as books:
        photo = books.photos.get(photo_id)
        assert books.photos.picture(photo_id) == NEW
        assert books.photos.submitted_count == 1
    assert photo.state is PhotoState.SUBMITTED
    for name in ("holder_id", "source", "reason", "taken_on", "taken_by", "measured"):
        assert getattr(photo, name) == getattr(new, name)
    assert (photo.effective_on, photo.decided_by, photo.ended_on) == (None, None, None)


def test_a_newer_photo_takes_the_place_of_one_that_waits(store, photos, people):
    holder_id = people.staff()
    older, newer = photos.take(holder_id), photos.take(holder_id, JPEG + b"newer")
    assert states(store, holder_id)[:2] == [PhotoState.SUBMITTED, PhotoState.SUPERSEDED]
    assert photos.of(older).ended_on == TODAY
    with store.reading() as books:
        assert [one.photo.id for one in books.photos.submitted(most=9)] == [newer]


def test_the_queue_is_read_piece_by_piece_oldest_first(store, photos, people):
    waiting = [photos.take(people.staff(name=f"王{n}", number=f"N{n}")) for n in "一二三四"]
    with store.reading() as books:
        first = books.photos.submitted(most=3)
        rest = books.photos.submitted(most=3, after=first[-1].photo.id)
        assert books.photos.submitted_count == 4
    assert [one.photo.id for one in (*first, *rest)] == waiting
    assert (first[0].holder_number, first[0].holder_name) == ("N一", "王一")
    assert first[0].unit_name == "物理学院"


def test_what_is_approved_may_be_printed_at_once_and_is_in_force_from_its_day(
    store, photos, people, write, supervisor_actor
):
    holder_id = people.staff()
    old, new = photos.first(holder_id), photos.take(holder_id)
    by = supervisor_actor.clerk_id
    photo = photos.of(new)
    write(lambda books: books.photos.approve(photo, by=by, effective_on=TOMORROW))
    with store.reading() as books:
        assert books.photos.to_print(holder_id).id == new
        assert books.photos.in_force(holder_id, on=TODAY).id == old
        assert books.photos.in_force(holder_id, on=TOMORROW).id == new
        assert books.photos.in_force(holder_id, on=TODAY - timedelta(days=1)) is None
    photo = photos.of(new)
    assert (photo.decided_by, photo.decided_at, photo.effective_on) == (by, DAY, TOMORROW)


def test_the_newest_is_in_force_also_when_an_older_ones_day_was_set_later(
    store, photos, people, write
):
    holder_id = people.staff()
    older = photos.replaced(holder_id)
    late = TODAY + timedelta(days=9)
    photo = photos.of(older)
    write(lambda books: books.photos.set_date(photo, effective_on=late, reason="on leave"))
    newer = photos.replaced(holder_id, JPEG + b"newer")
    assert photos.of(older).date_reason == "on leave"
    with store.reading() as books:
        for day in (TOMORROW, late):
            assert books.photos.in_force(holder_id, on=day).id == newer
    photos.tomorrow(days=9)
    assert states(store, holder_id) == [
        PhotoState.APPROVED,
        PhotoState.SUPERSEDED,
        PhotoState.SUPERSEDED,
    ]


def test_a_rejected_one_keeps_reason_and_words(photos, people, write, supervisor_actor):
    photo = photos.of(photos.take(people.staff()))
    by = supervisor_actor.clerk_id
    why = {"why": Rejection.OTHER, "words": "holds a cat", "on": TODAY}
    write(lambda books: books.photos.reject(photo, by=by, **why))
    found = photos.of(photo.id)
    assert (found.state, found.rejection) == (PhotoState.REJECTED, Rejection.OTHER)
    assert (found.words, found.ended_on, found.decided_by) == ("holds a cat", TODAY, by)


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_taken_back_it_waits_as_if_nobody_had_decided(photos, people, write, decision):
    photo_id = photos.take(people.staff())
    before = photos.of(photo_id)
    getattr(photos, decision)(photo_id)
    decided = photos.of(photo_id)
    write(lambda books: books.photos.take_back(decided))
    assert photos.of(photo_id) == before


def test_whoever_decides_second_meets_a_conflict(photos, people, conflict, supervisor_actor):
    photo_id = photos.take(people.staff())
    seen = photos.of(photo_id)
    photos.approve(photo_id)
    by = supervisor_actor.clerk_id
    conflict(lambda books: books.photos.approve(seen, by=by, effective_on=TOMORROW))
    why = {"why": Rejection.EYES, "words": "", "on": TODAY}
    conflict(lambda books: books.photos.reject(seen, by=by, **why))
    conflict(lambda books: books.photos.take_back(replace(seen, state=PhotoState.REJECTED)))
    assert photos.of(photo_id).state is PhotoState.APPROVED


def test_the_same_picture_is_known_and_another_is_not(store, photos, people):
    holder_id, other = people.staff(), people.staff()
    photos.take(holder_id)
    with store.reading() as books:
        assert books.photos.has(holder_id, NEW)
        assert books.photos.has(holder_id, JPEG)  # an old file brings no old photo back
        assert not books.photos.has(other, NEW)


def test_a_card_or_a_hand_over_makes_a_photo_used(store, photos, people, write):
    shown = people.staff()
    given = people.staff(card=None)
    first, second = photos.first(shown), photos.first(given)
    with store.reading() as books:
        assert books.photos.used(first)
        assert not books.photos.used(second)
    begin(write)
    with store.reading() as books:
        assert books.photos.used(second)


def test_a_removed_picture_is_refused_and_what_is_known_stays(store, photos, people, write):
    rejected = photos.take(people.staff())
    photos.reject(rejected)
    assert write(lambda books: books.photos.remove(ended_before=TODAY, on=TODAY)) == 0
    assert write(lambda books: books.photos.remove(ended_before=TOMORROW, on=TODAY)) == 1
    assert write(lambda books: books.photos.remove(ended_before=TOMORROW, on=TODAY)) == 0
    with store.reading() as books, pytest.raises(Refusal) as refusal:
        books.photos.picture(rejected)
    assert refusal.value.code == "photo-removed"
    assert photos.of(rejected).rejection is Rejection.BLURRED


def test_superseding_can_be_asked_for_one_person(store, photos, people, write):
    one, other = people.staff(), people.staff()
    for holder_id in (one, other):
        photos.replaced(holder_id)
    supersede = lambda books: books.photos.supersede(on=TOMORROW, holder_id=one)
    assert write(supersede) == 1
    assert PhotoState.SUPERSEDED in states(store, one)
    assert PhotoState.SUPERSEDED not in states(store, other)


# ── hand-overs and policies ──────────────────────────────────────────────────────────────────────


def begin(write, on=TODAY):
    """Enter a hand-over of what is due, with its manifest."""
    from backoffice.domain import manifests

    def enter(books):
        due = books.hand_overs.due(on=on)
        return books.hand_overs.add(due, manifest=manifests.write(due)).number

    return write(enter)


def test_due_is_what_is_in_force_and_was_not_given_by_number_with_the_active_card(
    store, photos, people
):
    people.staff(number="B2")
    people.staff(number="A1", card="lost")
    waits = people.staff(number="C3", photo=False, card=None)
    photos.reject(photos.take(waits))
    changed = people.staff(number="D4")
    photos.replaced(changed, NEW)
    with store.reading() as books:
        today, tomorrow = (books.hand_overs.due(on=day) for day in (TODAY, TOMORROW))
        before = books.hand_overs.due(on=TODAY - timedelta(days=1))
    assert [one.holder_number for one in today] == ["A1", "B2", "D4"]
    assert [one.card_number for one in today] == ["", "0005000001", "0005000004"]
    assert [one.effective_on for one in tomorrow] == [TODAY, TODAY, TOMORROW]
    assert before == []


def test_a_hand_over_is_begun_written_and_found_again(store, people, write):
    for number in ("1", "2"):
        people.staff(number=number)
    number = begin(write)
    with store.reading() as books:
        [unwritten] = books.hand_overs.unwritten()
        assert [one.holder_number for one in books.hand_overs.photos(number)] == ["1", "2"]
        assert books.hand_overs.due(on=TODAY) == []
        assert books.hand_overs.get(number + 1) is None
    assert (unwritten.number, unwritten.photos, unwritten.at) == (number, 2, DAY)
    assert unwritten.manifest.count("\n") == 3
    assert unwritten.written_at is None
    write(lambda books: books.hand_overs.mark_written(number))
    with store.reading() as books:
        assert books.hand_overs.unwritten() == []
        assert books.hand_overs.get(number).written_at == DAY


def test_the_first_mark_stays(store, clock, people, write):
    people.staff()
    number = begin(write)
    for _ in range(2):
        write(lambda books: books.hand_overs.mark_written(number))
        clock.move(hours=1)
    with store.reading() as books:
        assert books.hand_overs.get(number).written_at == DAY


def test_more_photos_than_one_statement_takes_are_one_hand_over(store, people, write):
    for _ in range(3):
        people.staff(card=None)
    from db import hand_overs

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(hand_overs, "_SOME", 2)
        number = begin(write)
    with store.reading() as books:
        assert len(books.hand_overs.photos(number)) == 3


def test_a_policy_is_shipped_until_it_is_decided_and_can_be_decided_again(store, clock):
    for text in (None, "on", "off"):
        if text:
            decide = lambda books, _turn, text=text: books.policies.decide("x", text)
            run(store, clock, PROGRAM, "policy", decide)
        with store.reading() as books:
            assert books.policies.text("x") == text


def test_decided_in_one_action_all_or_none_is_approved(photos, people, supervisor_actor):
    first, second = (photos.take(people.staff()) for _ in range(2))
    photos.reject(second)
    request = photo_approval.Approval(photo_ids=(first, second))
    form = {"action_id": new_action_id(), "actor": supervisor_actor}
    with pytest.raises(Refusal) as refusal:
        perform(photos.store, photos.clock, photo_approval.APPROVE, request, **form)
    assert refusal.value.code == "photo-decided"
    assert photos.of(first).state is PhotoState.SUBMITTED
