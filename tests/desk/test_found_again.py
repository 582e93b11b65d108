from backoffice.domain.cards import CardState
from tests.desk.steps import begin, cards


def test_a_found_card_works_again_once_it_was_scanned(clerk, people, store):
    holder = people.staff(card="lost", balance=900)
    begin(clerk, "F11")
    clerk.scan("0000000042")
    clerk.waits_for("This is not the lost card")
    assert clerk.sees("Rule: L2 · FAQ 8")
    clerk.scan(cards(store, holder)[0].number)
    clerk.waits_for("Make it work again")
    clerk.waits_for("¥9.00, unchanged")
    clerk.key("Control-Return")
    clerk.waits_for("works again.")
    assert cards(store, holder)[0].state is CardState.ACTIVE
