"""A design that was changed and not saved is there again whenever its administrator comes back."""

import json

import pytest
from sqlalchemy import text

from backoffice.ui import dialogs

BACK = "Your unsaved changes of"


def open_page(clerk):
    clerk.sit_down("admin")
    clerk.press("Card design")
    settle(clerk)
    clerk.waits_for("All 20 hard cases")
    return clerk


def settle(clerk):
    clerk.settle("store", "passwords", "drawing", "files")


def history(clerk):
    return clerk.desk.stage.page.history


def drafts(clerk):
    return list(clerk.desk.program.settings.folder.glob("card-design-*.json"))


@pytest.fixture
def page(fresh_clerk):
    return open_page(fresh_clerk)


@pytest.fixture
def changed(page):
    """Return the administrator, who took the first element out of the design."""
    history(page).select(0)
    history(page).remove()
    settle(page)
    return page


@pytest.fixture
def asked(monkeypatch):
    """Return the questions that were asked; each is answered with no."""
    asked = []
    monkeypatch.setattr(dialogs, "confirm", lambda _parent, said, **_: asked.append(str(said)))
    return asked


def test_another_clerk_at_the_locked_desk_does_not_lose_it(changed):
    elements = history(changed).design.elements
    changed.key("Control-l")
    changed.sit_down("zhang")
    changed.key("Control-l")
    open_page(changed)
    assert history(changed).design.elements == elements
    assert changed.sees(BACK)
    changed.key("Control-z")
    settle(changed)
    assert not history(changed).unsaved
    assert drafts(changed) == []


def test_a_closed_window_asks_nothing_and_loses_nothing(changed, reopen, asked):
    elements = history(changed).design.elements
    assert changed.desk.closing() is True
    assert asked == []
    reopen(changed)
    open_page(changed)
    assert history(changed).design.elements == elements
    assert changed.sees(BACK)


def test_it_goes_on_with_the_design_it_was_made_of(page, reopen):
    page.desk.stage.page.stage.design.choose("student")
    settle(page)
    history(page).select(0)
    history(page).remove()
    settle(page)
    reopen(page)
    open_page(page)
    assert page.desk.stage.page.stage.design.read() == "student"
    assert (history(page).design.name, history(page).unsaved) == ("student", True)


def test_another_administrator_sees_nothing_of_it(changed, reopen, store):
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE clerks SET role = 'administrator' WHERE login = 'zhang'"))
    changed.key("Control-l")
    changed.sit_down("zhang")
    changed.press("Card design")
    settle(changed)
    assert not history(changed).unsaved
    assert not changed.sees(BACK)
    assert len(drafts(changed)) == 1


def test_what_is_saved_is_no_draft_any_more(changed):
    assert len(drafts(changed)) == 1
    changed.press("Save as a new version")
    changed.type("What is different, and why", "without the first element")
    for _ in range(4):
        changed.key("Return")
    changed.settle()
    changed.waits_for("Newest version of “staff”")
    changed.key("Control-Return")
    changed.waits_for("Saved as version 1")
    settle(changed)
    assert drafts(changed) == []


def test_an_unsaved_design_holds_nothing_about_a_clerk_but_a_number(changed):
    [path] = drafts(changed)
    kept = json.loads(path.read_text())
    assert set(kept) == {"reference", "at", "elements"}
    assert path.name == f"card-design-{changed.desk.seated.id}.json"


@pytest.mark.parametrize(
    "content", ["", "{", "[1]", '{"reference": 1}', '{"elements": [{"x": 1}]}']
)
def test_a_damaged_draft_is_none(changed, reopen, content):
    [path] = drafts(changed)
    path.write_text(content)
    reopen(changed)
    open_page(changed)
    assert not history(changed).unsaved


def test_a_disk_that_is_full_is_told_and_asked_about(page, asked, monkeypatch):
    def full(_path, _text):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("backoffice.desk_file.write", full)
    history(page).select(0)
    history(page).remove()
    settle(page)
    assert page.sees("This design can't be kept at this desk: save it as a new version soon.")
    assert page.desk.closing() is False
    assert asked == ["A card design was changed and not saved. Close the window all the same?"]
