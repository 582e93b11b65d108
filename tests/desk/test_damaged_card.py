import pytest

from backoffice.domain.cards import CardState
from tests.desk.steps import begin, cards
from tests.fixtures.documents import portrait


@pytest.fixture
def holder(people):
    people.blanks()
    return people.staff(balance=12345, photo=portrait())


def printed(clerk):
    clerk.waits_for("¥123.45 on the new card")
    clerk.key("Control-Return")
    clerk.waits_for("Scan the card that came out of the printer.")


def test_a_scanned_card_is_replaced(clerk, holder, store):
    begin(clerk, "Shift-F4")
    clerk.scan(cards(store, holder)[0].number)
    printed(clerk)
    assert [c.state for c in cards(store, holder)][1] is CardState.SURRENDERED


def test_a_card_that_cannot_be_read_is_typed(clerk, holder, store):
    begin(clerk, "Shift-F4")
    clerk.type("Scan the damaged card", cards(store, holder)[0].number)
    clerk.key("Return")
    printed(clerk)


def test_whoever_was_found_by_the_card_need_not_scan_it_again(clerk, holder, store):
    clerk.scan(cards(store, holder)[0].number)
    clerk.presses = 0
    clerk.key("Shift-F4")
    clerk.settle()
    clerk.key("Return")
    printed(clerk)
    assert clerk.presses == 3


def test_d4_without_the_card_it_is_a_lost_one(clerk, holder):
    begin(clerk, "Shift-F4")
    clerk.press("Check")
    clerk.waits_for("Without the card it is a lost card: open “Lost card”.")
    assert clerk.sees("Rule: D4 · FAQ 7")


def test_d4_another_card_is_named_in_its_step(clerk, holder, people, store):
    other = cards(store, people.staff(name="李娜"))[0].number
    begin(clerk, "Shift-F4", who="20140001")
    clerk.scan(other)
    clerk.waits_for(f"This is …{other[-4:]}, somebody else's card")
    assert cards(store, holder)[0].state is CardState.ACTIVE


def test_it_is_off_the_page_where_no_card_is_active(clerk, people):
    people.staff(card="lost")
    clerk.look_up("20140001")
    assert not clerk.sees("Damaged card")
