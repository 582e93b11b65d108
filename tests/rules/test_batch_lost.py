from dataclasses import replace
from datetime import timedelta

import pytest

from backoffice.domain.batches import CardPlace
from backoffice.domain.cards import CardState
from backoffice.domain.ledger import AccountKind, Entry
from backoffice.domain.policies import BATCH_ACTIVE_FROM
from backoffice.domain.print_jobs import JobKind
from backoffice.domain.refusal import Refusal
from backoffice.workflows import (
    batch,
    batch_lost,
    batch_pack,
    batch_scan_back,
    destroy_cards,
    finish_card,
    found_card,
    settle_balance,
)
from tests.fixtures.books import PROGRAM, run

REASON = "the drawer of the secretary was broken open"


@pytest.fixture
def vanished(counter, unit_batch, batch_rows):
    """Return the first row of a batch that is at its unit."""
    counter.send_to_unit(unit_batch)
    return batch_rows(unit_batch)[0]


@pytest.fixture
def call_lost(counter, unit_batch, supervisor_actor, vanished):
    def call(**fields):
        about = {"batch_id": unit_batch.id, "card_number": vanished.card_number, "reason": REASON}
        return counter.do(batch_lost, second=supervisor_actor, **(about | fields))

    return call


@pytest.fixture
def pay_in(counter, store):
    """Put ¥7 on the card of a row."""

    def pay(row):
        def post(books, _turn):
            opening = books.ledger.account(AccountKind.OPENING)
            own = books.ledger.card_account(row.card.card_id)
            books.ledger.post(Entry(debit=opening, credit=own, amount=700, memo="opening"))

        run(store, counter.clock, PROGRAM, "pay in", post)

    return pay


@pytest.fixture
def become(counter, store, vanished):
    """Let the card that vanished come into states one after the other before."""

    def change(*states):
        def move(books, _turn):
            for state in states:
                books.cards.move(books.cards.get(vanished.card.card_id), state)

        run(store, counter.clock, PROGRAM, "become", move)

    return change


@pytest.fixture
def right_ended(people, clock, vanished):
    """Let the right of its holder to a card end yesterday."""
    people.extend(vanished.holder_id, clock.today() - timedelta(days=1))


def test_b3_a_card_that_vanished_is_dead_and_another_one_takes_its_row(
    counter, vanished, call_lost, unit_batch, batch_rows, store
):
    done = call_lost()
    assert done.lost_number == vanished.card_number != done.card_number
    row = batch_rows(unit_batch)[0]
    assert (row.card.row, row.card_number) == (1, done.card_number)
    assert (row.card.place, row.card_state) == (CardPlace.CENTER, CardState.QUEUED)
    with store.reading() as books:
        old = books.batches.of_card(vanished.card.card_id)
        assert (old.place, old.replaced_by_id) == (CardPlace.GONE, done.card_id)
        assert books.cards.get(vanished.card.card_id).state is CardState.LOST
    counter.print_all()
    assert counter.send_to_unit(unit_batch).cards == 1


def test_l3_its_money_moves_and_nobody_pays(counter, call_lost, pay_in, vanished):
    pay_in(vanished)
    done = call_lost()
    assert done.moved == 700
    assert counter.balance(vanished.card.card_id) == 0
    assert counter.balance(done.card_id) == 700


def test_l3_what_has_its_money_is_not_cancelled_with_the_batch(
    counter, call_lost, pay_in, unit_batch, batch_rows
):
    first, second, _third = batch_rows(unit_batch)
    pay_in(first)
    rich, poor = call_lost(), call_lost(card_number=second.card_number)

    def cancel():
        request = batch.Cancelling(batch_id=unit_batch.id, reason="the unit was closed")
        sheet = counter.sheet_of(batch.CANCEL, request)
        return counter.perform(batch.CANCEL, replace(request, sheet=sheet.digest)), sheet

    done, sheet = cancel()
    assert done.cards == 1
    assert ("1 cards", "stay in the queue") in {(str(x.before), str(x.after)) for x in sheet.lines}
    assert [job.card_id for job in counter.queued(JobKind.CARD)] == [rich.card_id]
    assert counter.balance(rich.card_id) == 700
    assert counter.cards(poor.holder_id)[0].state is CardState.SPOILED
    with pytest.raises(Refusal, match="has money on it"):
        cancel()


def test_l4_a_scan_of_the_old_number_says_that_it_is_kept_back(counter, call_lost, vanished, store):
    call_lost()
    told = counter.refused(
        batch_pack, "not-of-batch", "B3", batch_id=1, scanned=(vanished.card_number,)
    )
    assert "keep this card back" in str(told)
    with store.reading() as books:
        assert books.cards.successor(vanished.card.card_id)


def test_it_can_be_destroyed_when_it_turns_up(counter, call_lost, vanished, supervisor_actor):
    call_lost()
    done = counter.do(destroy_cards, second=supervisor_actor, numbers=(vanished.card_number,))
    assert done.cards == 1


def test_b3_what_its_holder_has_or_no_batch_knows_does_not_vanish(
    counter, unit_batch, batch_rows, vanished
):
    handed_out = {"scanned": (vanished.card_number,), "fate": batch_scan_back.Fate.HANDED_OUT}
    counter.do(batch_scan_back, batch_id=unit_batch.id, **handed_out)
    for wrong in (vanished.card_number, "9914853944", ""):
        fields = {"batch_id": unit_batch.id, "card_number": wrong, "reason": REASON}
        counter.refused(batch_lost, "not-in-reach", "B3", **fields)


@pytest.mark.parametrize("place", [CardPlace.CENTER, CardPlace.BACK])
def test_b4_what_was_counted_as_good_and_is_bad_or_missing_is_made_again(
    counter, unit_batch, batch_rows, supervisor_actor, place
):
    if place is CardPlace.BACK:
        counter.send_to_unit(unit_batch)
        number = batch_rows(unit_batch)[0].card_number
        back = {"scanned": (number,), "fate": batch_scan_back.Fate.GIVEN_BACK}
        counter.do(batch_scan_back, batch_id=unit_batch.id, **back)
    bad = batch_rows(unit_batch)[0]
    assert (bad.card.place, bad.card_state) == (place, CardState.MADE)
    about = {"batch_id": unit_batch.id, "card_number": bad.card_number, "reason": "smudged"}
    done = counter.do(batch_lost, second=supervisor_actor, **about)
    again = batch_rows(unit_batch)[0]
    assert (again.card_number, again.card_state) == (done.card_number, CardState.QUEUED)
    fields = {"batch_id": unit_batch.id, "card_number": done.card_number, "reason": REASON}
    counter.refused(batch_lost, "not-in-reach", "B3", **fields)  # nothing printed it yet
    assert counter.do(destroy_cards, second=supervisor_actor, numbers=(bad.card_number,)).cards == 1
    counter.print_all()
    counter.do(batch_pack, batch_id=unit_batch.id, scanned=(done.card_number,))
    assert batch_rows(unit_batch)[0].card_state is CardState.MADE


def test_a_supervisor_answers_for_it_with_a_reason(counter, unit_batch, vanished, call_lost):
    fields = {"batch_id": unit_batch.id, "card_number": vanished.card_number}
    counter.refused(batch_lost, "needs-supervisor", reason=REASON, **fields)
    with pytest.raises(Refusal, match="needs a reason"):
        call_lost(reason=" ")


def test_b3_a_card_that_was_active_from_making_stops_as_well(
    counter, call_lost, decide, become, store, vanished
):
    decide(BATCH_ACTIVE_FROM, "making")
    become(CardState.ACTIVE)
    done = call_lost()
    with store.reading() as books:
        assert books.cards.get(vanished.card.card_id).state is CardState.LOST
    counter.print_all()
    again = {"holder_id": done.holder_id, "card_id": done.card_id, "scanned": done.card_number}
    assert counter.confirm(finish_card, **again).state == "active"


def test_l2_handed_in_at_a_desk_it_is_kept_back_and_given_to_nobody(counter, call_lost, vanished):
    call_lost()
    kept = counter.confirm(found_card, scanned=vanished.card_number)
    assert kept.dead


@pytest.mark.parametrize(
    "before", [(), (CardState.ACTIVE,), (CardState.ACTIVE, CardState.LOST)], ids=len
)
def test_b3_without_a_right_to_a_card_it_is_written_off_and_none_is_made(
    counter, call_lost, vanished, unit_batch, batch_rows, become, right_ended, before
):
    become(*before)
    done = call_lost()
    assert (done.card_id, done.card_number, done.moved) == (None, "", 0)
    row = batch_rows(unit_batch)[0]
    assert (row.card_number, row.card_state) == (vanished.card_number, CardState.EXPIRED)
    assert (row.card.place, row.card.replaced_by_id) == (CardPlace.GONE, None)
    assert [card.id for card in counter.cards(vanished.holder_id)] == [vanished.card.card_id]
    assert counter.of(AccountKind.MADE) == 3
    counter.refused(
        batch_lost,
        "not-in-reach",
        "B3",
        batch_id=unit_batch.id,
        card_number=vanished.card_number,
        reason=REASON,
    )


def test_b3_the_sheet_of_a_written_off_card_says_why_none_is_made(
    counter, vanished, unit_batch, right_ended, supervisor_actor
):
    about = {"batch_id": unit_batch.id, "card_number": vanished.card_number, "reason": REASON}
    sheet = counter.sheet(batch_lost, second=supervisor_actor, **about)
    said = {str(line.label): str(line.after) for line in sheet.lines}
    assert said["New card"] == "none: this person’s right to a card ended on 2026-11-22"
    counter.refused(batch_lost, "needs-supervisor", **about)


def test_d6_the_money_of_a_written_off_card_is_kept_and_can_be_paid_out(
    counter, call_lost, vanished, pay_in, right_ended, opened_drawer, supervisor_actor
):
    pay_in(vanished)
    call_lost()
    assert counter.balance(vanished.card.card_id) == 700
    counter.actor = supervisor_actor
    assert counter.do(settle_balance, holder_id=vanished.holder_id).settled == 700


@pytest.mark.parametrize("state", [CardState.RETURNED, CardState.EXPIRED])
def test_b3_what_died_at_the_unit_is_written_off_as_it_is(
    call_lost, unit_batch, batch_rows, become, state
):
    become(CardState.ACTIVE, state)
    assert call_lost().card_id is None
    row = batch_rows(unit_batch)[0]
    assert (row.card.place, row.card_state) == (CardPlace.GONE, state)


def test_b3_one_that_was_reported_lost_before_is_made_again_as_well(call_lost, become, vanished):
    become(CardState.ACTIVE, CardState.LOST)
    done = call_lost()
    assert (done.lost_number, bool(done.card_number)) == (vanished.card_number, True)


def test_b3_one_that_was_replaced_at_the_counter_is_written_off(
    counter, call_lost, become, vanished, supervisor_actor, batch_rows, unit_batch
):
    become(CardState.ACTIVE, CardState.LOST)
    counter.replace_lost(vanished.holder_id, supervisor_actor)
    assert call_lost().card_id is None
    assert batch_rows(unit_batch)[0].card.place is CardPlace.GONE


def test_b3_a_written_off_card_that_turns_up_is_destroyed(
    counter, call_lost, vanished, right_ended, supervisor_actor
):
    call_lost()
    numbers = (vanished.card_number,)
    assert counter.do(destroy_cards, second=supervisor_actor, numbers=numbers).cards == 1
