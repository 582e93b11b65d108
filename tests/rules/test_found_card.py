import pytest

from backoffice.domain.batches import CardPlace
from backoffice.domain.cards import CardState
from backoffice.domain.found_cards import FoundState
from backoffice.domain.policies import KEEP_FOUND_CARDS
from backoffice.domain.refusal import Refusal
from backoffice.workflows import found_card, lost_card, report_lost, spoil_card
from tests.fixtures.books import PROGRAM, actor, run
from tests.rules.conftest import CERTIFICATE


@pytest.fixture
def holder(people):
    return people.staff()


@pytest.fixture
def card(counter, holder):
    return counter.cards(holder)[0]


@pytest.fixture
def kept(counter, card):
    return counter.do(found_card, scanned=card.number, where="library")


def settle(counter, kept, step, scanned="", *, compared=True, **circumstances):
    request = found_card.Settling(
        found_id=kept.found_id, step=step, scanned=scanned, face_compared=compared
    )
    return counter.perform(found_card.SETTLE, request, **circumstances)


def refused(counter, code, kept, step, scanned="", **fields):
    with pytest.raises(Refusal) as refusal:
        settle(counter, kept, step, scanned, **fields)
    assert refusal.value.code == code
    assert refusal.value.advice


def kept_now(counter):
    with counter.store.reading() as books:
        return books.found_cards.kept()


def test_a_found_card_is_kept_for_its_holder(counter, holder, card, kept):
    assert (kept.holder_id, kept.card_number, kept.dead) == (holder, card.number, False)
    assert [found.found_where for found in kept_now(counter)] == ["library"]


def test_a_card_is_kept_once(counter, card, kept):
    counter.refused(found_card, "found-already", scanned=card.number)


def test_what_is_no_card_of_ours_is_not_kept(counter):
    counter.refused(found_card, "unknown-card", scanned="0000000000")


def test_its_holder_is_told_and_fetches_it(counter, card, kept):
    settle(counter, kept, found_card.Step.TOLD)
    assert kept_now(counter)[0].told_on == counter.clock.today()
    refused(counter, "wrong-card", kept, found_card.Step.GIVE_BACK, "0000000000")
    done = settle(counter, kept, found_card.Step.GIVE_BACK, card.number)
    assert done.state is FoundState.GIVEN_BACK
    assert not kept_now(counter)
    refused(counter, "found-settled", kept, found_card.Step.DESTROY)


def test_nothing_is_given_back_without_a_look_at_the_face(counter, card, kept):
    give = found_card.Step.GIVE_BACK
    refused(counter, "face-not-compared", kept, give, card.number, compared=False)


def test_a_card_is_given_back_where_it_is_kept(counter, card, kept, store):
    elsewhere = actor(store, "wangfang", "23")
    for step in (found_card.Step.GIVE_BACK, found_card.Step.DESTROY):
        refused(counter, "found-elsewhere", kept, step, card.number, actor=elsewhere)
    settle(counter, kept, found_card.Step.TOLD, actor=elsewhere)
    assert kept_now(counter)[0].told_on is not None


def test_a_card_of_somebody_else_is_not_kept_for_a_person(counter, people, card):
    other = people.staff(number="20140002")
    counter.refused(found_card, "wrong-card", scanned=card.number, holder_id=other)


def test_l2_a_dead_card_is_never_given_back(counter, holder, card, kept):
    counter.do(report_lost, holder_id=holder)
    refused(counter, "found-dead", kept, found_card.Step.GIVE_BACK, card.number)
    assert settle(counter, kept, found_card.Step.DESTROY).state is FoundState.DESTROYED


def test_a_card_that_works_is_kept_for_the_days_of_the_policy(counter, clock, kept, decide):
    decide(KEEP_FOUND_CARDS, "2")
    clock.move(days=1)
    refused(counter, "found-too-early", kept, found_card.Step.DESTROY)
    clock.move(days=1)
    assert settle(counter, kept, found_card.Step.DESTROY).state is FoundState.DESTROYED


def test_l2_a_card_that_worked_is_dead_once_destroyed(counter, holder, clock, kept):
    clock.move(days=90)
    settle(counter, kept, found_card.Step.DESTROY)
    assert counter.cards(holder)[0].state is CardState.LOST


def test_a_card_that_was_never_handed_out_is_no_found_card(counter, people):
    people.staff(name="陈晨")
    done = counter.do(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)
    counter.refused(found_card, "found-in-making", scanned=done.card_number)
    counter.print_all()
    counter.refused(found_card, "found-in-making", scanned=done.card_number)


def test_what_never_came_out_of_a_printer_is_not_kept(counter, holder):
    made = counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
    counter.print_all()
    about = {"holder_id": holder, "card_id": made.card_id, "reason": "nothing_came_out"}
    counter.do(spoil_card, **about)
    counter.refused(found_card, "card-never-printed", scanned=made.card_number)


def test_b3_a_card_given_back_to_its_holder_is_no_longer_at_its_unit(
    counter, unit_batch, batch_rows, store
):
    """Policy ``batch.active_from`` = ``making``: it works while it is still at the unit."""

    def wake(books, _turn):
        books.cards.move(books.cards.get(row.card.card_id), CardState.ACTIVE)

    counter.send_to_unit(unit_batch)
    row = batch_rows(unit_batch)[0]
    run(store, counter.clock, PROGRAM, "wake", wake)
    found = counter.do(found_card, scanned=row.card_number, where="library")
    settle(counter, found, found_card.Step.GIVE_BACK, row.card_number)
    assert batch_rows(unit_batch)[0].card.place is CardPlace.HOLDER
