import pytest

from backoffice.actions import new_action_id, perform
from backoffice.domain.cards import CardState
from backoffice.domain.found_cards import FoundState
from backoffice.workflows import found_card
from tests.desk.steps import cards, tick
from tests.fixtures.books import actor
from tests.fixtures.documents import portrait


@pytest.fixture
def holder(people):
    return people.staff(photo=portrait())


@pytest.fixture
def card(store, holder):
    return cards(store, holder)[0]


@pytest.fixture
def at_the_list(clerk, card):
    """Return the clerk before the page of found cards, where nothing is kept."""
    clerk.press("Found cards")
    return clerk


@pytest.fixture
def kept(at_the_list, card):
    """Return the clerk before the page, with the card handed in."""
    at_the_list.scan(card.number)
    at_the_list.waits_for("belongs to 王小明")
    at_the_list.type("Where it was found", "library")
    at_the_list.key("Return")
    at_the_list.waits_for("is kept at this desk.")
    at_the_list.key("Return")
    at_the_list.settle()
    return at_the_list


def found(store):
    with store.reading() as books:
        return books.found_cards.get(1)


def test_a_scan_on_the_page_hands_a_card_in_by_keyboard(kept, store):
    assert (found(store).found_where, found(store).state) == ("library", FoundState.KEPT)
    assert {"…0001", "library", "Campus Card Center, window 22"} <= set(kept.reads())
    assert kept.sees("The holder was not told yet.")


def test_the_text_for_the_holder_is_copied_and_that_they_were_told_is_noted(kept, store):
    kept.press("Tell the holder")
    assert kept.sees("Your campus card ending in 0001 was found.")
    kept.press("Copy the text")
    copied = kept.app.clipboard_get()
    assert "Please fetch it in person at" in copied
    assert "2027-02-21" in copied  # 90 days after 2026-11-23
    kept.key("Return")
    kept.waits_for("It is noted that the holder was told.")
    assert found(store).told_on is not None


def test_it_is_given_back_when_card_and_face_were_compared(kept, card, store):
    kept.press("Give the card back")
    kept.scan(card.number)
    kept.key("Control-Return")
    kept.waits_for("The face was not compared with the photo.")
    tick(kept, "I compared the face with the photo")
    kept.key("Return")
    kept.settle()
    assert found(store).state is FoundState.KEPT  # Enter confirms nothing
    kept.key("Control-Return")
    kept.waits_for("Hand the card over: it is given back.")
    assert found(store).state is FoundState.GIVEN_BACK


def test_it_is_destroyed_after_the_days_of_the_policy_and_not_before(kept, clock, store, holder):
    assert kept.button("Keep the card for destruction").instate(["disabled"])
    assert kept.sees("It is kept until")
    clock.move(days=90)
    kept.press("Counter")
    kept.press("Found cards")
    kept.press("Keep the card for destruction")
    kept.key("Control-Return")
    kept.waits_for("It waits for destruction now")
    assert found(store).state is FoundState.DESTROYED
    assert cards(store, holder)[0].state is CardState.LOST


def test_a_scan_from_anywhere_shows_that_it_is_kept_and_where(kept, card, store, holder):
    kept.press("Counter")
    kept.scan(card.number)
    kept.waits_for("Card …0001 was found: it is kept at")
    assert kept.sees("found: library")
    assert "Found card" not in kept.reads()  # it is kept already
    with store.reading() as books:
        assert [one.code for one in books.journal.of_holder(holder)] == ["found_card"]


def test_a_card_scanned_at_the_counter_is_handed_in_from_there(clerk, card, store):
    clerk.scan(card.number)
    clerk.press("Found card")
    clerk.waits_for("belongs to 王小明")
    clerk.key("Return")
    clerk.waits_for("is kept at this desk.")
    clerk.waits_for("Card …0001 was found: it is kept at")
    assert found(store).card_number == card.number


def test_a_card_kept_already_is_chosen_in_the_list(kept, card):
    kept.scan(card.number)
    assert not kept.sees("Scan the card that was found")
    assert kept.sees(f"Chosen: {card.number}")


def test_what_is_kept_at_another_desk_is_seen_and_not_settled_here(clerk, card, store, clock):
    elsewhere = actor(store, "wangfang", "23")
    request = found_card.Request(scanned=card.number)
    form = {"action_id": new_action_id(), "actor": elsewhere}
    perform(store, clock, found_card.WORKFLOW, request, **form)
    clerk.press("Found cards")
    clerk.waits_for("It is kept at another desk.")
    assert clerk.button("Give the card back").instate(["disabled"])
    assert clerk.button("Tell the holder").instate(["!disabled"])


def test_what_is_no_card_of_ours_is_refused_in_place(at_the_list):
    at_the_list.scan("0000000000")
    at_the_list.waits_for("This is no card of ours.")
