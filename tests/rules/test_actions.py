"""The one write path: an action happens once or not at all, whoever asks however often."""

import threading
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from backoffice.actions import Workflow, new_action_id, perform
from backoffice.domain.ledger import AccountKind, Entry
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.ports import Conflict


@dataclass(frozen=True, kw_only=True)
class Request:
    amount: int
    fails: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    total: int


@pytest.fixture
def tries():
    return []


@pytest.fixture
def collecting(tries):
    """A workflow that takes fees in cash, and fails the way the request says."""

    def collect(books, turn, request):
        tries.append(turn.action_id)
        drawer = books.ledger.account(AccountKind.CASH, desk_id=turn.desk_id)
        fees = books.ledger.account(AccountKind.FEES)
        books.ledger.post(Entry(debit=drawer, credit=fees, amount=request.amount, memo="test"))
        if request.fails == "conflict once" and len(tries) == 1:
            raise Conflict
        if request.fails == "conflict":
            raise Conflict
        if request.fails.startswith("refuse"):
            recorded = request.fails == "refuse and record"
            raise Refusal("because", sentence("Because."), recorded=recorded)
        return Outcome(total=fees.balance + request.amount)

    return Workflow(code="collect", right=Right.SERVE, run=collect, outcome=Outcome)


@pytest.fixture
def collect(store, clock, collecting, clerk_actor):
    def do(amount=100, *, action_id=None, actor=clerk_actor, **request):
        asked = Request(amount=amount, **request)
        about = {"action_id": action_id or new_action_id(), "actor": actor}
        return perform(store, clock, collecting, asked, **about)

    return do


def fees(store):
    with store.reading() as books:
        return books.ledger.balance(AccountKind.FEES)


def audit(store):
    with store.reading() as books:
        rows = books.connection.execute(text("SELECT code, outcome FROM audit ORDER BY seq"))
        return [tuple(row) for row in rows][1:]  # after the fixture's own


def test_an_action_is_committed_with_its_audit_row(collect, store):
    assert collect(150) == Outcome(total=150)
    assert fees(store) == 150
    assert audit(store) == [("collect", "done")]


def test_asked_again_with_the_same_id_it_answers_the_same_and_does_nothing(collect, store, tries):
    first = collect(action_id="form 1")
    assert collect(action_id="form 1") == first == Outcome(total=100)
    assert (fees(store), len(tries), len(audit(store))) == (100, 1, 1)


def test_another_id_is_another_action(collect, store):
    collect(action_id="form 1")
    collect(action_id="form 2")
    assert fees(store) == 200


def test_the_same_id_for_something_else_is_refused(collect, store):
    collect(action_id="form 1")
    with pytest.raises(Refusal) as refused:
        collect(101, action_id="form 1")
    assert refused.value.code == "action-id-used"
    assert fees(store) == 100


def test_a_refusal_leaves_nothing(collect, store):
    with pytest.raises(Refusal):
        collect(fails="refuse")
    assert (fees(store), audit(store)) == (0, [])


def test_a_refusal_that_is_recorded_leaves_one_audit_row_and_nothing_else(collect, store):
    with pytest.raises(Refusal):
        collect(fails="refuse and record", action_id="form 1")
    assert audit(store) == [("collect", "refused:because")]
    assert fees(store) == 0
    with store.reading() as books:
        assert books.journal.find("form 1") is None


def test_after_a_refusal_the_same_form_can_be_corrected(collect, store):
    with pytest.raises(Refusal):
        collect(fails="refuse and record", action_id="form 1")
    assert collect(action_id="form 1") == Outcome(total=100)


def test_a_role_without_the_right_is_refused_and_recorded(collect, store, auditor_actor, tries):
    with pytest.raises(Refusal) as refused:
        collect(actor=auditor_actor)
    assert refused.value.code == "not-allowed"
    assert audit(store) == [("collect", "refused:not-allowed")]
    assert tries == []


def test_a_conflict_is_tried_again(collect, store, tries):
    assert collect(fails="conflict once") == Outcome(total=100)
    assert (len(tries), fees(store)) == (2, 100)


def test_a_conflict_without_end_is_a_fault_and_leaves_nothing(collect, store):
    with pytest.raises(Fault) as fault:
        collect(fails="conflict")
    assert fault.value.code == "books-busy"
    assert (fees(store), audit(store)) == (0, [])


def test_one_form_sent_from_many_threads_happens_once(collect, store):
    outcomes = []
    senders = [
        threading.Thread(target=lambda: outcomes.append(collect(action_id="form 1")))
        for _ in range(6)
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(60)
    assert outcomes == [Outcome(total=100)] * 6
    assert fees(store) == 100


def test_many_forms_at_once_all_happen(collect, store):
    senders = [threading.Thread(target=collect) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(60)
    assert fees(store) == 800
    assert len(audit(store)) == 8
