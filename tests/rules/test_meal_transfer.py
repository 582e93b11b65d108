import dataclasses

import pytest

from backoffice.domain.ledger import AccountKind
from backoffice.domain.print_jobs import JobKind
from backoffice.domain.refusal import Refusal
from backoffice.ui import person as persons
from backoffice.workflows import found_again, meal_transfer, report_lost
from backoffice.workflows.meal_transfer import Answer
from tests.fixtures.books import DAY


def meal(counter, holder):
    with counter.store.reading() as books:
        return books.ledger.meal_account(holder), books.disputes.open_of(holder)


def test_m1_the_balance_is_shown_before_anything_moves(counter, people):
    holder = people.staff(meal=2_050, balance=100)
    sheet = counter.sheet(meal_transfer, holder_id=holder)
    assert [str(line.before) for line in sheet.lines] == ["¥20.50", "¥1.00"]
    assert "¥21.50" in str(sheet.lines[1].after)
    assert meal(counter, holder)[0].balance == 2_050


def test_m3_m4_the_whole_balance_moves_once_and_the_account_is_frozen(counter, people):
    holder = people.staff(meal=2_050, balance=100)
    done = counter.do(meal_transfer, holder_id=holder)
    [card] = counter.cards(holder)
    assert (done.moved, counter.balance(card.id)) == (2_050, 2_150)
    account, _ = meal(counter, holder)
    assert (account.balance, account.frozen) == (0, True)
    assert [job.number for job in counter.queued(JobKind.RECEIPT)] == [done.receipt]


def test_m3_a_second_try_names_the_first(counter, people):
    holder = people.staff(meal=500)
    counter.do(meal_transfer, holder_id=holder)
    refusal = counter.refused(meal_transfer, "meal-taken-over", "M3", holder_id=holder)
    said = str(refusal.message)
    assert "2026-11-23" in said
    assert "09:00" in said
    assert "desk 22" in said
    assert "Lina" in said


def test_m2_an_objection_is_recorded_and_nothing_moves(counter, people):
    holder = people.staff(meal=500)
    fields = {"holder_id": holder, "answer": Answer.DISPUTE}
    counter.refused(meal_transfer, "dispute-words", "M2", **fields)
    done = counter.do(meal_transfer, words="it was 50", **fields)
    account, dispute = meal(counter, holder)
    assert (done.moved, account.balance, account.frozen) == (None, 500, False)
    assert (dispute.balance, dispute.words) == (500, "it was 50")


def test_m2_who_agrees_later_ends_the_objection(counter, people):
    holder = people.staff(meal=500)
    counter.do(meal_transfer, holder_id=holder, answer=Answer.DISPUTE, words="too little")
    counter.do(meal_transfer, holder_id=holder, answer=Answer.DISPUTE, words="far too little")
    counter.do(meal_transfer, holder_id=holder)
    assert meal(counter, holder)[1] is None


def test_m5_zero_is_confirmed_and_frozen(counter, people):
    holder = people.staff(meal=0, balance=100)
    assert counter.do(meal_transfer, holder_id=holder).moved == 0
    assert meal(counter, holder)[0].frozen
    assert counter.balance(counter.cards(holder)[0].id) == 100


def test_m5_a_debt_is_not_moved_but_may_be_objected_to(counter, people):
    holder = people.staff(meal=-350)
    refusal = counter.refused(meal_transfer, "meal-debt", "M5", holder_id=holder)
    assert "supervisor" in str(refusal.advice)
    counter.do(meal_transfer, holder_id=holder, answer=Answer.DISPUTE, words="I owe nothing")
    account, dispute = meal(counter, holder)
    assert (account.balance, account.frozen, dispute.balance) == (-350, False, -350)


def test_m3_there_is_no_amount_to_enter():
    assert {field.name for field in dataclasses.fields(meal_transfer.Request)} == {
        "holder_id", "answer", "words", "sheet",
    }  # fmt: skip


def test_m3_the_first_is_named_however_much_happened_since(counter, people, clock):
    holder = people.staff(meal=500)
    counter.do(meal_transfer, holder_id=holder, answer=Answer.DISPUTE, words="too little")
    clock.move(days=1)
    counter.do(meal_transfer, holder_id=holder)
    for _ in range(20):
        clock.move(days=1)
        counter.do(report_lost, holder_id=holder)
        counter.do(found_again, holder_id=holder, scanned=counter.cards(holder)[0].number)
    with counter.store.reading() as books:
        person = persons.read(books, holder, today=clock.today())
    assert person.taken_over.at.astimezone(DAY.tzinfo).date().isoformat() == "2026-11-24"
    assert person.taken_over not in person.timeline
    refusal = counter.refused(meal_transfer, "meal-taken-over", "M3", holder_id=holder)
    assert "2026-11-24" in str(refusal.message)


def test_m4_what_was_moved_and_frozen_was_one_action(counter, people):
    holder = people.staff(meal=500)
    counter.do(meal_transfer, holder_id=holder)
    with counter.store.reading() as books:
        done = books.journal.of_holder(holder, most=1)[0]
        [entry] = books.history.of_action(done.action_id)
    assert (entry.debit.kind, entry.credit.kind, entry.amount) == (
        AccountKind.MEAL, AccountKind.CARD, 500,
    )  # fmt: skip


def test_what_is_shown_is_what_is_committed(counter, people):
    holder = people.staff(meal=500, balance=100)
    seen = counter.sheet(meal_transfer, holder_id=holder).digest
    objection = {"answer": Answer.DISPUTE, "words": "too little"}
    with pytest.raises(Refusal) as refusal:
        counter.confirm(meal_transfer, holder_id=holder, sheet=seen, **objection)
    assert refusal.value.code == "sheet-changed"


def test_m3_it_goes_to_the_holders_own_active_card(counter, people):
    holder = people.staff(meal=500)
    counter.do(report_lost, holder_id=holder)
    refusal = counter.refused(meal_transfer, "no-active-card", "M3", holder_id=holder)
    assert refusal.source == "FAQ 3"
    assert meal(counter, holder)[0].balance == 500


def test_without_an_old_account_nothing_is_taken_over(counter, people):
    counter.refused(meal_transfer, "no-meal-account", "M1", holder_id=people.staff())


@pytest.mark.parametrize("answer", Answer)
def test_m4_a_frozen_account_is_readable_and_nothing_else(counter, people, answer):
    holder = people.staff(meal=500)
    counter.do(meal_transfer, holder_id=holder)
    fields = {"holder_id": holder, "answer": answer, "words": "x"}
    counter.refused(meal_transfer, "meal-taken-over", "M3", **fields)
