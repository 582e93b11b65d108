import pytest

from backoffice.domain.cards import CardState
from backoffice.domain.policies import DEPARTMENT_CHANGE_BALANCE
from backoffice.workflows.department_change import Choice
from tests.desk.steps import begin, cards
from tests.fixtures.books import PROGRAM, run
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
    assert clerk.sees("what is in the transit purse stays in the old chip")
    assert clerk.sees("¥12.34 would stay on the closed card until a supervisor pays it out.")
    assert not clerk.sees("Scan the original card")
    clerk.key("Return")
    clerk.waits_for("unchanged; works everywhere as before")
    assert clerk.button("Keep the card").winfo_viewable()
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
    assert clerk.button("Change and print").winfo_viewable()
    clerk.key("Control-Return")
    clerk.waits_for("Scan the card that came out of the printer.")
    assert clerk.presses <= 3
    assert cards(store, holder)[1].state is CardState.SURRENDERED
    clerk.waits_for("Kept on closed cards")


def test_d4_who_was_found_by_the_card_need_not_scan_it_twice(clerk, holder, store):
    clerk.scan(cards(store, holder)[0].number)
    clerk.key("F5")
    clerk.settle()
    choose(clerk, Choice.CHANGE)
    clerk.press("Check")
    clerk.waits_for("¥12.34 stays on the old card")


def test_d5_where_the_balance_follows_the_advice_says_so(clerk, holder, store, clock):
    name = DEPARTMENT_CHANGE_BALANCE.name
    run(
        store, clock, PROGRAM, "policy_set", lambda books, _: books.policies.decide(name, "follows")
    )
    begin(clerk, "F5")
    assert clerk.sees("¥12.34 would move along.")
    clerk.scan(cards(store, holder)[0].number)
    clerk.waits_for("¥12.34 on the new card")


def test_d4_another_card_is_refused_in_its_step(clerk, holder, people, store):
    other = people.staff(name="李娜", name_latin="Li Na")
    begin(clerk, "F5")
    clerk.scan(cards(store, other)[0].number)
    clerk.waits_for("somebody else's card")
    assert clerk.sees("Rule: D4 · FAQ 7")


def test_d3_what_was_typed_for_a_change_does_not_hinder_keeping(clerk, holder):
    begin(clerk, "F5")
    choose(clerk, Choice.CHANGE)
    assert clerk.focus() is clerk.field("Scan the original card")
    clerk.type("Transit purse, if it was read", "x")
    choose(clerk, Choice.KEEP)
    clerk.press("Check")
    clerk.waits_for("unchanged; works everywhere as before")


def test_d4_no_card_leads_over_to_the_lost_card(clerk, holder):
    begin(clerk, "F5")
    choose(clerk, Choice.CHANGE)
    clerk.press("Check")
    clerk.waits_for("must be handed in here")
    clerk.wait_until(lambda: in_sight(clerk, "There is no card: open “Lost card”"), what="the way")
    clerk.press("There is no card: open “Lost card”")
    clerk.waits_for("Certificate shown")
    assert clerk.sees("Replace a lost card")


def test_the_way_to_the_lost_card_goes_with_its_refusal(clerk, holder, store):
    begin(clerk, "F5")
    choose(clerk, Choice.CHANGE)
    clerk.press("Check")
    clerk.waits_for("There is no card: open “Lost card”")
    clerk.scan(cards(store, holder)[0].number)
    clerk.waits_for("¥12.34 stays on the old card")
    clerk.press("Back")
    assert not clerk.sees("There is no card")


def test_d5_the_purse_that_was_read_stands_on_the_sheet(clerk, holder, store):
    begin(clerk, "F5")
    choose(clerk, Choice.CHANGE)
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


def in_sight(clerk, name):
    """Tell whether a button ends above the row of buttons, in which a tall form ends."""
    button, row = clerk.button(name), clerk.button("Check")
    return button.winfo_rooty() + button.winfo_height() <= row.winfo_rooty()


def choose(clerk, choice):
    box = clerk.field("The holder wants to")
    box.current(list(Choice).index(choice))
    box.event_generate("<<ComboboxSelected>>")
    clerk.app.update()
