import pytest

from backoffice.actions import new_action_id, perform
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Actor, Role
from backoffice.workflows import change_password
from tests.fixtures.books import cheap_passwords


@pytest.mark.parametrize(
    ("password", "again", "code"),
    [
        ("short", "short", "password-short"),
        ("Maximilian", "Maximilian", "password-is-name"),
        ("correct horse", "correct house", "password-differs"),
    ],
)
def test_what_is_no_password(password, again, code):
    with pytest.raises(Refusal) as refusal:
        change_password.require_good("maximilian", password, again)
    assert refusal.value.code == code
    assert password not in str(refusal.value)


def test_what_is_one():
    change_password.require_good("lina", "correct horse", "correct horse")


def test_it_replaces_the_password_of_who_is_signed_in_and_of_nobody_else(
    store, clock, clerk_actor, supervisor_actor
):
    passwords = cheap_passwords()
    request = change_password.Request(password_hash=passwords.hash("correct horse"))
    with store.reading() as books:
        before = books.clerks.get(supervisor_actor.clerk_id)
    perform(
        store,
        clock,
        change_password.WORKFLOW,
        request,
        action_id=new_action_id(),
        actor=clerk_actor,
    )
    with store.reading() as books:
        mine = books.clerks.get(clerk_actor.clerk_id)
        assert books.clerks.get(supervisor_actor.clerk_id) == before
    assert passwords.matches(mine.password_hash, "correct horse")
    assert not mine.must_change


def test_nobody_has_no_password(store, clock):
    nobody = Actor(clerk_id=None, name="", role=Role.CLERK)
    request = change_password.Request(password_hash="")
    with pytest.raises(Refusal) as refusal:
        perform(
            store,
            clock,
            change_password.WORKFLOW,
            request,
            action_id=new_action_id(),
            actor=nobody,
        )
    assert refusal.value.code == "nobody-signed-in"
