"""The administrator sets printers up at the window: found, checked, changed, proved on paper."""

import pytest

from backoffice.domain.ledger import AccountKind
from backoffice.domain.print_jobs import JobKind
from backoffice.workflows import lost_card, waiting_job
from tests.fixtures.ipp_printer import wait_until
from tests.rules.conftest import CERTIFICATE, Counter

SETTINGS = "settings.toml"


@pytest.fixture
def page(fresh_clerk, monkeypatch, people):
    """Return the administrator at the printers; this machine has no CUPS of its own."""
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:1")
    people.blanks(count=5)
    fresh_clerk.sit_down("admin")
    fresh_clerk.press("Administration")
    fresh_clerk.press("Printers")
    fresh_clerk.waits_for("The printer is ready.")
    return fresh_clerk


def pick(page, label, value):
    box = page.field(label)
    box.current(list(box.cget("values")).index(value))
    box.event_generate("<<ComboboxSelected>>")
    page.app.update()


def fill(page, label, text):
    page.field(label).delete(0, "end")
    page.type(label, text)


def blanks(store, desk_id):
    with store.reading() as books:
        return books.ledger.balance(AccountKind.STOCK, desk_id=desk_id)


def test_every_printer_tells_how_it_is(page):
    said = page.reads()
    assert {"card", "receipt", "cards", "receipts and slips"} <= set(said)
    assert "folder" in said
    assert page.sees("These settings belong to this desk")


def test_a_printer_is_set_up_checked_and_used_at_once(page, ipp_printer, tmp_path):
    ipp_printer.has_ribbon(40, made=1234)
    page.press("Set up a printer")
    page.waits_for("No printer was found by itself")
    page.press("Go on")
    fill(page, "Name of the printer", "card-b")
    fill(page, "Address", ipp_printer.uri)
    assert page.field("Address").get() == ipp_printer.uri
    page.press("Check the connection")
    page.waits_for("Printed in its life: 1234")
    assert page.sees("Left: Ribbon YMCKO 40 %")
    fill(page, "Move to the right", "0.5")
    pick(page, "Way round", "upside down")
    page.key("Control-Return")
    page.waits_for("Printer “card-b” is in use like this from now on.")
    text = (tmp_path / SETTINGS).read_text()
    assert "[printers.card-b]" in text
    assert "offset_x_mm = 0.5" in text
    assert "orientation = 180" in text
    program = page.desk.program
    assert program.printers().names("card") == ("card", "card-b")
    page.waits_for("1234")  # in the list
    page.wait_until(lambda: page.sees("● card-b"), what="the sign at the top")


def test_what_can_not_be_is_said_in_one_sentence_and_nothing_is_written(page, tmp_path):
    page.press("Change the printer")
    fill(page, "Move to the right", "far")
    page.key("Control-Return")
    page.waits_for("“far” is no length.")
    fill(page, "Move to the right", "99")
    page.key("Control-Return")
    page.waits_for("offset_x_mm must be between -10 and 10.")
    assert not (tmp_path / SETTINGS).exists()


def test_a_printer_is_changed_by_keyboard_alone(page, tmp_path):
    page.key("Return")
    page.waits_for("Change the printer")
    fill(page, "Move down", "-1,5")
    page.key("Control-Return")
    page.waits_for("Printer “card” is in use like this")
    assert "offset_y_mm = -1.5" in (tmp_path / SETTINGS).read_text()


def test_a_test_card_is_printed_and_its_blank_is_booked(page, store, tmp_path):
    desk = page.desk.session_place.id
    before = blanks(store, desk)
    page.press("Print the test page")
    assert page.sees("It uses up one blank card")
    page.key("Control-Return")
    page.waits_for("The file was written.")
    wait_until(lambda: list(tmp_path.rglob("test-*.pdf")))
    assert blanks(store, desk) == before - 1


def test_a_printer_that_is_dead_is_said_to_be_so_where_it_is_checked(page):
    page.press("Change the printer")
    pick(page, "Connection", "raw TCP, port 9100")
    fill(page, "Address", "127.0.0.1:1")
    page.press("Check the connection")
    page.waits_for("The printer does not answer; check power and cable.")
    page.key("Escape")


def test_a_queue_of_this_machine_is_found(page, cups_server, ipp_printer, monkeypatch):
    cups_server.queue("cards", ipp_printer.uri)
    monkeypatch.setenv("CUPS_SERVER", cups_server.address)
    page.press("Set up a printer")
    page.waits_for("Found: 1.")
    pick(page, "Found", "cards · queue of CUPS on this machine")
    page.press("Go on")
    assert page.field("Address").get() == "cards"
    page.key("Control-Return")
    page.waits_for("Printer “cards” is in use like this from now on.")


def add_folder(page, tmp_path, name="card-b"):
    page.press("Set up a printer")
    page.waits_for("No printer was found by itself")
    page.press("Go on")
    fill(page, "Name of the printer", name)
    pick(page, "Connection", "folder where files appear")
    page.field("Address").insert(0, str(tmp_path / "there"))
    page.key("Control-Return")
    page.waits_for(f"Printer “{name}” is in use like this from now on.")
    page.key("Return")
    page.waits_for(name)


def choose(page, name):
    table = page.focus()
    while table.item(table.selection()[0], "text") != name:
        page.key("Down")


def test_a_printer_is_removed_after_one_question(page, tmp_path):
    (tmp_path / "there").mkdir()
    add_folder(page, tmp_path)
    choose(page, "card-b")
    page.press("Remove the printer")
    page.waits_for("“card-b” is not used at this desk any more.")
    page.key("Control-Return")
    page.waits_for("Printer “card-b” is removed.")
    assert "card-b" not in (tmp_path / SETTINGS).read_text()
    page.key("Return")
    page.wait_until(lambda: not page.sees("card-b"), what="the list without it")


def test_the_only_printer_of_its_kind_is_not_removed(page, tmp_path):
    page.press("Remove the printer")
    page.key("Control-Return")
    page.waits_for("“card” is the only printer of this desk for what it prints.")
    assert not (tmp_path / SETTINGS).exists()


def test_the_only_printer_for_cards_is_not_made_one_for_receipts(page, tmp_path):
    page.press("Change the printer")
    pick(page, "It prints", "receipts and slips")
    page.key("Control-Return")
    page.waits_for("“card” is the only printer of this desk for what it prints.")
    assert not (tmp_path / SETTINGS).exists()


def test_a_printer_that_something_waits_for_is_neither_removed_nor_renamed(
    page, people, store, clock, clerk_actor, tmp_path
):
    (tmp_path / "there").mkdir()
    add_folder(page, tmp_path)
    text = (tmp_path / SETTINGS).read_text()
    page.desk.printing.stop()
    counter = Counter(store, clock, clerk_actor)
    counter.do(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)
    [card] = counter.queued(JobKind.CARD)
    to = {"desk_id": card.desk_id, "printer": "card-b"}
    counter.do(waiting_job, job_ids=(card.id,), **to)
    choose(page, "card-b")
    page.press("Remove the printer")
    page.key("Control-Return")
    page.waits_for("Waiting for “card-b” or under way on it: 1.")
    page.key("Escape")
    page.press("Change the printer")
    fill(page, "Name of the printer", "card-c")
    page.key("Control-Return")
    page.waits_for("Waiting for “card-b” or under way on it: 1.")
    assert (tmp_path / SETTINGS).read_text() == text


def test_a_printer_is_renamed_and_goes_on_printing_cards(page, tmp_path):
    page.press("Change the printer")
    fill(page, "Name of the printer", "receipt")
    page.key("Control-Return")
    page.waits_for("There is a printer “receipt” already.")
    fill(page, "Name of the printer", "card-a")
    page.key("Control-Return")
    page.waits_for("Printer “card-a” is in use like this from now on.")
    assert "[printers.card-a]" in (tmp_path / SETTINGS).read_text()
    assert page.desk.program.printers().names("card") == ("card-a",)
    page.waits_for("card-a")  # in the list


def test_a_clerk_sees_no_settings_of_printers(clerk):
    assert not clerk.sees("Administration")
