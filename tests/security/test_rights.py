"""Every workflow, now or later, is open to the roles that carry its right and to no other."""

import importlib
import pkgutil
from dataclasses import replace
from typing import Any

import pytest

import backoffice
from backoffice.actions import Turn, Workflow, new_action_id, perform, preview
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import RIGHTS, Actor, Right, Role
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Sheet


def every_workflow():
    """Return every action that a module of the program registers, by its code."""
    found = {}
    for module in pkgutil.walk_packages(backoffice.__path__, "backoffice."):
        if module.name.startswith("backoffice.ui"):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Workflow):
                found[value.code] = value
    return found


WORKFLOWS = every_workflow()
AUDITORS_TOO = {"sign_in", "choose_language", "change_password"}
LANE = {"print_sent", "print_found", "print_refused", "batch_sent", "batch_written"}
BY_ITSELF = {"day_change"}


@pytest.fixture
def books_url(sqlite_url):
    return sqlite_url


def acting(clerk_actor, role):
    return replace(clerk_actor, role=role)


def audit(store):
    with store.reading() as books:
        rows = books.connection.exec_driver_sql("SELECT code, outcome FROM audit ORDER BY seq")
        return [tuple(row) for row in rows]


def actions(store):
    with store.reading() as books:
        return books.connection.exec_driver_sql("SELECT count(*) FROM actions").scalar()


def test_the_workflows_are_found():
    from backoffice import workflows

    modules = {module.name for module in pkgutil.iter_modules(workflows.__path__)}
    assert {code for code in WORKFLOWS if code in modules} == modules
    assert set(WORKFLOWS) > LANE


@pytest.mark.breaks_invariants  # an action in name only: a shift is opened that is none
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("code", WORKFLOWS)
def test_a_role_may_what_its_rights_say_and_a_refused_attempt_is_in_the_audit(
    store, clock, clerk_actor, code, role
):
    reached = []

    def rule(books, turn, request):
        reached.append(turn.actor.role)
        return "done"

    workflow = replace(WORKFLOWS[code], run=rule, outcome=Any)
    who = acting(clerk_actor, role)
    before = actions(store)
    if workflow.right in RIGHTS[role]:
        perform(store, clock, workflow, "x", action_id=new_action_id(), actor=who)
        assert reached == [role]
        assert audit(store)[-1] == (code, "done")
        return
    with pytest.raises(Refusal) as refusal:
        perform(store, clock, workflow, "x", action_id=new_action_id(), actor=who)
    assert refusal.value.code == "not-allowed"
    assert reached == []
    assert actions(store) == before
    assert audit(store)[-1] == (code, "refused:not-allowed")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("code", [code for code, one in WORKFLOWS.items() if one.preview])
def test_who_may_not_do_it_may_not_see_its_sheet_either(store, clock, clerk_actor, code, role):
    shown = Sheet(title=sentence("x"), lines=())
    workflow = replace(WORKFLOWS[code], preview=lambda *_: shown)
    form = {"action_id": new_action_id(), "actor": acting(clerk_actor, role)}
    if workflow.right in RIGHTS[role]:
        assert preview(store, clock, workflow, "x", **form) is shown
        return
    with pytest.raises(Refusal):
        preview(store, clock, workflow, "x", **form)
    assert audit(store)[-1] == (code, "refused:not-allowed")


def test_an_auditor_changes_nothing_but_the_own_password():
    open_to = {code for code, one in WORKFLOWS.items() if one.right in RIGHTS[Role.AUDITOR]}
    assert open_to == AUDITORS_TOO | LANE | BY_ITSELF


def test_only_an_administrator_administers_and_only_the_counter_serves():
    by_right = {right: {role for role in Role if right in RIGHTS[role]} for right in Right}
    assert by_right[Right.ADMINISTER] == {Role.ADMINISTRATOR}
    assert by_right[Right.KEEP_UNITS] == {Role.CLERK, Role.SUPERVISOR, Role.ADMINISTRATOR}
    assert by_right[Right.SERVE] == {Role.CLERK, Role.SUPERVISOR}
    assert by_right[Right.OVERRIDE] == {Role.SUPERVISOR}
    assert by_right[Right.APPROVE] == {Role.SUPERVISOR}
    assert by_right[Right.REVIEW] == {Role.SUPERVISOR, Role.AUDITOR}


@pytest.mark.parametrize("second", [None, *Role])
@pytest.mark.parametrize("first", Role)
def test_an_exception_needs_somebody_who_may_make_it(clock, first, second):
    turn = Turn(
        action_id="x",
        actor=Actor(clerk_id=1, name="", role=first),
        second=Actor(clerk_id=2, name="", role=second) if second else None,
        now=clock.now(),
        today=clock.today(),
    )
    if Role.SUPERVISOR in {first, second}:
        turn.require_override("terminal out of order")
        return
    with pytest.raises(Refusal) as refusal:
        turn.require_override("terminal out of order")
    assert (refusal.value.code, refusal.value.recorded) == ("needs-supervisor", True)
