from datetime import date

import pytest

from backoffice.domain.cards import CardState
from tests.desk.steps import NUMBER, begin, cards, tick
from tests.fixtures.documents import portrait

TODAY, NEXT_YEAR = date(2026, 11, 23), date(2027, 11, 23)


@pytest.fixture
def holder(people):
    people.blanks()
    return people.temporary(valid_until=TODAY, balance=4200, photo=portrait())


def printed(clerk):
    clerk.waits_for("¥42.00 on the new card")
    clerk.key("Control-Return")
    clerk.waits_for("Scan the card that came out of the printer.")


def test_the_old_card_is_scanned_and_a_new_one_printed(clerk, holder, people, store):
    people.extend(holder, NEXT_YEAR)
    begin(clerk, "Shift-F2")
    clerk.scan(cards(store, holder)[0].number)
    printed(clerk)
    assert cards(store, holder)[1].state is CardState.SURRENDERED


def test_an_expired_card_that_is_not_here_asks_for_the_certificate(
    clerk, holder, people, store, clock
):
    clock.move(days=1)
    people.extend(holder, NEXT_YEAR)
    begin(clerk, "Shift-F2")
    assert not clerk.sees("Certificate shown")
    tick(clerk, "The expired card is not here")
    assert not clerk.sees("Scan the old card")
    clerk.scan(NUMBER)
    clerk.waits_for("The old card was not handed in; it is dead.")
    printed(clerk)
    assert cards(store, holder)[1].state is CardState.EXPIRED


def test_a_card_still_valid_is_handed_in_whatever_is_ticked(clerk, holder, people):
    people.extend(holder, NEXT_YEAR)
    begin(clerk, "Shift-F2")
    tick(clerk, "The expired card is not here")
    clerk.scan(NUMBER)
    clerk.waits_for("Without the card it is a lost card: open “Lost card”.")


def test_a_box_ticked_by_mistake_gives_the_card_its_field_back(clerk, holder, people, store):
    people.extend(holder, NEXT_YEAR)
    begin(clerk, "Shift-F2")
    tick(clerk, "The expired card is not here")
    tick(clerk, "The expired card is not here")
    assert not clerk.sees("Certificate shown")
    clerk.scan(cards(store, holder)[0].number)
    printed(clerk)


def test_a_record_that_was_not_extended_is_greyed_with_what_to_do(clerk, holder, clock):
    clerk.look_up("20140001")
    assert clerk.button("Renew card").instate(["disabled"])
    assert clerk.sees("The card is valid until 2026-11-23, as long as the record.")
    clerk.key("Escape")
    clock.move(days=1)
    clerk.look_up("20140001")
    assert clerk.sees("The right to a card is over: the unit must extend it first.")


def test_staff_and_students_see_nothing_of_it(clerk, people):
    people.student()
    clerk.look_up("20140001")
    assert not clerk.sees("Renew card")
