import pytest

from backoffice.domain.drawer import Counted
from backoffice.domain.ledger import AccountKind
from backoffice.workflows import correction, lost_card, recharge, settle_balance, shift
from tests.fixtures.books import actor
from tests.rules.conftest import CERTIFICATE, Counter


@pytest.fixture
def supervisor(store, clock, supervisor_actor, counter):
    return Counter(store, clock, supervisor_actor)


@pytest.fixture
def colleague(store):
    return actor(store, "wangfang", "22")


@pytest.fixture
def holder(people):
    return people.staff(balance=300)


@pytest.fixture
def entry(counter, holder):
    counter.perform(shift.OPEN, shift.Opening(counted=Counted(pieces=((10_000, 1),))))
    counter.do(recharge, holder_id=holder, amount=5_000, given=5_000)
    with counter.store.reading() as books:
        [card] = books.cards.of_holder(holder)
        account = books.ledger.card_account(card.id)
        return books.history.of_accounts([account.id])[-1]


def fields(holder, entry, colleague, reason="wrong amount"):
    return {
        "holder_id": holder, "entry_id": entry.id, "reason": reason, "second": colleague,
    }  # fmt: skip


def test_a_recharge_is_taken_back_by_a_reversing_entry(
    supervisor, counter, holder, entry, colleague
):
    done = supervisor.do(correction, **fields(holder, entry, colleague))
    assert done.amount == 5_000
    [card] = counter.cards(holder)
    assert counter.balance(card.id) == 300
    assert counter.of(AccountKind.CASH, desk=True) == -10_000
    with counter.store.reading() as books:
        assert books.history.get(entry.id).reversed_by is not None


def test_the_drawer_of_the_desk_where_the_holder_stands_gives_it_back(
    store, clock, counter, holder, entry, colleague
):
    elsewhere = Counter(store, clock, actor(store, "zhang", "23"))
    elsewhere.perform(shift.OPEN, shift.Opening(counted=Counted(pieces=((10_000, 1),))))
    elsewhere.do(correction, **fields(holder, entry, colleague))
    assert elsewhere.of(AccountKind.CASH, desk=True) == -5_000
    assert counter.of(AccountKind.CASH, desk=True) == -15_000


def test_it_is_taken_back_once(supervisor, holder, entry, colleague):
    supervisor.do(correction, **fields(holder, entry, colleague))
    supervisor.refused(correction, "corrected-already", **fields(holder, entry, colleague))


def test_it_needs_a_reason_and_a_second_person(supervisor, holder, entry, colleague):
    supervisor.refused(correction, "needs-reason", **fields(holder, entry, colleague, " "))
    supervisor.refused(correction, "needs-second", **fields(holder, entry, None))
    supervisor.refused(correction, "needs-second", **fields(holder, entry, supervisor.actor))


def test_a_clerk_may_not(counter, holder, entry, supervisor_actor):
    counter.refused(correction, "not-allowed", **fields(holder, entry, supervisor_actor))


def test_money_that_was_spent_meanwhile_is_not_taken_back(
    supervisor, counter, holder, entry, colleague
):
    counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
    supervisor.refused(correction, "balance-too-small", **fields(holder, entry, colleague))


def test_what_moved_with_a_card_is_not_taken_back_alone(
    supervisor, counter, holder, entry, colleague
):
    counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
    with counter.store.reading() as books:
        new = books.cards.of_holder(holder)[0]
        [moved] = books.history.of_accounts([books.ledger.card_account(new.id).id])
    supervisor.refused(correction, "not-correctable", **fields(holder, moved, colleague))


def test_somebody_elses_entry_is_not_taken_back_here(supervisor, people, entry, colleague):
    supervisor.refused(correction, "not-correctable", **fields(people.student(), entry, colleague))


def test_it_is_paid_out_of_an_open_drawer_that_holds_so_much(
    supervisor, counter, holder, entry, colleague
):
    drop = shift.Moving(way=shift.Way.DROP, amount=10_100)
    counter.perform(shift.MOVE, drop)
    supervisor.refused(correction, "drawer-short", **fields(holder, entry, colleague))
    counter.perform(shift.WORKFLOW, shift.Request(counted=Counted(pieces=((100, 49),)), stock=10))
    supervisor.refused(correction, "no-shift", **fields(holder, entry, colleague))


def test_a_settlement_is_taken_back_into_the_drawer(supervisor, counter, people, entry, colleague):
    settled = people.staff(card="returned", balance=4_200)
    supervisor.do(settle_balance, holder_id=settled)
    with counter.store.reading() as books:
        [(account, _balance)] = books.history.accounts_of(settled)
        paid = books.history.of_accounts([account.id])[-1]
    supervisor.do(correction, **fields(settled, paid, colleague))
    assert counter.balance(counter.cards(settled)[0].id) == 4_200
    assert counter.of(AccountKind.CASH, desk=True) == -15_000
