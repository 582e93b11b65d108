from datetime import timedelta

import pytest
from sqlalchemy import select, update

from backoffice.actions import new_action_id
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.workflows import sign_in
from db import tables as t
from tests.fixtures.books import PASSWORD, cheap_passwords


class Counting:
    """Real hashing that counts how often it was slow."""

    def __init__(self):
        self._real = cheap_passwords()
        self.slow = 0

    def hash(self, password):
        self.slow += 1
        return self._real.hash(password)

    def matches(self, password_hash, password):
        self.slow += 1
        return self._real.matches(password_hash, password)


@pytest.fixture
def passwords():
    return Counting()


@pytest.fixture
def attempt(store, clock, passwords):
    def attempt(login="lina", password=PASSWORD, **changes):
        given = {"desk_id": None, "action_id": new_action_id()} | changes
        return sign_in.attempt(store, clock, passwords, login=login, password=password, **given)

    return attempt


def refused(attempt, *given, **changes):
    with pytest.raises(Refusal) as refusal:
        attempt(*given, **changes)
    return refusal.value


def audited(store):
    with store.engine.connect() as connection:
        found = connection.execute(select(t.audit.c.code, t.audit.c.outcome))
        return [row.outcome for row in found if row.code == "sign_in"]


@pytest.mark.parametrize("login", ["lina", " LINA "])
def test_the_right_password_seats_the_clerk(attempt, store, login):
    assert attempt(login).login == "lina"
    assert audited(store) == ["done"]


def test_wrong_and_unknown_are_refused_alike_and_as_slowly(attempt, store, passwords):
    wrong, slow = refused(attempt, password="no"), passwords.slow
    unknown = refused(attempt, "nobody", "no")
    assert (wrong.code, wrong.message, wrong.advice) == (
        unknown.code,
        unknown.message,
        unknown.advice,
    )
    assert passwords.slow == 2 * slow
    assert len(audited(store)) == 2


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (2, 0), (3, 2), (4, 4), (5, 8), (10, 256), (11, 300), (99, 300)],
)
def test_the_wait_doubles_up_to_five_minutes(failures, seconds):
    assert sign_in.wait_after(failures) == timedelta(seconds=seconds)


def test_the_slow_down_is_in_the_books_and_so_survives_a_restart(attempt, store, clock, passwords):
    for _ in range(3):
        refused(attempt, password="no")
    slow = passwords.slow
    assert refused(attempt).code == "sign-in-too-early"
    assert passwords.slow == slow  # nobody gets to try passwords meanwhile
    clock.move(seconds=3)
    assert attempt().failures == 0


def test_one_right_password_ends_the_counting(attempt, clock):
    for _ in range(2):
        refused(attempt, password="no")
    attempt()
    assert refused(attempt, password="no").code == "sign-in-wrong"
    assert attempt().login == "lina"


def test_a_password_changed_meanwhile_does_not_count(store, clock, clerk_actor):
    request = sign_in.Request(clerk_id=clerk_actor.clerk_id, matched=True, checked="the one before")
    with store.writing("a", clock.now()) as books:
        from backoffice.actions import Turn

        turn = Turn(
            action_id="a", actor=clerk_actor, second=None, now=clock.now(), today=clock.today()
        )
        assert not sign_in.note(books, turn, request).accepted


def test_a_closed_account_is_refused_and_recorded(attempt, store, clock):
    with store.writing("close", clock.now()) as books:
        books.connection.execute(update(t.clerks).values(enabled=False))
    assert refused(attempt).code == "clerk-disabled"
    assert audited(store) == ["refused:clerk-disabled"]
    assert refused(attempt, password="no").code == "sign-in-wrong"


@pytest.mark.parametrize(("login", "may"), [("zhang", True), ("lina", False)])
def test_only_who_may_make_exceptions_can_vouch_for_one(store, clock, passwords, login, may):
    def vouch():
        return sign_in.vouch(
            store,
            clock,
            passwords,
            login=login,
            password=PASSWORD,
            desk_id=None,
            right=Right.OVERRIDE,
            action_id=new_action_id(),
        )

    if may:
        assert vouch().name == "Zhang"
    else:
        assert refused(vouch).code == "not-allowed"


def test_the_language_is_remembered(store, clock, clerk_actor):
    sign_in.choose_language(store, clock, clerk_actor, "zh_CN")
    with store.reading() as books:
        assert books.clerks.get(clerk_actor.clerk_id).language == "zh_CN"
