import pytest

from backoffice.domain.cards import CardState
from backoffice.domain.certificates import CertificateKind
from tests.desk.steps import NUMBER, begin, cards
from tests.desk.test_lost_card import ZONE
from tests.fixtures.documents import portrait


@pytest.fixture
def holder(people):
    people.blanks()
    return people.staff(card=None, photo=portrait())


def test_b2_from_the_scan_of_the_certificate_to_printing_in_few_keys(clerk, holder, store):
    clerk.scan(NUMBER)
    clerk.presses = 0
    clerk.key("Shift-F3")
    clerk.settle()
    clerk.key("Return")
    clerk.key("Return")
    clerk.waits_for("Print the card")
    clerk.key("Control-Return")
    clerk.waits_for("Scan the card that came out of the printer.")
    assert clerk.presses <= 5
    [card] = cards(store, holder)
    clerk.scan(card.number)
    clerk.waits_for("in the holder's hand?")
    clerk.key("Control-Return")
    clerk.waits_for("is active. Hand it over.")
    assert cards(store, holder)[0].state is CardState.ACTIVE


def test_a_passport_scanned_with_its_last_day_leads_straight_to_the_sheet(clerk, people):
    people.blanks()
    passport = {"certificate": "L898902C3", "certificate_kind": CertificateKind.PASSPORT}
    people.student(card=None, photo=portrait(), **passport)
    clerk.scan(ZONE)
    clerk.presses = 0
    clerk.key("Shift-F3")
    clerk.waits_for("Print the card")
    clerk.key("Control-Return")
    clerk.waits_for("Scan the card that came out of the printer.")
    assert clerk.presses == 2


def test_l1_the_wrong_certificate_is_refused_in_its_step(clerk, holder, store):
    begin(clerk, "Shift-F3")
    clerk.type("Number", "440524198001010013")
    clerk.key("Return")
    clerk.key("Return")
    clerk.waits_for("is not the one on record")
    assert clerk.sees("Rule: L1 · FAQ 8")
    assert cards(store, holder) == []


def test_p1_without_a_photo_it_is_greyed_and_says_how_to_get_one(clerk, people):
    holder = people.staff(card=None, photo=False)
    clerk.look_up("20140001")
    assert clerk.button("First card").instate(["disabled"])
    clerk.point("First card")
    assert clerk.sees("No approved photo: take one (F6), or have it uploaded to the portal.")
    people.submit_photo(holder)
    clerk.key("Escape")
    clerk.look_up("20140001")
    clerk.point("First card")
    assert clerk.sees("The photo waits for approval: have it approved first.")


def test_what_was_kept_is_on_the_page_and_moves_to_the_new_card(clerk, people):
    people.blanks()
    people.staff(card="returned", balance=4200, photo=portrait())
    clerk.look_up("20140001")
    assert clerk.sees("Kept on closed cards")
    assert {"¥0.00", "¥42.00"} <= set(clerk.reads())
    clerk.key("Shift-F3")
    clerk.settle()
    clerk.scan(NUMBER)
    clerk.waits_for("¥42.00 on the new card")
    clerk.key("Control-Return")
    clerk.waits_for("Scan the card that came out of the printer.")
    clerk.wait_until(lambda: not clerk.sees("Kept on closed cards"), what="the page to follow")


@pytest.mark.parametrize("card", ["active", "lost", "expired"])
def test_b1_it_is_off_the_page_of_whoever_is_served_otherwise(clerk, people, card):
    people.temporary(card=card)
    clerk.look_up("20140001")
    assert not clerk.sees("First card")
