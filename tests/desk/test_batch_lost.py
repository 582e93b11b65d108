from datetime import timedelta

import pytest

from backoffice.domain.batches import CardPlace
from backoffice.domain.cards import CardState
from tests.desk.steps import open_tab
from tests.desk.test_lost_card import approve
from tests.fixtures.books import PROGRAM, run


@pytest.fixture
def numbers(unit_batch, batch_rows, store, clock, people):
    """The cards of the batch, all of them at the unit."""
    people.blanks()

    def hand_over(books, _turn):
        for row in books.batches.rows(unit_batch.id, most=10):
            books.batches.put([row.card], CardPlace.UNIT)

    run(store, clock, PROGRAM, "hand over", hand_over)
    return [row.card_number for row in batch_rows(unit_batch)]


@pytest.fixture
def page(numbers, clerk):
    open_tab(clerk, "Batches")
    clerk.waits_for("A card vanished or is bad")
    clerk.press("A card vanished or is bad")
    clerk.waits_for("Batch B-000001, 物理学院")
    return clerk


def test_b3_a_card_that_vanished_is_made_again_under_a_new_number(
    page, numbers, unit_batch, batch_rows
):
    page.scan(numbers[1])
    page.type("What happened", "drawer broken open")
    page.key("Return")
    page.waits_for("A supervisor must approve this exception.")
    approve(page)
    page.waits_for("lost, dead for ever")
    page.key("Control-Return")
    page.waits_for(f"Card …{numbers[1][-4:]} is dead")
    again = batch_rows(unit_batch)[1]
    assert again.card_number != numbers[1]
    assert (again.card.place, again.card_state) == (CardPlace.CENTER, CardState.QUEUED)


def test_b3_without_a_right_to_a_card_it_is_written_off(
    page, numbers, unit_batch, batch_rows, people, clock
):
    yesterday = clock.today() - timedelta(days=1)
    people.extend(batch_rows(unit_batch)[1].holder_id, yesterday)
    page.scan(numbers[1])
    page.type("What happened", "drawer broken open")
    page.key("Return")
    page.waits_for("A supervisor must approve this exception.")
    approve(page)
    page.waits_for(f"none: this person’s right to a card ended on {yesterday}")
    page.key("Control-Return")
    page.waits_for(f"Card …{numbers[1][-4:]} is written off; no new one is made.")
    assert batch_rows(unit_batch)[1].card.place is CardPlace.GONE


def test_b3_a_number_of_another_unit_is_said_so(page):
    page.type("Scan it or its row on the sheet, or type its number", "9914853944")
    page.type("What happened", "drawer broken open")
    page.key("Return")
    page.waits_for("9914853944 is no good card of batch B-000001")
