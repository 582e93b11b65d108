import pytest

from backoffice.domain.cards import CardState
from tests.desk.steps import open_tab
from tests.desk.test_lost_card import approve


@pytest.fixture
def page(unit_batch, clerk):
    open_tab(clerk, "Batches")
    clerk.waits_for("Pack the cards")
    clerk.press("Pack the cards")
    clerk.waits_for("0 of 3 cards scanned; still missing:")
    return clerk


@pytest.fixture
def numbers(unit_batch, batch_rows):
    return [row.card_number for row in batch_rows(unit_batch)]


def packed(batch_rows, unit_batch):
    return [bool(row.card.packed_at) for row in batch_rows(unit_batch)]


def test_b3_cards_are_scanned_into_their_pile(page, numbers, unit_batch, batch_rows):
    page.scan(numbers[0])
    page.waits_for("1 of 3 cards scanned; still missing:")
    page.scan(numbers[2])
    page.waits_for("2 of 3 cards scanned; still missing:")
    assert page.sees(f"2  李娜  …{numbers[1][-4:]}")
    page.key("Return")  # to the word for the rest, which nobody needs
    page.key("Return")
    page.waits_for("What changes")
    page.key("Control-Return")
    page.waits_for("2 cards of batch B-000001 are packed.")
    assert page.sees("1 cards are still missing.")
    assert packed(batch_rows, unit_batch) == [True, False, True]
    page.key("Return")
    page.waits_for("packed for the unit: 2")
    assert "at the Card Center" in page.reads()


def test_b3_a_wrong_card_is_said_so_at_once(page, numbers, people, store):
    other = people.student(number="3002", name="赵敏")
    with store.reading() as books:
        wrong = books.cards.of_holder(other)[0].number
    page.scan(wrong)
    page.waits_for(f"{wrong} is 赵敏's card (active), of no batch.")
    page.scan(numbers[0])
    page.waits_for("1 of 3 cards scanned; still missing:")


def test_b3_a_supervisor_answers_for_the_rest(page, unit_batch, batch_rows):
    page.type("Why the rest is good as well", "counted by hand")
    page.press("Continue")
    page.waits_for("A supervisor must approve this exception.")
    approve(page)
    page.waits_for("packed on a supervisor's word: counted by hand")
    page.key("Control-Return")
    page.waits_for("3 cards of batch B-000001 are packed.")
    assert packed(batch_rows, unit_batch) == [True] * 3
    assert {row.card_state for row in batch_rows(unit_batch)} == {CardState.MADE}


def test_what_was_scanned_is_not_lost_to_another_batch(page, numbers, people):
    people.student(number="4001", card=None, unit=("CHEM", "化学学院"))
    page.scan(numbers[0])
    page.waits_for("1 of 3 cards scanned; still missing:")
    page.desk.stage.page.refresh()
    page.waits_for("化学学院")
    page.press("Make a batch for 化学学院")
    page.waits_for("Finish or cancel the open form first (Esc).")
    assert page.sees("1 of 3 cards scanned; still missing:")
