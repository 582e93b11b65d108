import pytest

from backoffice.domain.batches import CardPlace
from backoffice.domain.cards import CardState
from backoffice.domain.print_jobs import JobKind
from backoffice.procedures import unit_papers
from backoffice.workflows import batch_hand_over
from tests.fixtures.unit_batches import made_batch


def hand_over(counter, batch, **fields):
    return counter.do(batch_hand_over, batch_id=batch.id, **({"taken_by": "张伟"} | fields))


def test_b3_every_good_card_is_at_the_unit_and_a_receipt_names_who_took_them(
    counter, unit_batch, batch_rows
):
    done = hand_over(counter, unit_batch, taken_by="  张伟 ")
    assert (done.number, done.taken_by, done.cards) == ("B-000001", "张伟", 3)
    rows = batch_rows(unit_batch)
    assert {row.card.place for row in rows} == {CardPlace.UNIT}
    assert all(row.card.handed_over_at for row in rows)
    # Custody alone wakes no card.
    assert {row.card_state for row in rows} == {CardState.MADE}
    [slip] = counter.queued(JobKind.SLIP)
    assert slip.number == done.receipt
    for said in ("张伟", "B-000001", "3 cards", rows[0].card_number, rows[-1].card_number):
        assert said in slip.payload


def test_b3_a_card_that_is_not_good_stays_at_the_center(counter, people, store, clock, batch_rows):
    ids = [people.student(number=n, card=state) for n, state in (("1", "lost"), ("2", "made"))]
    batch = made_batch(store, clock, ids)
    sheet = counter.sheet(batch_hand_over, batch_id=batch.id, taken_by="张伟")
    [line] = [line for line in sheet.lines if str(line.label) == "Not ready yet"]
    assert str(line.before) == "1 cards"
    assert hand_over(counter, batch).cards == 1
    assert batch_rows(batch)[0].card.place is CardPlace.CENTER


def test_b3_what_left_is_not_handed_over_twice(counter, unit_batch):
    hand_over(counter, unit_batch)
    told = counter.refused(
        batch_hand_over, "nothing-to-hand-over", "B3", batch_id=unit_batch.id, taken_by="张伟"
    )
    assert told.source == "FAQ 4"


@pytest.mark.parametrize("name", ["", "   "])
def test_b3_nobody_takes_cards_without_a_name(counter, unit_batch, name):
    counter.refused(batch_hand_over, "needs-name", "B3", batch_id=unit_batch.id, taken_by=name)


def test_a_batch_that_does_not_exist(counter):
    counter.refused(batch_hand_over, "unknown-batch", batch_id=99, taken_by="张伟")


def test_the_papers_list_what_is_at_the_unit_and_no_certificate(
    counter, unit_batch, batch_rows, store, clock
):
    about = {"clerk": "Li Na", "at": clock.now()}
    with store.reading() as books:
        assert unit_papers.unit_sheet(books, unit_batch.id, **about).rows == ()
    hand_over(counter, unit_batch)
    with store.reading() as books:
        sheet = unit_papers.unit_sheet(books, unit_batch.id, **about)
        packed = unit_papers.packing_list(books, unit_batch.id, carrier="张伟", **about)
    assert [row.name for row in sheet.rows] == ["王小明", "李娜", "陈晨"]
    numbers = [row.card_number for row in batch_rows(unit_batch)]
    assert [row.card_number for row in sheet.rows] == numbers
    [one] = packed.batches
    assert (one.cards, one.first_card, one.last_card) == (3, min(numbers), max(numbers))
    assert "11010519491231002X" not in repr((sheet, packed))
