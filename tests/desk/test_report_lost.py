from backoffice.domain.cards import CardState
from tests.desk.steps import begin, cards


def test_a_card_is_stopped_with_two_keys(clerk, people, store):
    holder = people.staff(balance=900)
    begin(clerk, "F3")
    clerk.waits_for("Stop the card")
    clerk.waits_for("not with this card")
    clerk.key("Control-Return")
    clerk.waits_for("is stopped.")
    assert cards(store, holder)[0].state is CardState.LOST


def test_where_nothing_can_be_stopped_it_says_why(clerk, people):
    people.staff(card="lost")
    clerk.look_up("20140001")
    assert clerk.sees("There is no active card to stop.")
    clerk.key("F3")
    clerk.settle()
    assert not clerk.sees("Stop the card")
