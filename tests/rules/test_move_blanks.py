import pytest

from backoffice.domain.ledger import AccountKind
from backoffice.domain.print_jobs import JobKind
from backoffice.domain.refusal import Refusal
from backoffice.workflows import move_blanks
from tests.fixtures.books import actor
from tests.rules.conftest import Counter


@pytest.fixture
def beside(counter):
    return Counter(counter.store, counter.clock, actor(counter.store, "wangfang", "23"))


@pytest.fixture
def sent(counter, beside):
    return counter.do(move_blanks, to_id=beside.actor.desk_id, blanks=6)


class Arriving:
    """The other half as a module: what ``Counter`` does with a workflow."""

    WORKFLOW, Request = move_blanks.RECEIVE, move_blanks.Receiving


def stocks(*counters):
    return tuple(one.of(AccountKind.STOCK, desk=True) for one in counters)


def under_way(counter):
    with counter.store.reading() as books:
        return [move.id for move in books.blanks.on_the_way()]


def test_what_was_sent_is_on_the_way_until_it_is_counted(counter, beside, sent):
    assert (stocks(counter, beside), counter.of(AccountKind.ON_THE_WAY)) == ((4, 0), 6)
    assert under_way(counter) == [sent.move_id]
    done = beside.do(Arriving, move_id=sent.move_id, blanks=6)
    assert (done.difference, done.stock) == (0, 6)
    assert (stocks(counter, beside), counter.of(AccountKind.ON_THE_WAY)) == ((4, 6), 0)
    assert under_way(counter) == []


def test_a_slip_goes_with_it(counter, sent):
    [slip] = counter.queued(JobKind.SLIP)
    assert slip.number == sent.slip
    assert "6 blank cards to desk 23" in slip.payload


def test_what_is_missing_is_stated_and_never_lost(counter, beside, sent):
    short = {"move_id": sent.move_id, "blanks": 5}
    beside.refused(Arriving, "parcel-differs", **short)
    assert beside.do(Arriving, words="the parcel was open", **short).difference == -1
    assert (stocks(beside), counter.of(AccountKind.ON_THE_WAY)) == ((5,), 0)
    assert counter.of(AccountKind.BLANK_DIFFERENCES) == 1
    with counter.store.reading() as books:
        move = books.blanks.move(sent.move_id)
    assert (move.sent, move.received, move.words) == (6, 5, "the parcel was open")


def test_one_too_many_is_a_fact_as_well(counter, beside, sent):
    beside.do(Arriving, move_id=sent.move_id, blanks=7, words="counted twice")
    assert stocks(counter, beside) == (4, 7)
    assert counter.of(AccountKind.BLANK_DIFFERENCES) == -1


def test_a_large_difference_needs_a_second_person(beside, sent, supervisor_actor):
    empty = {"move_id": sent.move_id, "blanks": 0, "words": "an empty parcel"}
    with pytest.raises(Refusal) as refusal:
        beside.do(Arriving, **empty)
    assert refusal.value.code == "needs-supervisor"
    assert beside.do(Arriving, second=supervisor_actor, **empty).difference == -6


def test_the_sender_counts_back_in_what_was_not_fetched(counter, sent):
    assert counter.do(Arriving, move_id=sent.move_id, blanks=6).stock == 10


def test_it_is_counted_once_and_where_it_is_due(counter, beside, sent, store, clock):
    third = Counter(store, clock, actor(store, "wangfang", "2C"))
    third.refused(Arriving, "parcel-elsewhere", move_id=sent.move_id, blanks=6)
    beside.do(Arriving, move_id=sent.move_id, blanks=6)
    beside.refused(Arriving, "parcel-received", move_id=sent.move_id, blanks=6)
    counter.refused(Arriving, "parcel-received", move_id=sent.move_id, blanks=6)


@pytest.mark.parametrize("blanks", [0, 11, -1])
def test_no_desk_sends_more_than_it_has(counter, beside, blanks):
    counter.refused(move_blanks, "stock-short", to_id=beside.actor.desk_id, blanks=blanks)


def test_no_desk_sends_to_itself(counter):
    counter.refused(move_blanks, "same-desk", to_id=counter.actor.desk_id, blanks=1)
