import pytest

from backoffice.domain.found_cards import FoundState
from backoffice.domain.policies import KEEP_FOUND_CARDS
from backoffice.domain.refusal import Refusal
from backoffice.workflows import found_card, report_lost


@pytest.fixture
def holder(people):
    return people.staff()


@pytest.fixture
def card(counter, holder):
    return counter.cards(holder)[0]


@pytest.fixture
def kept(counter, card):
    return counter.do(found_card, scanned=card.number, where="library")


def settle(counter, kept, step, scanned=""):
    request = found_card.Settling(found_id=kept.found_id, step=step, scanned=scanned)
    return counter.perform(found_card.SETTLE, request)


def refused(counter, code, kept, step, scanned=""):
    with pytest.raises(Refusal) as refusal:
        settle(counter, kept, step, scanned)
    assert refusal.value.code == code


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
