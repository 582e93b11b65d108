import pytest

from backoffice.domain.cards import CardState
from backoffice.ui import theme
from tests.desk.steps import open_tab


@pytest.fixture
def at_person(clerk, people):
    people.blanks()
    people.staff(balance=1000)
    clerk.look_up("wangxiaoming")
    return clerk


def state(clerk):
    return clerk.desk.counter.person.card.state


def test_f1_lists_the_keys_and_goes_again(clerk):
    clerk.key("F1")
    assert clerk.sees("confirm what the sheet shows")
    assert clerk.sees("Lost card")
    clerk.key("Escape")
    assert not clerk.sees("confirm what the sheet shows")


@pytest.mark.parametrize("key", ["F2", "Control-f"])
def test_to_the_search_box_from_anywhere(at_person, key):
    open_tab(at_person, "Print queue")
    at_person.key(key)
    assert at_person.focus() is at_person.desk.counter.search.box


def test_function_keys_open_what_stands_on_the_buttons(at_person):
    at_person.key("F4")
    at_person.settle()
    assert at_person.sees("Replace a lost card")


def test_a_function_key_that_is_greyed_does_nothing(clerk, people):
    people.staff(card=None)
    clerk.look_up("wangxiaoming")
    assert clerk.sees("There is no card to replace; a first card is needed.")
    assert clerk.button("Lost card").instate(["disabled"])
    clerk.key("F4")
    clerk.settle()
    assert clerk.desk.view is None


def test_enter_never_confirms_and_ctrl_enter_does(at_person):
    at_person.key("F3")
    at_person.waits_for("What changes")
    at_person.key("Return")
    at_person.button("Stop the card").focus_force()
    at_person.key("Return")
    at_person.settle()
    assert state(at_person) is CardState.ACTIVE
    at_person.key("Control-Return")
    at_person.waits_for("is stopped.")
    at_person.wait_until(lambda: state(at_person) is CardState.LOST, what="the page to follow")


def test_space_presses_the_focused_button(at_person):
    at_person.key("F3")
    at_person.waits_for("What changes")
    at_person.button("Stop the card").focus_force()
    at_person.key("space")
    at_person.waits_for("is stopped.")


def test_escape_asks_only_if_something_would_be_lost(at_person):
    at_person.key("F4")
    at_person.settle()
    at_person.key("Escape")
    assert at_person.desk.view is None
    at_person.key("F4")
    at_person.settle()
    at_person.type("Number", "1101")
    at_person.key("Escape")
    assert at_person.sees("Discard what was typed?")
    at_person.key("Escape")
    assert not at_person.sees("Discard what was typed?")
    assert at_person.field("Number").get() == "1101"
    at_person.key("Escape")
    at_person.press("Discard")
    assert at_person.desk.view is None


def test_tab_follows_the_form(at_person):
    at_person.key("F4")
    at_person.settle()
    at_person.field("Certificate shown").focus_force()
    order = []
    for _ in range(5):
        order.append(at_person.focus())
        at_person.key("Tab")
    labels = ["Certificate shown", "Number", "Valid until"]
    assert order[:3] == [at_person.field(label) for label in labels]
    assert order[3:] == [at_person.button("Cancel"), at_person.button("Check")]


def test_enter_goes_from_field_to_field(at_person):
    at_person.key("F4")
    at_person.settle()
    at_person.type("Number", "11010519491231002X")
    at_person.key("Return")
    assert at_person.focus() is at_person.field("Valid until")
    at_person.key("Return")
    at_person.waits_for("What changes")


def test_tabs_by_number_and_lock_by_key(at_person):
    open_tab(at_person, "Print queue")
    at_person.settle()
    assert at_person.sees("Printed at this desk")
    at_person.key("Alt-1")
    at_person.key("Control-l")
    assert at_person.sees("Locked.")


def test_text_grows_and_shrinks(clerk):
    height = clerk.button("Counter").winfo_reqheight()
    clerk.key("Control-plus")
    assert theme.size() == "large"
    assert clerk.button("Counter").winfo_reqheight() > height
    clerk.key("Control-minus")
    clerk.key("Control-minus")
    assert theme.size() == "small"


def test_the_auditor_sees_but_may_not_touch(fresh_clerk, people):
    people.staff(balance=1000)
    fresh_clerk.sign_in("auditor")
    fresh_clerk.waits_for("Auditor (auditor)")
    assert not fresh_clerk.sees("Print queue")
    fresh_clerk.look_up("wangxiaoming")
    assert fresh_clerk.button("Lost card").instate(["disabled"])
    assert fresh_clerk.sees("The role auditor may not serve cardholders.")
