import pytest

from backoffice.domain.batches import CardPlace
from backoffice.domain.cards import CardState
from backoffice.domain.print_jobs import JobKind
from backoffice.procedures import unit_papers
from backoffice.workflows import batch_hand_over, batch_pack
from tests.fixtures.unit_batches import made_batch


def hand_over(counter, batch, **fields):
    return counter.do(batch_hand_over, batch_id=batch.id, **({"taken_by": "张伟"} | fields))


def pack(counter, batch, *numbers):
    return counter.do(batch_pack, batch_id=batch.id, scanned=numbers)


@pytest.fixture
def packed(counter, unit_batch, batch_rows):
    pack(counter, unit_batch, *(row.card_number for row in batch_rows(unit_batch)))
    return unit_batch


def test_b3_every_packed_card_is_at_the_unit_and_a_receipt_names_who_took_them(
    counter, packed, batch_rows
):
    done = hand_over(counter, packed, taken_by="  张伟 ")
    assert (done.number, done.taken_by, done.cards) == ("B-000001", "张伟", 3)
    rows = batch_rows(packed)
    assert {row.card.place for row in rows} == {CardPlace.UNIT}
    assert all(row.card.handed_over_at for row in rows)
    # Custody alone wakes no card.
    assert {row.card_state for row in rows} == {CardState.MADE}
    [slip] = counter.queued(JobKind.SLIP)
    assert slip.number == done.receipt
    for said in ("张伟", "B-000001", "3 cards", rows[0].card_number, rows[-1].card_number):
        assert said in slip.payload


def test_b3_what_was_not_packed_or_is_not_good_stays_at_the_center_and_is_said_so(
    counter, people, store, clock, batch_rows
):
    states = ("lost", "made", "made", "made")
    ids = [people.student(number=str(n), card=state) for n, state in enumerate(states)]
    batch = made_batch(store, clock, ids)
    pack(counter, batch, batch_rows(batch)[2].card_number)
    sheet = counter.sheet(batch_hand_over, batch_id=batch.id, taken_by="张伟")
    left = {str(line.label): str(line.before) for line in sheet.lines}
    assert (left["Not packed"], left["Not ready yet"]) == ("2 cards", "1 cards")
    assert hand_over(counter, batch).cards == 1
    there = [row.card.place is CardPlace.UNIT for row in batch_rows(batch)]
    assert there == [False, False, True, False]


def test_b3_a_batch_of_which_nothing_was_packed_is_not_handed_over(
    counter, unit_batch, batch_rows, store
):
    told = counter.refused(
        batch_hand_over, "nothing-packed", "B3", batch_id=unit_batch.id, taken_by="张伟"
    )
    assert "Pack the cards" in str(told.advice)
    assert {row.card.place for row in batch_rows(unit_batch)} == {CardPlace.CENTER}
    pack(counter, unit_batch, batch_rows(unit_batch)[0].card_number)
    with store.reading() as books:
        assert books.batches.sum_of(unit_batch.id).packed == 1
    assert hand_over(counter, unit_batch).cards == 1
    with store.reading() as books:
        assert books.batches.sum_of(unit_batch.id).packed == 0


def test_b3_what_left_is_not_handed_over_twice(counter, packed):
    hand_over(counter, packed)
    told = counter.refused(
        batch_hand_over, "nothing-to-hand-over", "B3", batch_id=packed.id, taken_by="张伟"
    )
    assert told.source == "FAQ 4"


@pytest.mark.parametrize("name", ["", "   "])
def test_b3_nobody_takes_cards_without_a_name(counter, unit_batch, name):
    counter.refused(batch_hand_over, "needs-name", "B3", batch_id=unit_batch.id, taken_by=name)


def test_a_batch_that_does_not_exist(counter):
    counter.refused(batch_hand_over, "unknown-batch", batch_id=99, taken_by="张伟")


def test_the_papers_list_what_is_at_the_unit_and_no_certificate(
    counter, packed, batch_rows, store, clock
):
    about = {"clerk": "Li Na", "at": clock.now()}
    with store.reading() as books:
        assert unit_papers.unit_sheet(books, packed.id, **about).rows == ()
    hand_over(counter, packed)
    with store.reading() as books:
        sheet = unit_papers.unit_sheet(books, packed.id, **about)
        listed = unit_papers.packing_list(books, packed.id, carrier="张伟", **about)
    assert [row.name for row in sheet.rows] == ["王小明", "李娜", "陈晨"]
    numbers = [row.card_number for row in batch_rows(packed)]
    assert [row.card_number for row in sheet.rows] == numbers
    [one] = listed.batches
    assert (one.cards, one.first_card, one.last_card) == (3, min(numbers), max(numbers))
    assert "11010519491231002X" not in repr((sheet, listed))


def test_b3_whoever_takes_the_rest_along_signs_for_the_rest(
    counter, unit_batch, batch_rows, store, clock
):
    first, second, third = (row.card_number for row in batch_rows(unit_batch))
    pack(counter, unit_batch, first, second)
    hand_over(counter, unit_batch)
    clock.move(minutes=30)
    pack(counter, unit_batch, third)
    hand_over(counter, unit_batch, taken_by="李娜")
    about = {"clerk": "Li Na", "at": clock.now()}
    with store.reading() as books:
        [one] = unit_papers.packing_list(books, unit_batch.id, carrier="李娜", **about).batches
        assert len(unit_papers.unit_sheet(books, unit_batch.id, **about).rows) == 3
    assert (one.cards, one.first_card, one.last_card) == (1, third, third)
