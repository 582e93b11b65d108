import pytest

from backoffice.domain.cards import CardState
from backoffice.domain.refusal import Refusal
from backoffice.workflows import report_lost


def test_l2_a_reported_card_is_dead_and_keeps_its_balance(counter, people):
    holder = people.student(balance=4200)
    done = counter.do(report_lost, holder_id=holder)
    [card] = counter.cards(holder)
    assert (card.state, card.number) == (CardState.LOST, done.card_number)
    assert counter.balance(card.id) == 4200


def test_l2_only_an_active_card_can_be_reported(counter, people):
    holder = people.staff()
    counter.do(report_lost, holder_id=holder)
    with pytest.raises(Refusal) as refusal:
        counter.do(report_lost, holder_id=holder)
    assert (refusal.value.code, refusal.value.rule) == ("no-active-card", "L2")


def test_e3_the_sheet_says_that_entry_stops_at_once(counter, people):
    sheet = counter.sheet(report_lost, holder_id=people.staff())
    assert "not with this card" in str(sheet.lines[3].after)
