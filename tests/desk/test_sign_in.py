from datetime import UTC, datetime

from sqlalchemy import update

from backoffice.ui import words
from db import tables as t


def clerk_row(store, login):
    with store.reading() as books:
        return books.clerks.by_login(login)


def wrong(clerk, login="lina"):
    clerk.sign_in(login, "no such password")


def test_a_clerk_sits_down_and_sees_name_role_and_desk(clerk):
    assert clerk.sees("Lina (clerk)")
    assert clerk.sees("window 22")
    assert clerk.sees("Who is next?")


def test_a_wrong_password_says_no_more_than_an_unknown_name(fresh_clerk):
    wrong(fresh_clerk)
    said = [text for text in fresh_clerk.reads() if "wrong" in text]
    wrong(fresh_clerk, "nobody")
    assert [text for text in fresh_clerk.reads() if "wrong" in text] == said != []


def test_after_the_third_wrong_password_each_try_waits_longer(fresh_clerk, clock, store):
    waits = []
    for _ in range(5):
        wrong(fresh_clerk)
        until = clerk_row(store, "lina").locked_until
        waits.append(round((until - clock.now()).total_seconds()) if until else 0)
        clock.move(minutes=10)
    assert waits == [0, 0, 2, 4, 8]
    fresh_clerk.sign_in()
    assert fresh_clerk.sees("Who is next?")
    assert clerk_row(store, "lina").failures == 0


def test_too_early_is_refused_even_with_the_right_password(fresh_clerk, clock):
    for _ in range(3):
        wrong(fresh_clerk)
    fresh_clerk.sign_in()
    assert fresh_clerk.sees("has to wait")
    clock.move(seconds=3)
    fresh_clerk.sign_in()
    assert fresh_clerk.sees("Who is next?")


def test_a_closed_account_stays_outside(fresh_clerk, store):
    with store.writing("close", datetime.now(UTC)) as books:
        closed = update(t.clerks).where(t.clerks.c.login == "lina").values(enabled=False)
        books.connection.execute(closed)
    fresh_clerk.sign_in()
    assert fresh_clerk.sees("This account is closed.")


def test_the_language_a_clerk_chose_is_there_the_next_time(clerk, store):
    clerk.press("中文")
    assert clerk_row(store, "lina").language == "zh_CN"
    clerk.press(words._("Lock"))
    words.use("en")
    clerk.sign_in()
    assert words.language() == "zh_CN"


def test_unlocked_by_the_same_clerk_the_form_is_as_it_was(clerk, people):
    people.staff()
    clerk.look_up("wangxiaoming")
    clerk.press("Lost card")
    clerk.type("Number", "1101")
    clerk.press("Lock")
    assert not clerk.sees("王小明")
    clerk.sign_in()
    assert clerk.field("Number").get() == "1101"


def test_another_clerk_starts_afresh(clerk, people):
    people.staff()
    clerk.look_up("wangxiaoming")
    clerk.press("Lost card")
    clerk.key("Control-l")
    clerk.sign_in("zhang")
    assert clerk.sees("Zhang (supervisor)")
    assert not clerk.sees("王小明")
    assert not clerk.sees("Replace a lost card")


def test_an_idle_desk_locks_itself(clerk):
    clerk.desk.idle.look()
    assert not clerk.desk.locked
    clerk.desk.idle.used -= clerk.desk.program.settings.idle_minutes * 60 + 1
    clerk.desk.idle.look()
    assert clerk.desk.locked
    clerk.waits_for("Locked.")
