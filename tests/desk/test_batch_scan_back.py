import pytest

from backoffice.domain.batches import CardPlace
from backoffice.domain.cards import CardState
from tests.desk.steps import open_tab
from tests.fixtures.books import PROGRAM, run


@pytest.fixture
def numbers(unit_batch, batch_rows, store, clock):
    """The cards of the batch, all of them at the unit."""

    def hand_over(books, _turn):
        for row in books.batches.rows(unit_batch.id, most=10):
            books.batches.put([row.card], CardPlace.UNIT)

    run(store, clock, PROGRAM, "hand over", hand_over)
    return [row.card_number for row in batch_rows(unit_batch)]


@pytest.fixture
def page(numbers, clerk):
    open_tab(clerk, "Batches")
    clerk.waits_for("Scan back from the unit")
    clerk.press("Scan back from the unit")
    clerk.waits_for("0 of 3 cards at 物理学院")
    return clerk


def test_b3_signed_rows_are_scanned_one_after_the_other(page, numbers, unit_batch, batch_rows):
    page.scan(numbers[0])
    page.waits_for("1 of 3 cards at 物理学院")
    page.scan(numbers[2])
    page.waits_for("2 of 3 cards at 物理学院")
    assert page.sees("陈晨")
    page.key("Return")
    page.waits_for("What changes")
    page.key("Control-Return")
    page.waits_for("2 cards are handed out and work.")
    assert page.sees("1 cards are still at the unit.")
    states = [row.card_state for row in batch_rows(unit_batch)]
    assert states == [CardState.ACTIVE, CardState.MADE, CardState.ACTIVE]


def test_b3_a_card_that_is_not_expected_is_said_so_at_once(page, numbers):
    page.scan("9914853944")
    page.waits_for("9914853944 is no card of batch B-000001 that is at 物理学院.")
    assert page.sees("0 of 3 cards at 物理学院")
    page.scan(numbers[1])
    page.waits_for("1 of 3 cards at 物理学院")
    page.scan(numbers[1])
    page.waits_for("was scanned already.")
    assert page.sees("1 of 3 cards at 物理学院")


def test_b3_cards_given_back_are_kept_here(page, numbers, unit_batch, batch_rows):
    box = page.field("What the unit did with them")
    box.current(1)
    box.event_generate("<<ComboboxSelected>>")
    page.scan(numbers[0])
    page.waits_for("1 of 3 cards at 物理学院")
    page.key("Return")
    page.waits_for("What changes")
    page.key("Control-Return")
    page.waits_for("1 cards are back and are kept here.")
    assert batch_rows(unit_batch)[0].card.place is CardPlace.BACK


def test_the_persons_page_says_where_the_card_is(numbers, clerk):
    clerk.look_up("1001")
    clerk.waits_for("at 物理学院 since")
