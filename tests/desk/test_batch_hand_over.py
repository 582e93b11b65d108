import pytest

from backoffice.domain.batches import CardPlace
from tests.desk.steps import open_tab
from tests.fixtures.books import PROGRAM, run


@pytest.fixture
def packed(unit_batch, store, clock):
    """Pack the whole batch."""

    def pack(books, _turn):
        rows = books.batches.rows(unit_batch.id, most=10)
        books.batches.pack([row.card for row in rows], by=None)

    run(store, clock, PROGRAM, "pack", pack)


def opened(clerk):
    open_tab(clerk, "Batches")
    clerk.waits_for("B-000001")
    return clerk


@pytest.fixture
def page(packed, clerk):
    return opened(clerk)


def test_b3_what_is_not_packed_is_not_handed_over(unit_batch, clerk):
    page = opened(clerk)
    page.waits_for("No card of it is packed for the unit.")


def test_b3_cards_are_handed_over_with_receipt_and_papers(page, unit_batch, batch_rows):
    page.press("Hand over to the unit")
    page.settle()
    page.type("Who takes the cards along", "Zhang Wei")
    page.key("Return")
    page.waits_for("What changes")
    assert page.sees("at 物理学院, taken by Zhang Wei")
    page.key("Control-Return")
    page.waits_for("3 cards of batch B-000001 are at the unit.")
    assert {row.card.place for row in batch_rows(unit_batch)} == {CardPlace.UNIT}
    folder = page.desk.program.settings.printed
    papers = {"unit-sheet-B-000001.pdf", "packing-list-B-000001.pdf"}
    assert papers <= {path.name for path in folder.iterdir()}
    assert page.sees("unit-sheet-B-000001.pdf")


def test_b3_nobody_takes_them_without_a_name(page):
    page.press("Hand over to the unit")
    page.settle()
    page.key("Return")
    page.waits_for("Enter the name of the person at the counter.")


def test_the_sheet_is_written_once_more_while_cards_are_there(page, unit_batch, store):
    assert not page.sees("Signature sheet of the unit")
    page.press("Hand over to the unit")
    page.settle()
    page.type("Who takes the cards along", "Zhang Wei")
    page.key("Return")
    page.waits_for("What changes")
    page.key("Control-Return")
    page.waits_for("3 cards of batch B-000001 are at the unit.")
    page.key("Escape")
    page.settle()
    sheet = page.desk.program.settings.printed / "unit-sheet-B-000001.pdf"
    sheet.unlink()
    page.waits_for("Signature sheet of the unit")
    page.press("Signature sheet of the unit")
    page.settle()
    page.press("Save as PDF")
    page.waits_for("To be signed:")
    assert sheet.exists()
