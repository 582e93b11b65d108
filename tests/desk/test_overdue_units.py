from datetime import timedelta

import pytest

from backoffice.domain.batches import CardPlace
from tests.desk.steps import note_contact, open_tab
from tests.fixtures.books import PROGRAM, run


@pytest.fixture
def page(unit_batch, clerk, store, clock):
    """The page of batches when a unit has had three cards for 40 days."""

    def hand_over(books, _turn):
        for row in books.batches.rows(unit_batch.id, most=10):
            books.batches.put([row.card], CardPlace.UNIT)

    today = clock.moment
    clock.moment = today - timedelta(days=40)
    run(store, clock, PROGRAM, "hand over", hand_over)
    clock.moment = today
    open_tab(clerk, "Batches")
    clerk.waits_for("Overdue units: 1")
    return clerk


def test_b3_units_that_are_overdue_are_listed_with_a_text_to_copy(page):
    page.press("Overdue units: 1")
    page.waits_for("Units that are overdue")
    assert {"物理学院", "3", "10"} <= set(page.reads())
    assert page.sees("Batch B-000001")
    assert page.sees("to be returned by")
    page.key("Return")
    page.waits_for("The text is copied: paste it where you write to the contact.")
    copied = page.app.clipboard_get()
    assert "物理学院" in copied
    assert "3 campus cards were to be handed out or returned by" in copied
    assert "3 张校园卡" in copied
    page.key("Escape")
    page.waits_for("Batches made")
    assert "overdue" in page.reads()


def test_b3_who_is_to_be_written_to_is_noted_beside_the_list(page):
    page.press("Overdue units: 1")
    page.waits_for("Units that are overdue")
    assert "—" in page.reads()
    page.press("Contact of the unit")
    note_contact(page, "赵敏", "86413001")
    page.wait_until(lambda: "赵敏 86413001" in page.reads(), what="the list to name the contact")


def test_b3_nobody_is_overdue_before_the_days_are_over(unit_batch, clerk):
    open_tab(clerk, "Batches")
    clerk.waits_for("Overdue units: 0")
    clerk.wait_until(
        lambda: clerk.desk.stage.page._late.instate(["disabled"]), what="the button to rest"
    )
