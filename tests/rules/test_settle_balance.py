import msgspec
import pytest

from backoffice.domain.cards import CardState
from backoffice.domain.documents import Receipt
from backoffice.domain.ledger import AccountKind
from backoffice.domain.print_jobs import JobState
from backoffice.workflows import settle_balance
from backoffice.workflows.settle_balance import Way
from tests.fixtures.drawers import FLOAT, open_drawer
from tests.rules.conftest import Counter


@pytest.fixture
def supervisor(store, clock, supervisor_actor, counter, drawer):
    return Counter(store, clock, supervisor_actor)


@pytest.fixture
def swapped(people):
    """Return somebody with ¥3.00 on the active card and ¥9.00 left on the one before (D5)."""
    holder = people.staff(card="surrendered", balance=900)
    people.later_card(holder, balance=300)
    return holder


def test_d6_the_whole_is_paid_out_in_cash(supervisor, people):
    holder = people.staff(card="returned", balance=4200)
    done = supervisor.do(settle_balance, holder_id=holder)
    [card] = supervisor.cards(holder)
    assert (done.settled, done.card_number, supervisor.balance(card.id)) == (4200, "", 0)
    assert supervisor.of(AccountKind.CASH, desk=True) == 4200 - FLOAT
    assert card.state is CardState.RETURNED


def test_d6_against_a_signature(supervisor, people):
    supervisor.do(settle_balance, holder_id=people.staff(card="returned", balance=4200))
    [job] = supervisor.jobs(JobState.QUEUED)
    said = msgspec.json.decode(job.payload, type=Receipt)
    assert said.signature
    assert said.notes[-1].en == "Received ¥42.00 in cash:"
    assert [change.after.en for change in said.changes] == [
        "¥0.00",
        "¥42.00 paid out to the holder",
    ]


@pytest.mark.parametrize("state", ["surrendered", "expired"])
def test_every_closed_card_can_be_settled(supervisor, people, state):
    holder = people.staff(card=state, balance=1)
    assert supervisor.do(settle_balance, holder_id=holder).settled == 1


@pytest.mark.parametrize("state", ["active", "lost"])
def test_a_card_that_is_not_closed_keeps_its_balance(supervisor, people, state):
    holder = people.staff(card=state, balance=500)
    supervisor.refused(settle_balance, "nothing-kept", "D6", holder_id=holder)


def test_d6_once_and_the_second_is_told_when_where_and_by_whom(supervisor, people, clock):
    holder = people.staff(card="returned", balance=4200)
    supervisor.do(settle_balance, holder_id=holder)
    clock.move(days=3)
    answer = supervisor.refused(settle_balance, "already-settled", "D6", holder_id=holder)
    assert "on 2026-11-23 at desk 22 by Zhang" in str(answer)
    assert supervisor.of(AccountKind.CASH, desk=True) == 4200 - FLOAT


def test_d6_or_it_moves_to_the_active_card(supervisor, swapped):
    done = supervisor.do(settle_balance, holder_id=swapped, way=Way.CARD)
    new, old = supervisor.cards(swapped)
    assert (done.settled, done.card_number) == (900, new.number)
    assert (supervisor.balance(new.id), supervisor.balance(old.id)) == (1200, 0)
    assert supervisor.of(AccountKind.CASH, desk=True) == -FLOAT


def test_d6_the_holder_sees_both_balances(supervisor, swapped):
    sheet = supervisor.sheet(settle_balance, holder_id=swapped, way=Way.CARD)
    said = [(str(line.before), str(line.after)) for line in sheet.lines]
    assert said == [("¥9.00", "¥0.00"), ("¥3.00", "¥12.00")]


def test_d6_paid_out_the_active_card_keeps_its_own(supervisor, swapped):
    assert supervisor.do(settle_balance, holder_id=swapped).settled == 900
    assert supervisor.balance(supervisor.cards(swapped)[0].id) == 300


def test_without_an_active_card_there_is_nowhere_to_move_it(supervisor, people):
    holder = people.staff(card="returned", balance=4200)
    supervisor.refused(settle_balance, "no-active-card", "D6", holder_id=holder, way=Way.CARD)


def test_d6_a_clerk_alone_may_not(counter, people, supervisor_actor):
    holder = people.staff(card="returned", balance=4200)
    counter.refused(settle_balance, "not-allowed", holder_id=holder)
    counter.refused(settle_balance, "not-allowed", holder_id=holder, second=supervisor_actor)
    assert counter.audit()[-1] == ("settle_balance", "refused:not-allowed")


def test_what_is_shown_is_what_is_committed(supervisor, swapped):
    seen = supervisor.sheet(settle_balance, holder_id=swapped).digest
    with pytest.raises(Exception, match="Something changed"):
        supervisor.confirm(settle_balance, holder_id=swapped, way=Way.CARD, sheet=seen)


def test_cash_is_paid_out_of_an_open_drawer_that_holds_so_much(
    store, clock, supervisor_actor, counter, people
):
    alone = Counter(store, clock, supervisor_actor)
    holder = people.staff(card="returned", balance=4200)
    alone.refused(settle_balance, "no-shift", holder_id=holder)
    open_drawer(store, clock, supervisor_actor, fen=4100)
    alone.refused(settle_balance, "drawer-short", holder_id=holder)
    [card] = alone.cards(holder)
    assert (alone.balance(card.id), alone.of(AccountKind.CASH, desk=True)) == (4200, -4100)
