import re

import pytest

from tests.fixtures.books import cheap_passwords


@pytest.fixture
def page(fresh_clerk):
    """Return the administrator at the accounts."""
    fresh_clerk.sit_down("admin")
    fresh_clerk.press("Administration")
    fresh_clerk.press("Clerks")
    fresh_clerk.settle()
    return fresh_clerk


def choose(page, login):
    table = page.focus()
    while table.item(table.selection()[0], "text") != login:
        page.key("Down")


def told(page):
    """Return the one-time password that is shown."""
    page.waits_for("can sign in once with the password")
    [said] = [text for text in page.reads() if "can sign in once" in text]
    return re.search(r"password (\S+) and", said)[1]


def known(store, login):
    with store.reading() as books:
        return books.clerks.by_login(login)


def test_somebody_new_is_entered_and_gets_a_password_once(page, store):
    page.press("Enter a clerk")
    page.type("Sign-in name", "zhao")
    page.key("Return")
    page.keys("赵敏")
    page.press("Go on")
    page.waits_for("zhao will work here as clerk.")
    page.key("Control-Return")
    password = told(page)
    zhao = known(store, "zhao")
    assert (zhao.name, zhao.must_change, zhao.enabled) == ("赵敏", True, True)
    assert cheap_passwords().matches(zhao.password_hash, password)
    page.press("Close")
    page.waits_for("with a one-time password")
    assert not page.sees(password)


def test_a_name_that_is_taken_is_told_of_beside_it(page):
    page.press("Enter a clerk")
    page.type("Sign-in name", "lina")
    page.press("Go on")
    page.key("Control-Return")
    page.waits_for("There is already a clerk who signs in as lina.")
    assert page.field("Sign-in name").get() == "lina"


def test_an_account_is_closed_by_keyboard(page, store):
    choose(page, "lina")
    page.key("Return")
    page.settle()
    sign_in = page.field("Sign-in")
    assert sign_in.get() == "may sign in"
    sign_in.current(1)
    sign_in.event_generate("<<ComboboxSelected>>")
    page.press("Check")
    page.waits_for("What changes")
    page.key("Control-Return")
    page.waits_for("The account is changed.")
    assert not known(store, "lina").enabled
    assert page.sees("may not sign in")


def test_the_own_account_is_not_changed(page):
    choose(page, "admin")
    page.press("Change the account")
    page.press("Check")
    page.waits_for("Nobody changes the own account.")


def test_a_forgotten_password_is_replaced(page, store):
    choose(page, "lina")
    page.press("Give a one-time password")
    page.waits_for("lina gets a password for one sign-in.")
    page.key("Control-Return")
    password = told(page)
    assert cheap_passwords().matches(known(store, "lina").password_hash, password)
    assert known(store, "lina").must_change


def test_what_is_typed_into_a_form_is_not_lost_to_another_button(page):
    page.press("Enter a clerk")
    page.type("Sign-in name", "zhao")
    page.press("Give a one-time password")
    assert page.sees("Finish or cancel the open form first (Esc).")
    page.press("Fees")
    page.settle()
    assert page.field("Sign-in name").get() == "zhao"
