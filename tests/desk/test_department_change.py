import pytest

from backoffice.domain.cards import CardState
from backoffice.workflows.department_change import Choice
from tests.desk.steps import begin, cards
from tests.fixtures.documents import portrait


@pytest.fixture
def holder(people):
    people.blanks()
    holder = people.staff(balance=1_234, photo=portrait())
    people.left_unit(holder)
    return holder


def test_d3_the_advice_is_to_keep_the_card(clerk, holder, store):
    begin(clerk, "F5")
    assert clerk.sees("No need, no change")
    assert clerk.sees("On the card: 物理系. On record: 物理学院.")
    clerk.key("Return")
    clerk.waits_for("unchanged; works everywhere as before")
    clerk.key("Control-Return")
    clerk.waits_for("The card is kept. Nothing changed.")
    assert [card.state for card in cards(store, holder)] == [CardState.ACTIVE]


def test_d4_the_scanned_card_is_changed_in_three_presses(clerk, holder, store):
    clerk.look_up("20140001")
    clerk.presses = 0
    clerk.key("F5")
    clerk.settle()
    clerk.scan(cards(store, holder)[0].number)
    clerk.waits_for("¥12.34 stays on the old card")
    clerk.key("Control-Return")
    clerk.waits_for("Scan the card that came out of the printer.")
    assert clerk.presses <= 3
    assert cards(store, holder)[1].state is CardState.SURRENDERED


def test_d4_no_card_leads_over_to_the_lost_card(clerk, holder):
    begin(clerk, "F5")
    choose_change(clerk)
    clerk.press("Continue")
    clerk.waits_for("must be handed in here")
    clerk.press("There is no card: open “Lost card”")
    clerk.waits_for("Certificate shown")


def test_d5_the_purse_that_was_read_stands_on_the_sheet(clerk, holder, store):
    begin(clerk, "F5")
    choose_change(clerk)
    clerk.type("Transit purse, if it was read", "8.80")
    clerk.scan(cards(store, holder)[0].number)
    clerk.waits_for("¥8.80 read from the chip")


def test_d1_where_the_units_agree_it_is_greyed_with_the_reason(clerk, people):
    people.staff()
    clerk.look_up("20140001")
    assert clerk.sees("The card shows the unit on record: nothing to change.")


def test_it_is_off_the_page_of_students(clerk, people):
    people.student()
    clerk.look_up("20140001")
    assert not clerk.sees("Department change")


def choose_change(clerk):
    clerk.desk.view.steps["advice"].fields["choice"].choose(Choice.CHANGE)
    clerk.app.update()
