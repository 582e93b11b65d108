from datetime import timedelta

import pytest

from backoffice.domain.holders import HolderKind
from backoffice.workflows import fee_change
from tests.rules.conftest import Counter


@pytest.fixture
def office(store, clock, administrator_actor):
    return Counter(store, clock, administrator_actor)


def fields(office, *, amount=1_500, days=1, service="lost_card"):
    day = office.clock.today() + timedelta(days=days)
    return {
        "service": service, "kind": HolderKind.STAFF, "amount": amount, "valid_from": day,
    }  # fmt: skip


def fee(office, days):
    with office.store.reading() as books:
        day = office.clock.today() + timedelta(days=days)
        return books.ledger.fee("lost_card", HolderKind.STAFF, day)


def test_l5_a_fee_holds_from_its_day_on(office):
    office.do(fee_change, **fields(office))
    assert (fee(office, 0), fee(office, 1), fee(office, 9)) == (0, 1_500, 1_500)


def test_a_fee_for_the_same_day_replaces_the_other(office):
    office.do(fee_change, **fields(office))
    office.do(fee_change, **fields(office, amount=100))
    assert fee(office, 1) == 100
    with office.store.reading() as books:
        days = [one.valid_from for one in books.ledger.fees() if one.service == "lost_card"]
    assert len(days) == 4


@pytest.mark.parametrize("days", [0, -1])
def test_l5_nobody_pays_another_fee_afterwards(office, days):
    office.refused(fee_change, "fee-past", "L5", **fields(office, days=days))


@pytest.mark.parametrize("amount", [-1, 100_001])
def test_a_fee_makes_sense(office, amount):
    office.refused(fee_change, "fee-senseless", "D2", **fields(office, amount=amount))


def test_d2_a_department_change_never_costs_anything(office):
    wanted = fields(office, service="department_change")
    office.refused(fee_change, "fee-senseless", "D2", **wanted)


def test_only_the_administrator_sets_fees(counter):
    counter.refused(fee_change, "not-allowed", **fields(counter))
