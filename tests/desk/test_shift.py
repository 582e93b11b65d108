from dataclasses import replace

import pytest

from backoffice.domain.ledger import AccountKind
from tests.fixtures.books import PASSWORD
from tests.fixtures.drawers import FLOAT


@pytest.fixture
def page(clerk):
    """Return the clerk at the drawer's page."""
    clerk.press("Drawer")
    clerk.settle()
    return clerk


def count(clerk, hundreds="", fives=""):
    """Type a count from line to line, with Enter behind the last one."""
    clerk.type("¥100.00", hundreds)
    clerk.type("¥5.00", fives)
    for _ in range(4):  # ¥5, ¥1, ¥0.50, ¥0.10
        clerk.key("Return")


def count_blanks(clerk, stock=""):
    clerk.waits_for("Blank cards in the boxes")
    clerk.type("Blank cards in the boxes", stock)
    for _ in range(2):
        clerk.key("Return")


def cash(store):
    with store.reading() as books:
        desk = books.places.desk_by_code("22").id
        return -books.ledger.balance(AccountKind.CASH, desk_id=desk)


def closing(clerk, *, blanks="", **pieces):
    clerk.press("Close the shift")
    count(clerk, **pieces)
    count_blanks(clerk, blanks)
    clerk.waits_for("blank cards were counted.")
    clerk.key("Control-Return")
    clerk.settle()


def test_a_shift_is_opened_with_a_counted_float(page, store):
    assert page.sees("none is open")
    assert page.button("Close the shift").instate(["disabled"])
    page.press("Open a shift")
    count(page, hundreds="2", fives="4")
    page.waits_for("The shift begins with ¥220.00.")
    page.key("Return")
    assert cash(store) == 0
    page.key("Control-Return")
    page.waits_for("The drawer is open with ¥220.00.")
    assert page.sees("Brought from the safe: ¥220.00")
    assert cash(store) == 22_000
    page.waits_for("open since")


def test_what_is_counted_is_summed_up_while_it_is_typed(page):
    page.press("Open a shift")
    page.type("¥50.00", "3")
    page.type("¥0.10", "5")
    assert page.sees("¥150.50")
    page.type("¥20.00", "x")
    page.key("Return")
    for _ in range(6):
        page.key("Return")
    page.waits_for("Type a whole number.")


def test_cash_goes_to_the_safe_with_a_slip(drawer, page, store, settings):
    page.press("Fetch or drop cash")
    page.type("Amount moved", "300")
    page.key("Return")
    page.waits_for("¥300.00 goes from the drawer into the safe.")
    page.key("Control-Return")
    page.waits_for("Slip 22-000001 is printing: both sign it.")
    assert cash(store) == FLOAT - 30_000
    printed = settings.folder / "printed"
    page.wait_until(lambda: list(printed.glob("22-000001*.pdf")), what="the slip")
    page.press("Print queue")
    page.waits_for("22-000001")
    page.wait_until(lambda: page.sees("unconfirmed"), what="the slip to be printed")


def test_a_drawer_gives_no_more_than_it_holds(drawer, page, store):
    page.press("Fetch or drop cash")
    page.type("Amount moved", "1000.01")
    page.key("Return")
    page.key("Control-Return")
    page.waits_for("There is not so much money in this drawer.")
    assert cash(store) == FLOAT


def test_the_count_is_blind_and_closes_the_shift_where_it_agrees(drawer, page):
    page.press("Close the shift")
    assert not page.sees("expected: ")
    page.type("¥100.00", "10")
    assert not any("Difference" in text for text in page.reads())
    page.key("Escape")
    page.press("Discard")
    closing(page, hundreds="10")
    page.waits_for("The shift is closed. Its report has number 1.")
    assert page.sees("The count agrees: ¥1000.00.")
    page.waits_for("none is open")


def test_a_difference_is_said_after_the_count_and_explained(drawer, page, store):
    closing(page, hundreds="9", fives="19")
    page.waits_for("¥5.00 is missing in the drawer.")
    page.type("What is known of the difference", "a note was torn")
    page.key("Control-Return")
    page.waits_for("the difference -¥5.00 is booked.")
    assert cash(store) == FLOAT - 500


def test_a_recount_asks_again(drawer, page):
    closing(page, hundreds="9", fives="19")
    page.waits_for("¥5.00 is missing in the drawer.")
    page.press("Back")
    page.press("Back")
    page.type("¥5.00", "")
    page.field("¥5.00").delete(0, "end")
    page.type("¥5.00", "20")
    for _ in range(4):
        page.key("Return")
    count_blanks(page)
    page.waits_for("¥1000.00 and 0 blank cards were counted.")
    page.key("Control-Return")
    page.waits_for("The shift is closed.")


def test_a_large_difference_needs_a_second_person(drawer, page, store):
    closing(page, hundreds="9")
    page.waits_for("¥100.00 is missing in the drawer.")
    page.type("What is known of the difference", "unknown")
    page.key("Control-Return")
    page.waits_for("A supervisor approves")
    page.type("Name", "zhang")
    page.key("Return")
    page.keys(PASSWORD)
    page.key("Return")
    page.waits_for("the difference -¥100.00 is booked.")
    assert cash(store) == FLOAT - 10_000


def test_a_day_does_not_close_over_unconfirmed_paper(drawer, page):
    page.press("Fetch or drop cash")
    page.type("Amount moved", "100")
    page.key("Return")
    page.key("Control-Return")
    page.waits_for("is printing: both sign it.")
    page.wait_until(
        lambda: page.desk.lanes.idle("printer receipt", "store"), what="the slip to be out"
    )
    page.key("Return")
    closing(page, hundreds="9")
    page.waits_for("Printed papers nobody confirmed")


def test_an_auditor_has_no_drawer(fresh_clerk):
    fresh_clerk.sit_down("auditor")
    assert not fresh_clerk.sees("Drawer")


def test_an_x_report_is_printed_by_a_supervisor_only(drawer, page):
    assert page.button("Report so far (X)").instate(["disabled"])
    assert page.sees("The role clerk may not approve an exception.")


@pytest.fixture
def supervisor(drawer, fresh_clerk):
    """Return zhang at the drawer's page."""
    fresh_clerk.sit_down("zhang")
    fresh_clerk.press("Drawer")
    fresh_clerk.settle()
    return fresh_clerk


def test_an_x_report_is_printed_at_any_time(supervisor, settings):
    supervisor.press("Report so far (X)")
    supervisor.key("Control-Return")
    supervisor.waits_for("Report 22-000001 is printing.")
    printed = settings.folder / "printed"
    supervisor.wait_until(lambda: list(printed.glob("22-000001*.pdf")), what="the report")


def test_the_report_is_saved_as_a_file(supervisor, tmp_path, monkeypatch):
    monkeypatch.setattr("backoffice.ui.views.shift.choose_folder", lambda *_, **__: tmp_path)
    supervisor.press("Report so far (X)")
    supervisor.press("Save as a file")
    supervisor.waits_for("The report is in")
    assert (tmp_path / "shift-22-20261123-090000.pdf").read_bytes().startswith(b"%PDF")


def test_blanks_are_counted_blind_after_the_money(drawer, page, people, store):
    people.blanks(count=3)
    closing(page, hundreds="10", blanks="2")
    page.waits_for("Blank cards missing in the boxes: 1.")
    page.type("What is known of the difference", "bent")
    page.key("Control-Return")
    page.waits_for("Difference of blank cards: -1; it is booked.")
    with store.reading() as books:
        desk = books.places.desk_by_code("22").id
        assert books.ledger.balance(AccountKind.STOCK, desk_id=desk) == 2


def test_the_printers_own_counter_is_asked_at_both_ends(page, program):
    """What a desk's printer tells; how it tells it is proved in tests/paper."""
    printers, life = program.printers(), {"card": 1_000}

    class Counting:
        names, picture = printers.names, printers.picture
        prepare, deliver = printers.prepare, printers.deliver

        def state(self, name):
            return replace(printers.state(name), counter=life.get(name))

    vars(program).update(printers=Counting)
    page.press("Open a shift")
    count(page)
    page.waits_for("The shift begins with ¥0.00.")
    page.key("Control-Return")
    page.waits_for("The drawer is open")
    life["card"] += 1  # somebody printed a card past the program
    page.key("Return")
    closing(page)
    page.waits_for("The printer says that it made 1 cards, the books say 0.")
    page.type("What is known of the difference", "a test card")
    page.key("Control-Return")
    page.waits_for("The shift is closed.")
