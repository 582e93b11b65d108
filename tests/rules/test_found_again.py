import pytest

from backoffice.domain.cards import CardState
from backoffice.domain.refusal import Refusal
from backoffice.workflows import found_again, lost_card, report_lost
from tests.rules.conftest import CERTIFICATE


@pytest.fixture
def lost(counter, people):
    holder = people.staff(balance=900)
    return holder, counter.do(report_lost, holder_id=holder).card_number


def test_l2_the_newest_lost_card_works_again(counter, lost):
    holder, number = lost
    counter.do(found_again, holder_id=holder, scanned=number)
    [card] = counter.cards(holder)
    assert card.state is CardState.ACTIVE
    assert counter.balance(card.id) == 900


def test_l2_not_after_a_replacement_was_made(counter, lost):
    holder, number = lost
    counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
    with pytest.raises(Refusal) as refusal:
        counter.do(found_again, holder_id=holder, scanned=number)
    assert (refusal.value.code, refusal.value.rule) == ("not-revivable", "L2")


def test_l2_the_card_must_be_in_hand(counter, lost):
    holder, _ = lost
    with pytest.raises(Refusal) as refusal:
        counter.do(found_again, holder_id=holder, scanned="0000000001")
    assert refusal.value.code == "wrong-card"
    assert counter.cards(holder)[0].state is CardState.LOST


def test_an_active_card_is_not_revived(counter, people):
    with pytest.raises(Refusal) as refusal:
        counter.do(found_again, holder_id=people.staff(), scanned="1")
    assert refusal.value.code == "not-revivable"
