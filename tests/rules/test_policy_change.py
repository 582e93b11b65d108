import pytest

from backoffice.domain.policies import (
    APPROVER_IS_NOT_TAKER,
    DEPARTMENT_CHANGE_BALANCE,
    POLICIES,
    RECHARGE_MOST,
    VALUE_NAMES,
)
from backoffice.workflows import policy_change
from tests.rules.conftest import Counter


@pytest.fixture
def office(store, clock, administrator_actor):
    return Counter(store, clock, administrator_actor)


def text(office, policy):
    with office.store.reading() as books:
        return books.policies.text(policy.name)


def test_a_decision_holds_and_says_what_held_before(office):
    done = office.do(policy_change, name=RECHARGE_MOST.name, value=" 300 ")
    assert (done.before, done.value) == ("500.00", "300.00")
    assert text(office, RECHARGE_MOST) == "300.00"
    with office.store.reading() as books:
        assert RECHARGE_MOST.of(books.policies.text(RECHARGE_MOST.name)) == 30_000


def test_its_sheet_shows_what_changes(office):
    name = DEPARTMENT_CHANGE_BALANCE.name
    sheet = office.sheet(policy_change, name=name, value="follows", reason="the bank asked")
    [line] = sheet.lines
    assert (str(line.before), str(line.after)) == (
        "stays on the old card",
        "follows to the new card",
    )


def test_a_decision_about_money_or_control_needs_a_reason_which_is_kept(office):
    wanted = {"name": APPROVER_IS_NOT_TAKER.name, "value": "off"}
    office.refused(policy_change, "policy-reason", **wanted, reason="  ")
    assert text(office, APPROVER_IS_NOT_TAKER) is None
    done = office.do(policy_change, **wanted, reason=" one supervisor only ")
    assert done.reason == "one supervisor only"


def test_a_decision_that_somebody_made_meanwhile_is_shown_first(office):
    wanted = {"name": RECHARGE_MOST.name, "value": "300"}
    seen = office.sheet(policy_change, **wanted).digest
    office.do(policy_change, name=RECHARGE_MOST.name, value="200")
    with pytest.raises(policy_change.Refusal) as refusal:
        office.confirm(policy_change, **wanted, sheet=seen)
    assert refusal.value.code == "sheet-changed"
    assert text(office, RECHARGE_MOST) == "200.00"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("recharge.most", "1", "policy-unknown"), (RECHARGE_MOST.name, "-1", "policy-value")],
)
def test_what_makes_no_sense_is_refused(office, name, value, code):
    office.refused(policy_change, code, name=name, value=value)


def test_only_the_administrator_decides(counter):
    counter.refused(policy_change, "not-allowed", name=RECHARGE_MOST.name, value="1")


def test_every_word_of_a_policy_has_a_name_for_people():
    assert {option for policy in POLICIES for option in policy.options} <= VALUE_NAMES.keys()
