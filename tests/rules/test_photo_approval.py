"""P3: somebody else than the taker looks at a photo; P4: approved today, at the gates tomorrow."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from backoffice.actions import new_action_id, perform
from backoffice.domain.certificates import CertificateKind, Shown
from backoffice.domain.photos import UNDO_SECONDS, PhotoState, Rejection
from backoffice.domain.policies import APPROVER_IS_NOT_TAKER
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Role
from backoffice.workflows import lost_card
from backoffice.workflows.photo_approval import (
    APPROVE,
    REJECT,
    TAKE_BACK,
    Approval,
    RejectionRequest,
    TakingBack,
)
from db.opening import open_store
from tests.fixtures.books import PROGRAM, actor, run

CERTIFICATE = Shown(kind=CertificateKind.RESIDENT_ID, number="11010519491231002X")


class Supervisor:
    """Decides as the photos page does: every decision is an action of its own."""

    def __init__(self, store, clock, who):
        self.store, self.clock, self.who = store, clock, who

    def do(self, workflow, request, *, action_id=None):
        form = {"action_id": action_id or new_action_id(), "actor": self.who}
        return perform(self.store, self.clock, workflow, request, **form)

    def approve(self, *photo_ids, action_id=None):
        return self.do(APPROVE, Approval(photo_ids=photo_ids), action_id=action_id)

    def reject(self, *photo_ids, why=Rejection.BLURRED, words=""):
        return self.do(REJECT, RejectionRequest(photo_ids=photo_ids, why=why, words=words))

    def take_back(self, *photo_ids):
        return self.do(TAKE_BACK, TakingBack(photo_ids=photo_ids))

    def refused(self, act, *photo_ids, **how):
        with pytest.raises(Refusal) as refusal:
            act(*photo_ids, **how)
        assert str(refusal.value.advice)
        return refusal.value.code, refusal.value.rule


@pytest.fixture
def zhang(store, clock, supervisor_actor):
    return Supervisor(store, clock, supervisor_actor)


@pytest.fixture
def other(store, clock, supervisor_actor, clerk_actor):
    """Return a second supervisor."""
    return Supervisor(store, clock, replace(clerk_actor, role=Role.SUPERVISOR))


@pytest.fixture
def waiting(photos, people):
    """Return how to let a new photo of a new person wait."""
    return lambda **how: photos.take(people.staff(), **how)


def test_p4_approved_today_is_at_the_gates_tomorrow(zhang, photos, people, clock):
    holder = people.staff()
    old = photos.first(holder)
    photo = photos.take(holder)
    done = zhang.approve(photo)
    approved = photos.of(photo)
    assert done.effective_on == approved.effective_on == clock.today() + timedelta(days=1)
    assert (approved.state, approved.decided_by) == (PhotoState.APPROVED, zhang.who.clerk_id)
    assert approved.decided_at == clock.now()
    assert photos.at_gates(holder) == old
    clock.move(days=1)
    assert photos.at_gates(holder) == photo


def test_p1_a_desk_may_print_it_before_the_gates_have_it(zhang, photos, people, store):
    holder = people.staff()
    photo = photos.take(holder)
    zhang.approve(photo)
    with store.reading() as books:
        assert books.photos.to_print(holder).id == photo


def test_p3_who_took_it_does_not_approve_it(zhang, photos, waiting, counter):
    photo = waiting(by=zhang.who)
    assert zhang.refused(zhang.approve, photo) == ("approver-is-taker", "P3")
    assert photos.of(photo).state is PhotoState.SUBMITTED
    assert counter.audit()[-1] == ("photo_approval", "refused:approver-is-taker")


def test_p3_one_own_photo_among_several_stops_all_of_them(zhang, photos, waiting):
    mine, others = waiting(by=zhang.who), waiting()
    assert zhang.refused(zhang.approve, others, mine) == ("approver-is-taker", "P3")
    assert photos.of(others).state is PhotoState.SUBMITTED


def test_p3_who_took_it_may_reject_it(zhang, photos, waiting):
    photo = waiting(by=zhang.who)
    zhang.reject(photo)
    assert photos.of(photo).state is PhotoState.REJECTED


def test_p3_the_center_may_decide_otherwise(zhang, photos, waiting, store, clock):
    photo = waiting(by=zhang.who)
    decide = lambda books, _turn: books.policies.decide(APPROVER_IS_NOT_TAKER.name, "off")
    run(store, clock, PROGRAM, "policy", decide)
    zhang.approve(photo)
    assert photos.of(photo).state is PhotoState.APPROVED


def test_p3_the_reason_of_a_rejection_is_kept(zhang, photos, waiting, clock):
    photo = waiting()
    zhang.reject(photo, why=Rejection.LIGHT, words="  left side in the dark ")
    rejected = photos.of(photo)
    assert (rejected.state, rejected.rejection) == (PhotoState.REJECTED, Rejection.LIGHT)
    assert (rejected.words, rejected.ended_on) == ("left side in the dark", clock.today())
    assert rejected.decided_by == zhang.who.clerk_id


@pytest.mark.parametrize("words", ["", "   "])
def test_p3_another_reason_needs_words(zhang, photos, waiting, words):
    photo = waiting()
    how = {"why": Rejection.OTHER, "words": words}
    assert zhang.refused(zhang.reject, photo, **how) == ("rejection-words", "P3")
    assert photos.of(photo).state is PhotoState.SUBMITTED


def test_several_are_approved_in_one_action(zhang, photos, waiting, counter):
    wanted = [waiting() for _ in range(3)]
    before = len(counter.audit())
    zhang.approve(*wanted)
    assert {photos.of(photo).state for photo in wanted} == {PhotoState.APPROVED}
    assert counter.audit()[before:] == [("photo_approval", "done")]


def test_the_same_photo_named_twice_is_decided_once(zhang, photos, waiting):
    photo = waiting()
    zhang.approve(photo, photo)
    assert photos.of(photo).state is PhotoState.APPROVED


def test_one_decided_meanwhile_stops_all_of_them(zhang, photos, waiting):
    first, second = waiting(), waiting()
    zhang.reject(first)
    assert zhang.refused(zhang.approve, first, second)[0] == "photo-decided"
    assert photos.of(second).state is PhotoState.SUBMITTED


def test_one_replaced_by_a_newer_one_is_not_approved(zhang, photos, people):
    holder = people.staff()
    photo = photos.take(holder)
    photos.take(holder, b"\xff\xd8\xff newer")
    assert zhang.refused(zhang.approve, photo)[0] == "photo-decided"


def test_nothing_chosen_is_refused(zhang):
    assert zhang.refused(zhang.approve)[0] == "no-photo-chosen"


def test_sent_twice_it_is_approved_once(zhang, photos, waiting, counter):
    photo, action_id = waiting(), new_action_id()
    first = zhang.approve(photo, action_id=action_id)
    before = len(counter.audit())
    assert zhang.approve(photo, action_id=action_id) == first
    assert len(counter.audit()) == before


@pytest.mark.parametrize("role", [Role.CLERK, Role.ADMINISTRATOR, Role.AUDITOR])
def test_only_a_supervisor_decides(zhang, photos, waiting, role):
    photo = waiting()
    zhang.who = replace(zhang.who, role=role)
    for act in (zhang.approve, zhang.reject, zhang.take_back):
        assert zhang.refused(act, photo)[0] == "not-allowed"
    assert photos.of(photo).state is PhotoState.SUBMITTED


@pytest.mark.parametrize("decide", ["approve", "reject"])
def test_a_decision_is_taken_back_as_if_it_had_not_been(zhang, photos, waiting, clock, decide):
    photo = waiting()
    before = photos.of(photo)
    getattr(zhang, decide)(photo)
    clock.move(seconds=UNDO_SECONDS)
    zhang.take_back(photo)
    assert photos.of(photo) == before


def test_after_ten_seconds_it_stands(zhang, photos, waiting, clock):
    photo = waiting()
    zhang.approve(photo)
    clock.move(seconds=UNDO_SECONDS + 3)
    assert zhang.refused(zhang.take_back, photo)[0] == "too-late"
    assert photos.of(photo).state is PhotoState.APPROVED


def test_only_who_decided_takes_it_back(zhang, other, photos, waiting):
    photo = waiting()
    zhang.approve(photo)
    assert other.refused(other.take_back, photo)[0] == "not-own-decision"
    assert photos.of(photo).state is PhotoState.APPROVED


def test_what_waits_has_no_decision_to_take_back(zhang, waiting):
    assert zhang.refused(zhang.take_back, waiting())[0] == "not-own-decision"


def test_a_newer_photo_rests_on_the_decision(zhang, photos, people):
    holder = people.staff()
    photo = photos.take(holder)
    zhang.reject(photo)
    photos.take(holder, b"\xff\xd8\xff newer")
    assert zhang.refused(zhang.take_back, photo)[0] == "photo-in-use"


def test_p1_a_card_in_the_making_rests_on_the_decision(zhang, photos, people, counter):
    holder = people.staff()
    photo = photos.take(holder)
    zhang.approve(photo)
    counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
    assert zhang.refused(zhang.take_back, photo)[0] == "photo-in-use"
    assert photos.of(photo).state is PhotoState.APPROVED


def test_two_desks_decide_the_same_photos_and_each_is_decided_once(
    zhang, photos, waiting, books_url, key_file, tmp_path, clock
):
    """One approves while the other rejects: for each photo one wins, the other is told."""
    rounds = 20
    wanted = [waiting() for _ in range(rounds)]
    second = open_store(books_url, key_file=key_file, backups=tmp_path / "backups")
    wang = Supervisor(second, clock, replace(actor(second, "wangfang", "23"), role=Role.SUPERVISOR))
    start = threading.Barrier(2)

    def told(act, photo):
        start.wait(timeout=30)
        try:
            act(photo)
        except Refusal as refusal:
            return refusal.code
        return "done"

    try:
        with ThreadPoolExecutor(2) as desks:
            for photo in wanted:
                both = list(desks.map(told, (zhang.approve, wang.reject), (photo, photo)))
                assert sorted(both) == ["done", "photo-decided"]
                winner = PhotoState.APPROVED if both[0] == "done" else PhotoState.REJECTED
                assert photos.of(photo).state is winner
    finally:
        second.close()
