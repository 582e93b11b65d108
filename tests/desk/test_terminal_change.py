import pytest

from backoffice.domain.places import TerminalService
from tests.desk.steps import tick


@pytest.fixture
def page(fresh_clerk):
    """Return the administrator at the terminals."""
    fresh_clerk.sit_down("admin")
    fresh_clerk.press("Administration")
    fresh_clerk.press("Terminals")
    fresh_clerk.waits_for("Area 2, Information Service Center")
    return fresh_clerk


def terminals(store):
    with store.reading() as books:
        return books.places.terminals()


def fill(page, label, text):
    page.field(label).delete(0, "end")
    page.type(label, text)


def test_t1_the_five_terminals_stand_there(page):
    said = page.reads()
    assert "Science Park, Nanyuan restaurant, first floor" in said
    assert said.count("everything") == 5
    assert "一区师生服务大厅自助服务区" in said  # of the chosen one stands beside them what it is
    page.key("Down")
    page.waits_for("一区学苑食堂一楼")


def test_t1_a_terminal_is_added_by_keyboard(page, store):
    page.press("Add a terminal")
    page.waits_for("Chinese name")
    page.type("Chinese name", "二区图书馆")
    page.key("Return")
    page.keys("Area 2, library")
    tick(page, "replacement of cards")
    page.press("Check")
    page.waits_for("What changes")
    page.key("Control-Return")
    page.waits_for("Slips that are printed from now on know it.")
    page.waits_for("recharge, loss reporting, collection of cards")
    added = terminals(store)[-1]
    assert (added.name_zh, added.name_en, added.area) == ("二区图书馆", "Area 2, library", "1")
    assert set(TerminalService) - set(added.services) == {TerminalService.REPLACEMENT}


def test_t1_a_terminal_goes_out_of_service(page, store):
    page.key("Return")
    page.waits_for("Change the terminal")
    page.waits_for("Desks of the same campus send there first.")
    box = page.field("State")
    box.current(1)
    box.event_generate("<<ComboboxSelected>>")
    page.press("Check")
    page.waits_for("What changes")
    page.key("Control-Return")
    page.waits_for("Slips that are printed from now on know it.")
    assert [one.in_service for one in terminals(store)] == [False, *[True] * 4]


def test_a_name_that_is_missing_is_asked_for_in_place(page):
    page.key("Return")
    page.waits_for("Desks of the same campus send there first.")
    fill(page, "English name", "")
    page.press("Check")
    page.waits_for("Receipts and slips carry both languages.")


def test_a_sign_that_no_slip_can_carry_is_told_of(page):
    page.key("Return")
    page.waits_for("Desks of the same campus send there first.")
    fill(page, "Chinese name", "大厅𓀀")
    page.press("Check")
    page.waits_for("the character 𓀀 (U+13000) can't be printed.")
