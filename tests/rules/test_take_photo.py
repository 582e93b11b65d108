import pytest

from backoffice.actions import new_action_id, perform
from backoffice.domain.cards import CardState
from backoffice.domain.measurements import Measurements, PhotoFault, Verdict
from backoffice.domain.photos import PhotoReason, PhotoSource, PhotoState
from backoffice.domain.refusal import Refusal
from backoffice.workflows import photo_approval, take_photo
from tests.fixtures.documents import portrait

GOOD = Measurements(verdict=Verdict.GOOD)
BAD = Measurements(verdict=Verdict.BAD, faults=(PhotoFault.NO_FACE,))


@pytest.fixture
def newcomer(people):
    return people.staff(photo=False, card=None)


def form(holder, **changes):
    fields = {
        "holder_id": holder,
        "portrait": portrait(),
        "source": PhotoSource.CAMERA,
        "reason": PhotoReason.FIRST,
        "measured": GOOD,
    }
    return fields | changes


def photos(counter, holder):
    with counter.store.reading() as books:
        return books.photos.of_holder(holder)


def refused(counter, **fields):
    with pytest.raises(Refusal) as refusal:
        counter.do(take_photo, **fields)
    return refusal.value.code, refusal.value.rule


def test_p3_a_photo_waits_for_approval_with_what_was_measured(counter, newcomer):
    done = counter.do(take_photo, **form(newcomer, measured=BAD))
    [photo] = photos(counter, newcomer)
    assert (photo.id, photo.state) == (done.photo_id, PhotoState.SUBMITTED)
    assert (photo.taken_by, photo.source) == (counter.actor.clerk_id, PhotoSource.CAMERA)
    assert photo.measured == BAD  # measurements warn, people decide
    with counter.store.reading() as books:
        assert books.photos.picture(photo.id) == portrait()
        assert books.photos.to_print(newcomer) is None  # P1
        assert books.photos.submitted_count == 1


def test_p5_the_first_photo_has_one_reason_only(counter, newcomer):
    for reason in (PhotoReason.WISH, PhotoReason.NOT_RECOGNISED):
        assert refused(counter, **form(newcomer, reason=reason)) == ("photo-reason", "P5")
    assert photos(counter, newcomer) == []


def test_p5_a_further_photo_says_why_it_changes(counter, people):
    holder = people.staff(photo=portrait())
    assert refused(counter, **form(holder)) == ("photo-reason", "P5")
    counter.do(take_photo, **form(holder, reason=PhotoReason.NOT_RECOGNISED))
    assert photos(counter, holder)[0].reason is PhotoReason.NOT_RECOGNISED


def test_p5_a_photo_that_waits_or_was_rejected_is_a_photo_before(counter, newcomer):
    counter.do(take_photo, **form(newcomer))
    assert refused(counter, **form(newcomer)) == ("photo-reason", "P5")


def test_of_two_that_wait_only_the_newer_does(counter, newcomer):
    first = counter.do(take_photo, **form(newcomer))
    second = counter.do(take_photo, **form(newcomer, reason=PhotoReason.WISH))
    assert {photo.id: photo.state for photo in photos(counter, newcomer)} == {
        first.photo_id: PhotoState.SUPERSEDED,
        second.photo_id: PhotoState.SUBMITTED,
    }


def test_p4_gates_and_cards_keep_the_old_photo_until_it_is_approved(counter, people, clock):
    holder = people.staff(photo=portrait())
    [old] = photos(counter, holder)
    counter.do(take_photo, **form(holder, reason=PhotoReason.WISH))
    with counter.store.reading() as books:
        assert books.photos.in_force(holder, on=clock.today()).id == old.id
        assert books.photos.to_print(holder).id == old.id


def test_p6_a_new_photo_makes_no_card_and_costs_nothing(counter, people):
    holder = people.staff(balance=12345, photo=portrait())
    [card] = counter.cards(holder)
    sheet = counter.sheet(take_photo, **form(holder, reason=PhotoReason.WISH))
    counter.do(take_photo, **form(holder, reason=PhotoReason.WISH))
    assert counter.cards(holder) == [card]
    assert card.state is CardState.ACTIVE
    assert counter.balance(card.id) == 12345
    assert counter.print_all() == []
    assert "costs nothing" in str(sheet.lines[-1].after)


@pytest.mark.parametrize("portrait", [b"", b"GIF89a", b"\xff\xd8\xff" + bytes(1_000_000)])
def test_p2_what_is_no_cut_portrait_is_refused(counter, newcomer, portrait):
    assert refused(counter, **form(newcomer, portrait=portrait)) == ("photo-not-cut", "P2")


def test_what_was_not_shown_on_the_sheet_is_not_done(counter, people):
    holder = people.staff(photo=portrait())
    fields = form(holder, reason=PhotoReason.WISH)
    sheet = counter.sheet(take_photo, **fields).digest
    with pytest.raises(Refusal) as refusal:
        counter.confirm(take_photo, **fields | {"reason": PhotoReason.NOT_RECOGNISED}, sheet=sheet)
    assert refusal.value.code == "sheet-changed"
    assert len(photos(counter, holder)) == 1


def test_p5_another_desk_took_the_first_photo_while_this_sheet_was_shown(counter, newcomer):
    sheet = counter.sheet(take_photo, **form(newcomer)).digest
    counter.do(take_photo, **form(newcomer))
    with pytest.raises(Refusal) as refusal:
        counter.confirm(take_photo, **form(newcomer), sheet=sheet)
    assert refusal.value.code == "photo-reason"
    assert len(photos(counter, newcomer)) == 1


def test_sent_twice_it_is_one_photo(counter, newcomer):
    action_id = new_action_id()
    fields = form(newcomer)
    fields["sheet"] = counter.sheet(take_photo, **fields).digest
    first = counter.confirm(take_photo, action_id=action_id, **fields)
    assert counter.confirm(take_photo, action_id=action_id, **fields) == first
    assert len(photos(counter, newcomer)) == 1


def test_an_auditor_takes_no_photos(counter, newcomer, auditor_actor):
    counter.actor = auditor_actor
    with pytest.raises(Refusal) as refusal:
        counter.confirm(take_photo, **form(newcomer))
    assert refusal.value.code == "not-allowed"
    assert photos(counter, newcomer) == []


def test_p3_who_took_it_does_not_approve_it(counter, newcomer, supervisor_actor):
    counter.actor = supervisor_actor
    taken = counter.do(take_photo, **form(newcomer))
    request = photo_approval.Approval(photo_ids=(taken.photo_id,))
    with pytest.raises(Refusal) as refusal:
        perform(
            counter.store,
            counter.clock,
            photo_approval.APPROVE,
            request,
            action_id=new_action_id(),
            actor=supervisor_actor,
        )
    assert (refusal.value.code, refusal.value.rule) == ("approver-is-taker", "P3")


def test_a_request_does_not_show_the_picture_when_it_is_printed():
    assert "JFIF" not in repr(take_photo.Request(**form(1)))
