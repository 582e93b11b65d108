from backoffice.domain.cards import CardState
from backoffice.workflows.return_card import Leaving
from tests.desk.steps import begin, cards


def test_a_card_is_taken_back_and_its_balance_kept(clerk, people, store):
    holder = people.staff(balance=4200)
    begin(clerk, "Shift-F8")
    box = clerk.field("Why it is returned")
    box.current(list(Leaving).index(Leaving.CONTRACT))
    box.event_generate("<<ComboboxSelected>>")
    clerk.scan(cards(store, holder)[0].number)
    clerk.waits_for("¥42.00, kept for the holder until it is settled")
    assert clerk.sees("Returned: end of contract")
    clerk.key("Return")
    clerk.settle()
    assert cards(store, holder)[0].state is CardState.ACTIVE
    clerk.key("Control-Return")
    clerk.waits_for("is returned. Keep it back.")
    assert clerk.sees("¥42.00 is kept until it is settled.")
    assert cards(store, holder)[0].state is CardState.RETURNED
    clerk.waits_for("Kept on closed cards")


def test_d4_without_the_card_nothing_is_returned(clerk, people):
    people.staff()
    begin(clerk, "Shift-F8")
    clerk.press("Check")
    clerk.waits_for("must be handed in here.")
    assert clerk.sees("Rule: D4 · FAQ 7")


def test_it_is_off_the_page_where_no_card_is_active(clerk, people):
    people.staff(card="returned")
    clerk.look_up("20140001")
    assert not clerk.sees("Return card")
