import pytest

from backoffice.domain.batches import CardPlace
from backoffice.domain.cards import CardState
from backoffice.workflows import batch_scan_back
from backoffice.workflows.batch_scan_back import Fate


@pytest.fixture
def at_unit(counter, unit_batch):
    counter.send_to_unit(unit_batch)
    return unit_batch


@pytest.fixture
def numbers(at_unit, batch_rows):
    return [row.card_number for row in batch_rows(at_unit)]


def scan(counter, batch, *scanned, fate=Fate.HANDED_OUT):
    return counter.do(batch_scan_back, batch_id=batch.id, scanned=scanned, fate=fate)


def test_b3_a_card_is_active_once_it_was_handed_out(counter, at_unit, numbers, batch_rows):
    done = scan(counter, at_unit, numbers[0], numbers[2], numbers[0])
    assert (done.cards, done.still_at_unit) == (2, 1)
    rows = batch_rows(at_unit)
    states = [(row.card.place, row.card_state) for row in rows]
    out, waits = (CardPlace.HOLDER, CardState.ACTIVE), (CardPlace.UNIT, CardState.MADE)
    assert states == [out, waits, out]
    assert rows[0].card.handed_out_at


def test_the_history_of_each_holder_tells_where_the_card_went(
    counter, at_unit, numbers, batch_rows, store
):
    scan(counter, at_unit, numbers[0])
    with store.reading() as books:
        told = [
            [one.code for one in books.journal.of_holder(row.holder_id, most=9)]
            for row in batch_rows(at_unit)
        ]
    assert told[0][:2] == ["batch_scan_back", "batch_hand_over"]
    assert told[1][0] == "batch_hand_over"


def test_b3_what_nobody_fetched_comes_back_and_stays_asleep(
    counter, at_unit, numbers, batch_rows, store
):
    done = scan(counter, at_unit, numbers[1], fate=Fate.GIVEN_BACK)
    assert (done.cards, done.still_at_unit) == (1, 2)
    back = batch_rows(at_unit)[1]
    assert (back.card.place, back.card_state) == (CardPlace.BACK, CardState.MADE)
    assert back.card.returned_at
    with store.reading() as books:
        assert books.batches.sum_of(at_unit.id).back == 1


def test_b3_cards_that_were_active_from_making_stay_active(
    counter, at_unit, numbers, batch_rows, store
):
    """Policy ``batch.active_from`` = ``making``: the unit hands out cards that work already."""
    from tests.fixtures.books import PROGRAM, run

    def wake(books, _turn):
        card = books.cards.by_number(numbers[0])
        books.cards.move(card, CardState.ACTIVE)

    run(store, counter.clock, PROGRAM, "wake", wake)
    scan(counter, at_unit, numbers[0])
    row = batch_rows(at_unit)[0]
    assert (row.card.place, row.card_state) == (CardPlace.HOLDER, CardState.ACTIVE)


@pytest.mark.parametrize("fate", list(Fate))
def test_b3_a_card_that_is_not_at_this_unit_is_said_so_and_nothing_is_booked(
    counter, at_unit, numbers, batch_rows, fate
):
    for wrong in ("9914853944", ""):
        told = counter.refused(
            batch_scan_back,
            "not-at-unit",
            "B3",
            batch_id=at_unit.id,
            scanned=(numbers[0], wrong),
            fate=fate,
        )
        assert "物理学院" in str(told)
    assert {row.card.place for row in batch_rows(at_unit)} == {CardPlace.UNIT}


def test_b3_nothing_is_handed_out_twice(counter, at_unit, numbers):
    scan(counter, at_unit, numbers[0])
    for fate in Fate:
        counter.refused(
            batch_scan_back,
            "not-at-unit",
            "B3",
            batch_id=at_unit.id,
            scanned=(numbers[0],),
            fate=fate,
        )


def test_b3_nothing_scanned(counter, at_unit):
    counter.refused(
        batch_scan_back,
        "nothing-scanned",
        "B3",
        batch_id=at_unit.id,
        scanned=(),
        fate=Fate.HANDED_OUT,
    )


def test_what_changed_since_the_sheet_is_not_booked(counter, at_unit, numbers):
    from backoffice.domain.refusal import Refusal

    fields = {"batch_id": at_unit.id, "scanned": (numbers[0],), "fate": Fate.HANDED_OUT}
    shown = counter.sheet(batch_scan_back, **fields)
    scan(counter, at_unit, numbers[1])
    with pytest.raises(Refusal, match="Something changed"):
        counter.confirm(batch_scan_back, **fields, sheet=shown.digest)
