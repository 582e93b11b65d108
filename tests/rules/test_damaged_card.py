from datetime import date

import msgspec
import pytest

from backoffice.domain.cards import CardState
from backoffice.domain.documents import Receipt
from backoffice.domain.fees import Shortfall
from backoffice.domain.holders import HolderKind
from backoffice.domain.ledger import AccountKind
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.workflows import damaged_card, finish_card, report_lost
from tests.fixtures.drawers import FLOAT, open_drawer


def in_hand(counter, holder_id):
    return {"holder_id": holder_id, "scanned": counter.cards(holder_id)[0].number}


def refused(counter, code, rule="D4", **fields):
    return counter.refused(damaged_card, code, rule, **fields)


@pytest.mark.parametrize("kind", ["staff", "student", "temporary"])
def test_l3_the_card_is_surrendered_and_its_balance_moves(counter, people, kind):
    holder = getattr(people, kind)(balance=12345)
    done = counter.do(damaged_card, **in_hand(counter, holder))
    new, old = counter.cards(holder)
    assert (old.state, new.state) == (CardState.SURRENDERED, CardState.QUEUED)
    assert (counter.balance(old.id), counter.balance(new.id)) == (0, 12345)
    assert (new.predecessor_id, done.moved, done.fee) == (old.id, 12345, 0)


def test_d4_without_the_card_it_is_a_lost_one(counter, people):
    answer = refused(counter, "no-card-in-hand", holder_id=people.staff(), scanned=" ")
    assert "Lost card" in str(answer.advice)


def test_d4_another_card_is_named(counter, people):
    holder, other = people.staff(), people.staff(name="李娜")
    fields = {"holder_id": holder}
    unknown = refused(counter, "wrong-card", scanned="0000000042", **fields)
    assert "no card of ours" in str(unknown)
    number = counter.cards(other)[0].number
    answer = refused(counter, "wrong-card", scanned=number, **fields)
    assert f"…{number[-4:]}, somebody else's card" in str(answer)
    assert "李娜" not in str(answer)
    counter.do(damaged_card, **in_hand(counter, holder))
    assert [card.state for card in counter.cards(other)] == [CardState.ACTIVE]


def test_d4_an_older_card_of_the_same_person_is_named_with_its_state(counter, people):
    holder = people.staff()
    old = in_hand(counter, holder)
    done = counter.do(damaged_card, **old)
    counter.print_all()
    counter.do(finish_card, holder_id=holder, card_id=done.card_id, scanned=done.card_number)
    assert "surrendered" in str(refused(counter, "wrong-card", **old))


@pytest.mark.parametrize(
    ("card", "place"), [("lost", "Lost card"), ("returned", "First card"), (None, "First card")]
)
def test_only_an_active_card_can_be_damaged(counter, people, card, place):
    holder = people.staff(card=card)
    answer = refused(counter, "no-active-card", holder_id=holder, scanned="0000000042")
    assert place in str(answer.advice)


def test_no_second_one_while_a_card_is_being_made(counter, people):
    fields = in_hand(counter, people.staff())
    counter.do(damaged_card, **fields)
    refused(counter, "card-in-making", "", **fields)


def test_a_card_past_its_day_is_renewed_and_not_replaced(counter, people, clock):
    holder = people.temporary(valid_until=date(2026, 11, 23))
    fields = in_hand(counter, holder)
    clock.move(days=1)
    refused(counter, "holder-expired", "", **fields)
    people.extend(holder, date(2027, 11, 23))
    assert "Renew card" in str(refused(counter, "card-expired", "", **fields).advice)


def test_l4_transit_purse_and_photo_are_on_sheet_and_receipt(counter, people):
    counter.do(damaged_card, **in_hand(counter, people.staff(balance=100)))
    [job] = [j for j in counter.jobs(JobState.QUEUED) if j.kind is JobKind.RECEIPT]
    said = msgspec.json.decode(job.payload, type=Receipt)
    lines = {change.label.en: change.after.en for change in said.changes}
    assert lines["Transit purse"] == "stays in the old chip; it can't be moved"
    assert lines["Campus balance"] == "¥1.00 on the new card"
    assert lines["Photo"] == "unchanged"


def test_l8_the_fee_leaves_the_old_card_first(counter, people):
    people.charge("damaged_card", HolderKind.STAFF, 1000)
    fields = in_hand(counter, people.staff(balance=3000))
    done = counter.do(damaged_card, **fields)
    assert (done.fee, done.moved, counter.of(AccountKind.FEES)) == (1000, 2000, 1000)


def test_l8_a_fee_over_the_balance_is_paid_or_waived(counter, people, supervisor_actor):
    people.charge("damaged_card", HolderKind.STAFF, 1000)
    fields = in_hand(counter, people.staff(balance=400))
    answer = refused(counter, "fee-not-covered", "L8", **fields)
    assert "¥6.00" in str(answer.advice)
    waiver = {"shortfall": Shortfall.WAIVE, "waiver_reason": "our printer's fault"}
    refused(counter, "needs-supervisor", "", **fields, **waiver)
    waived = counter.sheet(damaged_card, second=supervisor_actor, **fields, **waiver)
    assert str(waived.notes[-1]) == "Waived: our printer's fault"
    refused(counter, "no-shift", "", **fields, shortfall=Shortfall.CASH)
    open_drawer(counter.store, counter.clock, counter.actor)
    done = counter.do(damaged_card, **fields, shortfall=Shortfall.CASH)
    assert (done.cash, done.waived, done.moved) == (600, 0, 0)
    assert counter.of(AccountKind.CASH, desk=True) == -FLOAT - 600


def test_p1_no_photo_no_card(counter, people):
    refused(counter, "no-photo", "P1", **in_hand(counter, people.staff(photo=False)))


def test_what_is_shown_is_what_is_committed(counter, people):
    fields = in_hand(counter, people.staff(balance=100))
    seen = counter.sheet(damaged_card, **fields).digest
    counter.do(report_lost, holder_id=fields["holder_id"])
    with pytest.raises(Exception, match="is lost"):
        counter.confirm(damaged_card, sheet=seen, **fields)
