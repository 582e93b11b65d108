import pytest


@pytest.fixture
def page(fresh_clerk):
    """Return the administrator at the policies."""
    fresh_clerk.sit_down("admin")
    fresh_clerk.press("Administration")
    fresh_clerk.press("Policies")
    fresh_clerk.settle()
    return fresh_clerk


def choose(page, name):
    """Go down to a policy with the arrow keys and open its form."""
    table = page.focus()
    while table.selection() != (name,):
        page.key("Down")
    page.key("Return")
    page.settle()


def held(store, name):
    with store.reading() as books:
        return books.policies.text(name)


def test_what_the_center_decided_stands_there(page):
    assert {"A cash recharge is at most so much.", "¥500.00", "365 days", "on"} <= set(page.reads())


def test_a_figure_is_decided_by_keyboard(page, store):
    choose(page, "recharge.most_at_once")
    entry = page.field("From now on")
    entry.delete(0, "end")
    page.type("From now on", "300")
    page.key("Return")
    page.waits_for("What changes")
    page.key("Control-Return")
    page.waits_for("Decided: ¥300.00. It was: ¥500.00.")
    assert held(store, "recharge.most_at_once") == "300.00"
    assert "¥300.00" in page.reads()


def test_what_weighs_is_asked_why_and_the_other_value_is_offered_first(page, store):
    choose(page, "department_change.campus_balance")
    assert page.field("From now on").get() == "follows to the new card"
    page.press("Check")
    page.waits_for("This decision needs a reason.")
    page.type("Why it is decided", "the bank asked for it")
    page.press("Check")
    page.waits_for("stays on the old card")
    page.key("Control-Return")
    page.waits_for("Decided: follows to the new card.")
    assert held(store, "department_change.campus_balance") == "follows"


def test_a_value_that_makes_no_sense_is_told_of_in_its_step(page):
    choose(page, "photo.keep_old_days")
    entry = page.field("From now on")
    entry.delete(0, "end")
    page.type("From now on", "0")
    page.key("Return")
    page.waits_for('"0" is no value of photo.keep_old_days.')
    assert page.field("From now on").get() == "0"


def test_by_mouse_a_row_and_its_button(page):
    page.press("Change the policy")
    page.waits_for("A photo is approved by somebody other than who took it (P3).")
