import pytest

from backoffice.domain.batches import CardPlace
from backoffice.domain.cards import CardState
from backoffice.domain.ledger import AccountKind, Entry
from backoffice.domain.policies import BATCH_ACTIVE_FROM
from backoffice.workflows import (
    batch_hand_over,
    batch_lost,
    batch_pack,
    destroy_cards,
    finish_card,
    found_card,
)
from tests.fixtures.books import PROGRAM, run

REASON = "the drawer of the secretary was broken open"


@pytest.fixture
def vanished(counter, unit_batch, batch_rows):
    """Return the first row of a batch that is at its unit."""
    counter.do(batch_hand_over, batch_id=unit_batch.id, taken_by="张伟")
    return batch_rows(unit_batch)[0]


@pytest.fixture
def call_lost(counter, unit_batch, supervisor_actor, vanished):
    def call(**fields):
        about = {"batch_id": unit_batch.id, "card_number": vanished.card_number, "reason": REASON}
        return counter.do(batch_lost, second=supervisor_actor, **(about | fields))

    return call


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
    counter.do(batch_pack, batch_id=unit_batch.id, scanned=(done.card_number,))
    assert counter.do(batch_hand_over, batch_id=unit_batch.id, taken_by="张伟").cards == 1


def test_l3_its_money_moves_and_nobody_pays(counter, call_lost, store, vanished):
    def pay_in(books, _turn):
        cash = books.ledger.account(AccountKind.OPENING)
        own = books.ledger.card_account(vanished.card.card_id)
        books.ledger.post(Entry(debit=cash, credit=own, amount=700, memo="opening"))

    run(store, counter.clock, PROGRAM, "pay in", pay_in)
    done = call_lost()
    assert done.moved == 700
    assert counter.balance(vanished.card.card_id) == 0
    assert counter.balance(done.card_id) == 700


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


def test_b3_only_what_is_at_the_unit_vanishes_there(counter, unit_batch, batch_rows):
    number = batch_rows(unit_batch)[0].card_number
    for wrong in (number, "9914853944", ""):
        fields = {"batch_id": unit_batch.id, "card_number": wrong, "reason": REASON}
        counter.refused(batch_lost, "not-at-unit", "B3", **fields)


def test_a_supervisor_answers_for_it_with_a_reason(counter, unit_batch, vanished, call_lost):
    from backoffice.domain.refusal import Refusal

    fields = {"batch_id": unit_batch.id, "card_number": vanished.card_number}
    counter.refused(batch_lost, "needs-supervisor", reason=REASON, **fields)
    with pytest.raises(Refusal, match="needs a reason"):
        call_lost(reason=" ")


def test_b3_a_card_that_was_active_from_making_stops_as_well(
    counter, unit_batch, call_lost, decide, store, vanished
):
    decide(BATCH_ACTIVE_FROM, "making")

    def wake(books, _turn):
        books.cards.move(books.cards.by_number(vanished.card_number), CardState.ACTIVE)

    run(store, counter.clock, PROGRAM, "wake", wake)
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
