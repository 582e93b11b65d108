import pytest

from backoffice.workflows import batch_pack
from tests.desk.steps import note_contact, open_tab
from tests.rules.conftest import Counter


@pytest.fixture
def batches(unit_batch, clerk):
    open_tab(clerk, "Batches")
    clerk.waits_for("Contact of the unit")
    return clerk


@pytest.fixture
def office(people, unit_batch, fresh_clerk):
    """Return the administrator at the units."""
    people.student(number="2001", unit=("CHEM", "化学学院"))
    fresh_clerk.sit_down("admin")
    fresh_clerk.press("Administration")
    fresh_clerk.press("Units")
    fresh_clerk.waits_for("Contact of the unit")
    fresh_clerk.waits_for("物理学院")
    return fresh_clerk


def unit(store, batch):
    with store.reading() as books:
        return books.batches.get(batch.id).unit


def test_b3_the_contact_is_noted_at_the_batch_and_takes_the_cards_along(
    batches, store, clock, clerk_actor, unit_batch, batch_rows
):
    numbers = tuple(row.card_number for row in batch_rows(unit_batch))
    counter = Counter(store, clock, clerk_actor)
    counter.do(batch_pack, batch_id=unit_batch.id, scanned=numbers)
    batches.press("Contact of the unit")
    note_contact(batches, "赵敏", "86413001")
    assert unit(store, unit_batch).reached == "赵敏 86413001"
    batches.key("Return")
    batches.waits_for("contact: 赵敏 86413001")
    batches.press("Hand over to the unit")
    batches.waits_for("Who takes the cards along")
    assert batches.field("Who takes the cards along").get() == "赵敏"


def test_b3_the_administrator_notes_it_in_the_list_of_units(office, store, unit_batch):
    office.type("Only units with", "phys")
    office.wait_until(lambda: not office.sees("化学学院"), what="the others to go")
    office.key("Return")  # on into the table
    office.key("Return")
    note_contact(office, "赵敏", "86413001")
    office.waits_for("86413001")
    assert unit(store, unit_batch).contact == "赵敏"
    assert not office.sees("化学学院")  # it still shows only those that were asked for


def test_a_sign_that_no_paper_can_carry_is_told_of(batches, store, unit_batch):
    batches.press("Contact of the unit")
    batches.waits_for("Empty while nobody is known.")
    batches.type("Who collects the cards", "赵𓀀")
    batches.press("Check")
    batches.waits_for("the character 𓀀 (U+13000) can't be printed.")
    assert unit(store, unit_batch).reached == ""
