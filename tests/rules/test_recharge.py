import pytest

from backoffice.domain.drawer import Counted
from backoffice.domain.ledger import AccountKind
from backoffice.domain.policies import RECHARGE_BALANCE
from backoffice.domain.print_jobs import JobKind
from backoffice.workflows import recharge, shift


@pytest.fixture
def drawer(counter):
    counter.perform(shift.OPEN, shift.Opening(counted=Counted(pieces=((10_000, 2),))))


def recharged(counter, holder, amount, given=None):
    return counter.do(recharge, holder_id=holder, amount=amount, given=given or amount)


def test_r1_cash_goes_onto_the_active_card(counter, people, drawer):
    holder = people.staff(balance=500)
    done = recharged(counter, holder, 5_000, given=10_000)
    assert (done.amount, done.change, done.balance) == (5_000, 5_000, 5_500)
    [card] = counter.cards(holder)
    assert (done.card_number, counter.balance(card.id)) == (card.number, 5_500)
    assert counter.of(AccountKind.CASH, desk=True) == -25_000
    assert done.receipt in {job.number for job in counter.queued(JobKind.RECEIPT)}


def test_r1_the_sheet_says_that_it_is_a_service_of_the_desk(counter, people, drawer):
    sheet = counter.sheet(recharge, holder_id=people.staff(), amount=100, given=500)
    assert "service of this desk" in str(sheet.notes[0])
    assert [str(line.after) for line in sheet.lines][1:] == ["¥5.00", "¥4.00"]


def test_no_money_without_an_open_drawer(counter, people):
    counter.refused(recharge, "no-shift", holder_id=people.staff(), amount=100, given=100)


@pytest.mark.parametrize("amount", [0, -100, 50_001])
def test_r1_the_amount_has_limits(counter, people, drawer, amount):
    holder = people.staff()
    counter.refused(
        recharge, "recharge-amount", "R1", holder_id=holder, amount=amount, given=100_000
    )


def test_r1_a_card_holds_only_so_much(counter, people, drawer, decide):
    decide(RECHARGE_BALANCE, "10.00")
    holder = people.staff(balance=500)
    refusal = counter.refused(
        recharge, "recharge-balance", "R1", holder_id=holder, amount=501, given=501
    )
    assert "¥5.00" in str(refusal.advice)
    assert recharged(counter, holder, 500).balance == 1_000


def test_who_gives_too_little_is_asked_for_the_rest(counter, people, drawer):
    counter.refused(
        recharge, "given-too-little", "R1", holder_id=people.staff(), amount=500, given=499
    )


def test_only_an_active_card_is_recharged(counter, people, drawer):
    holder = people.staff(card=None)
    counter.refused(recharge, "no-active-card", "D4", holder_id=holder, amount=500, given=500)
