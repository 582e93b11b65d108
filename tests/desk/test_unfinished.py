import json

import pytest

from backoffice.ui import unfinished
from tests.desk.steps import open_tab


@pytest.fixture
def restart(clerk, reopen):
    """Return how to come back after a crash."""

    def again():
        reopen(clerk)
        clerk.sign_in()
        clerk.waits_for("Under way at this desk")
        return clerk

    return again


@pytest.fixture
def open_form(clerk, people):
    people.blanks()
    people.staff(name="王小明", number="20140217", balance=1000)
    clerk.look_up("20140217")
    clerk.press("Report lost")
    clerk.waits_for("What changes")
    return clerk


def remembered(clerk):
    return json.loads((clerk.desk.program.settings.folder / unfinished.FILE).read_text())


def test_an_open_form_is_remembered_by_ids_alone(open_form):
    [form] = remembered(open_form)
    assert set(form) == {"action_id", "workflow", "holder_id", "step"}
    assert (form["workflow"], form["step"]) == ("report_lost", "confirm")
    assert form["action_id"] == open_form.desk.view.action_id


def test_a_closed_form_is_forgotten(open_form):
    open_form.key("Escape")
    open_form.settle()
    assert remembered(open_form) == []


def test_after_a_crash_it_can_be_begun_again_under_the_same_id(open_form, restart):
    action_id = open_form.desk.view.action_id
    clerk = restart()
    assert clerk.sees("Open when the program stopped")
    assert clerk.sees("Report a card lost · 王小明")
    assert clerk.sees("Nothing was done.")
    clerk.press("Begin again")
    clerk.waits_for("What changes")
    assert clerk.desk.view.action_id == action_id


def test_after_a_crash_one_learns_that_it_was_done(open_form, restart):
    open_form.key("Control-Return")
    open_form.waits_for("is stopped.")
    clerk = restart()
    assert clerk.sees("It was done at")
    clerk.press("Open")
    clerk.waits_for("staff 20140217")
    assert clerk.sees("lost")


def test_what_was_noted_does_not_come_back(open_form, restart):
    clerk = restart()
    clerk.press("Noted")
    assert not clerk.sees("Open when the program stopped")
    clerk.key("Control-l")
    clerk.sign_in("zhang")
    clerk.waits_for("Under way at this desk")
    assert not clerk.sees("Open when the program stopped")
    assert remembered(clerk) == []


def test_a_form_without_a_person_is_begun_again_where_it_belongs(clerk, restart):
    open_tab(clerk, "Blanks")
    clerk.settle()
    clerk.press("Blanks received")
    clerk.type("Number on the box", "B-7")
    action_id = clerk.desk.view.action_id
    clerk = restart()
    clerk.press("Begin again")
    clerk.waits_for("Number on the box")
    assert clerk.desk.view.action_id == action_id


def test_a_damaged_file_is_an_empty_one(tmp_path, store):
    path = tmp_path / unfinished.FILE
    for content in ("", "{", '[{"unknown": 1}]', "[1]"):
        path.write_text(content)
        assert unfinished.read(path, store) == []


def test_a_card_nobody_scanned_back_is_listed(clerk, people, counter_replaces, portrait):
    holder = people.staff(name="王小明", balance=1000, photo=portrait)
    counter_replaces(holder)
    clerk.desk.something_happened()
    clerk.waits_for("Not confirmed: scan the card that came out.")
    assert clerk.sees("…0001  王小明")
    clerk.press("Open")
    clerk.waits_for("printed, not yet scanned back")
