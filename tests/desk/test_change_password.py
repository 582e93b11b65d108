import pytest
from sqlalchemy import update

from db import tables as t


@pytest.fixture
def newcomer(store, clock, fresh_clerk):
    with store.writing("given", clock.now()) as books:
        given = update(t.clerks).where(t.clerks.c.login == "wangfang").values(must_change=True)
        books.connection.execute(given)
    fresh_clerk.sign_in("wangfang")
    return fresh_clerk


def choose(clerk, first, again):
    for label, text in (("New password", first), ("New password, a second time", again)):
        clerk.field(label).delete(0, "end")
        clerk.type(label, text)
    clerk.key("Return")
    clerk.settle()


def test_nothing_else_is_possible_before_it(newcomer):
    assert newcomer.sees("Choose a password")
    newcomer.key("F2")
    newcomer.key("Escape")
    assert newcomer.sees("Choose a password")
    assert not newcomer.sees("Who is next?")


@pytest.mark.parametrize(
    ("first", "again", "said"),
    [
        ("short", "short", "at least 10 characters"),
        ("correct horse", "correct house", "The two typings differ."),
    ],
)
def test_what_is_no_password(newcomer, first, again, said):
    choose(newcomer, first, again)
    assert newcomer.sees(said)


def test_the_new_one_opens_the_desk_now_and_the_next_time(newcomer, store):
    choose(newcomer, "correct horse", "correct horse")
    newcomer.waits_for("Who is next?")
    newcomer.key("Control-l")
    newcomer.sign_in("wangfang", "correct horse")
    assert newcomer.sees("Who is next?")
    with store.reading() as books:
        assert not books.clerks.by_login("wangfang").must_change
