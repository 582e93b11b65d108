from dataclasses import replace
from datetime import date

import pytest

from backoffice.day_change import change_day
from backoffice.domain.cards import CardState
from backoffice.domain.fees import Shortfall
from backoffice.domain.holders import HolderKind
from backoffice.domain.ledger import AccountKind
from backoffice.workflows import renew_card
from tests.rules.conftest import CERTIFICATE

TODAY, NEXT_YEAR = date(2026, 11, 23), date(2027, 11, 23)


@pytest.fixture
def ends_today(people):
    return people.temporary(valid_until=TODAY, balance=4200)


def in_hand(counter, holder_id):
    return {"holder_id": holder_id, "scanned": counter.cards(holder_id)[0].number}


def refused(counter, code, rule="", **fields):
    return counter.refused(renew_card, code, rule, **fields)


def renewed(counter, becomes, **fields):
    done = counter.do(renew_card, **fields)
    new, old = counter.cards(fields["holder_id"])
    assert (old.state, new.state) == (becomes, CardState.QUEUED)
    assert (new.predecessor_id, new.valid_until, done.moved) == (old.id, NEXT_YEAR, 4200)
    assert (counter.balance(old.id), counter.balance(new.id)) == (0, 4200)
    return done


def test_before_its_day_is_over_the_old_card_is_surrendered(counter, people, ends_today):
    people.extend(ends_today, NEXT_YEAR)
    renewed(counter, CardState.SURRENDERED, **in_hand(counter, ends_today))


def test_after_the_day_change_it_stays_expired(counter, people, ends_today, clock, store):
    clock.move(days=1)
    assert change_day(store, clock).expired == 1
    people.extend(ends_today, NEXT_YEAR)
    renewed(counter, CardState.EXPIRED, **in_hand(counter, ends_today))


def test_an_active_one_past_its_day_expires_in_the_same_transaction(
    counter, people, ends_today, clock
):
    clock.move(days=1)
    people.extend(ends_today, NEXT_YEAR)
    sheet = counter.sheet(renew_card, **in_hand(counter, ends_today))
    assert (str(sheet.lines[0].before), str(sheet.lines[0].after)) == ("active", "expired")
    renewed(counter, CardState.EXPIRED, **in_hand(counter, ends_today))


def test_an_expired_card_that_is_not_here_needs_a_certificate(counter, people, ends_today, clock):
    clock.move(days=1)
    people.extend(ends_today, NEXT_YEAR)
    absent = {"holder_id": ends_today}
    answer = refused(counter, "no-card-in-hand", "D4", **absent)
    assert "tick that it is not here" in str(answer.advice)
    other = replace(CERTIFICATE, number="440524198001010013")
    refused(counter, "certificate-mismatch", "L1", certificate=other, **absent)
    sheet = counter.sheet(renew_card, certificate=CERTIFICATE, **absent)
    assert "not handed in" in str(sheet.notes[0])
    renewed(counter, CardState.EXPIRED, certificate=CERTIFICATE, **absent)


def test_a_card_that_is_still_valid_and_not_here_is_a_lost_card(counter, people, ends_today):
    people.extend(ends_today, NEXT_YEAR)
    fields = {"holder_id": ends_today, "certificate": CERTIFICATE}
    answer = refused(counter, "no-card-in-hand", "D4", **fields)
    assert "Lost card" in str(answer.advice)


def test_d4_another_card_is_named(counter, people, ends_today):
    people.extend(ends_today, NEXT_YEAR)
    other = counter.cards(people.staff())[0].number
    answer = refused(counter, "wrong-card", "D4", holder_id=ends_today, scanned=other)
    assert f"…{other[-4:]}, somebody else's card" in str(answer)


def test_the_unit_extends_the_record_first(counter, ends_today, clock):
    answer = refused(counter, "not-extended", **in_hand(counter, ends_today))
    assert str(answer.advice) == "The unit must extend it first."
    clock.move(days=1)
    answer = refused(counter, "holder-expired", **in_hand(counter, ends_today))
    assert str(answer.advice) == "The unit must extend it first."


@pytest.mark.parametrize("kind", ["staff", "student"])
def test_only_temporary_cards_are_renewed(counter, people, kind):
    holder = getattr(people, kind)()
    refused(counter, "not-temporary", **in_hand(counter, holder))


@pytest.mark.parametrize(
    ("card", "place"), [("lost", "Lost card"), ("returned", "First card"), (None, "First card")]
)
def test_what_is_no_renewal_is_shown_to_the_right_workflow(counter, people, card, place):
    holder = people.temporary(card=card)
    assert place in str(refused(counter, "nothing-to-renew", holder_id=holder).advice)


def test_no_second_one_while_a_card_is_being_made(counter, people, ends_today):
    people.extend(ends_today, NEXT_YEAR)
    fields = in_hand(counter, ends_today)
    counter.do(renew_card, **fields)
    refused(counter, "card-in-making", **fields)


def test_l8_the_fee_of_the_service_is_taken(counter, people, ends_today, drawer):
    people.charge("renew_card", HolderKind.TEMPORARY, 5000)
    people.extend(ends_today, NEXT_YEAR)
    fields = in_hand(counter, ends_today)
    refused(counter, "fee-not-covered", "L8", **fields)
    done = counter.do(renew_card, **fields, shortfall=Shortfall.CASH)
    assert (done.fee, done.cash, done.moved) == (5000, 800, 0)
    assert counter.of(AccountKind.FEES) == 5000


def test_p1_no_photo_no_card(counter, people):
    holder = people.temporary(valid_until=TODAY, photo=False)
    people.extend(holder, NEXT_YEAR)
    refused(counter, "no-photo", "P1", **in_hand(counter, holder))


def test_what_is_shown_is_what_is_committed(counter, people, ends_today, clock):
    people.extend(ends_today, NEXT_YEAR)
    fields = in_hand(counter, ends_today)
    seen = counter.sheet(renew_card, **fields).digest
    clock.move(days=1)
    with pytest.raises(Exception, match="Something changed"):
        counter.confirm(renew_card, sheet=seen, **fields)
