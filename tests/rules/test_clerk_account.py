import pytest

from backoffice.actions import new_action_id, perform
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Role
from backoffice.workflows import clerk_account, shift, sign_in
from tests.fixtures.books import PASSWORD, cheap_passwords
from tests.rules.conftest import Counter


@pytest.fixture
def office(store, clock, administrator_actor):
    return Counter(store, clock, administrator_actor)


def clerk(office, login):
    with office.store.reading() as books:
        return books.clerks.by_login(login)


def change(office, login, *, role=Role.CLERK, enabled=True):
    return office.do(
        clerk_account, clerk_id=clerk(office, login).id, role=role, enabled=enabled
    )  # fmt: skip


def open_drawer(office, who):
    return office.perform(shift.OPEN, shift.Opening(), actor=who)


def sign_in_as(office, login, password=PASSWORD):
    return sign_in.attempt(
        office.store,
        office.clock,
        cheap_passwords(),
        login=login,
        password=password,
        desk_id=None,
        action_id=new_action_id(),
    )


def entering(login="zhao", **other):
    known = {"name": "Zhao Min", "role": Role.CLERK, "password_hash": cheap_passwords().hash("x")}
    return clerk_account.Entering(login=login, **known | other)


def test_somebody_new_signs_in_once_with_what_was_given(office):
    office.perform(clerk_account.ENTER, entering())
    assert sign_in_as(office, "zhao", "x").must_change


@pytest.mark.parametrize("login", ["", " ", "x" * 61])
def test_a_name_nobody_could_type_is_refused(office, login):
    with pytest.raises(Refusal) as refusal:
        office.perform(clerk_account.ENTER, entering(login))
    assert refusal.value.code == "login-unusable"


def test_a_name_is_given_once(office):
    with pytest.raises(Refusal) as refusal:
        office.perform(clerk_account.ENTER, entering("LINA"))
    assert refusal.value.code == "login-taken"


def test_a_closed_account_signs_in_no_more_until_it_is_opened_again(office):
    change(office, "lina", enabled=False)
    with pytest.raises(Refusal) as refusal:
        sign_in_as(office, "lina")
    assert refusal.value.code == "clerk-disabled"
    change(office, "lina", enabled=True)
    assert sign_in_as(office, "lina").login == "lina"


def test_whoever_sits_at_a_desk_with_a_closed_account_does_nothing_more(office, clerk_actor):
    open_drawer(office, clerk_actor)
    change(office, "lina", enabled=False)
    with pytest.raises(Refusal) as refusal:
        open_drawer(office, clerk_actor)
    assert refusal.value.code == "clerk-disabled"
    assert office.audit()[-1] == ("shift_open", "refused:clerk-disabled")


def test_another_role_holds_from_the_next_sign_in(office):
    sheet = office.sheet(
        clerk_account, clerk_id=clerk(office, "zhang").id, role=Role.CLERK, enabled=True
    )
    assert [str(note) for note in sheet.notes] == ["The new role holds from the next sign-in on."]
    change(office, "zhang", role=Role.CLERK)
    assert sign_in_as(office, "zhang").role is Role.CLERK


def test_nobody_locks_the_last_administrator_out(office):
    office.refused(
        clerk_account,
        "own-account",
        clerk_id=office.actor.clerk_id,
        role=Role.ADMINISTRATOR,
        enabled=False,
    )


def test_a_forgotten_password_is_replaced_and_the_waiting_ends(office):
    for _ in range(3):
        with pytest.raises(Refusal):
            sign_in_as(office, "lina", "wrong")
    request = clerk_account.Resetting(
        clerk_id=clerk(office, "lina").id, password_hash=cheap_passwords().hash("once")
    )
    office.perform(clerk_account.RESET, request)
    assert sign_in_as(office, "lina", "once").must_change


def test_a_closed_account_gets_no_password(office):
    change(office, "lina", enabled=False)
    request = clerk_account.Resetting(clerk_id=clerk(office, "lina").id, password_hash="x")
    with pytest.raises(Refusal) as refusal:
        office.perform(clerk_account.RESET, request)
    assert refusal.value.code == "account-closed"


def test_what_the_sheet_showed_is_what_is_done(office):
    lina = clerk(office, "lina")
    wanted = {"clerk_id": lina.id, "role": Role.SUPERVISOR, "enabled": True}
    seen = office.sheet(clerk_account, **wanted).digest
    change(office, "lina", enabled=False)
    with pytest.raises(Refusal) as refusal:
        office.confirm(clerk_account, **wanted, sheet=seen)
    assert refusal.value.code == "sheet-changed"
    assert not clerk(office, "lina").enabled


def test_only_an_administrator_changes_accounts(counter, supervisor_actor):
    lina = clerk(counter, "lina")
    request = clerk_account.Request(clerk_id=lina.id, role=Role.SUPERVISOR, enabled=True)
    for who in (counter.actor, supervisor_actor):
        with pytest.raises(Refusal) as refusal:
            perform(
                counter.store,
                counter.clock,
                clerk_account.WORKFLOW,
                request,
                action_id=new_action_id(),
                actor=who,
            )
        assert refusal.value.code == "not-allowed"
