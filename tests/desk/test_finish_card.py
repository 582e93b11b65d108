import pytest

from backoffice.domain.cards import CardState
from tests.desk.steps import cards, replace_card
from tests.fixtures.documents import portrait


@pytest.fixture
def holder(clerk, people):
    people.blanks()
    holder = people.staff(balance=900, photo=portrait())
    replace_card(clerk)
    return holder


def test_the_next_clerk_finds_the_card_under_way_and_finishes_it(clerk, holder, store):
    clerk.key("Escape")
    clerk.key("Escape")
    clerk.settle()
    new = cards(store, holder)[0]
    clerk.waits_for(new.short)
    clerk.look_up("20140001")
    clerk.key("F12")
    clerk.settle()
    clerk.scan(new.number)
    clerk.waits_for("in the holder's hand?")
    clerk.key("Control-Return")
    clerk.waits_for("Hand it over.")
    assert cards(store, holder)[0].state is CardState.ACTIVE


def test_a_strange_bar_code_changes_nothing(clerk, holder, store):
    clerk.scan("9781234567897")
    clerk.waits_for("is no card of ours")
    assert cards(store, holder)[0].state is CardState.UNCONFIRMED


def test_a_printer_that_answers_meanwhile_does_not_drop_the_form_that_is_coming(clerk, holder):
    clerk.key("Escape")
    clerk.settle()
    clerk.desk.go_on("finish_card", holder)
    clerk.desk.counter.refresh()
    clerk.waits_for("Scan the card that came out of the printer.")
