from dataclasses import replace
from datetime import date

import msgspec
import pytest
from sqlalchemy import insert

from backoffice.domain.cards import CardState
from backoffice.domain.certificates import CertificateKind, Shown
from backoffice.domain.documents import Receipt
from backoffice.domain.fees import Shortfall
from backoffice.domain.ledger import AccountKind
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.domain.refusal import Refusal
from backoffice.workflows import finish_card, lost_card, report_lost
from db import tables as t
from tests.fixtures.books import run
from tests.fixtures.drawers import FLOAT
from tests.rules.conftest import CERTIFICATE


def refused(counter, code, rule, **fields):
    with pytest.raises(Refusal) as refusal:
        counter.do(lost_card, **fields)
    assert (refusal.value.code, refusal.value.rule) == (code, rule)
    assert refusal.value.advice
    return refusal.value


def test_l3_the_whole_balance_moves_in_the_same_transaction(counter, people):
    holder = people.staff(balance=12345)
    done = counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
    new, old = counter.cards(holder)
    assert (old.state, new.state) == (CardState.LOST, CardState.QUEUED)
    assert (counter.balance(old.id), counter.balance(new.id)) == (0, 12345)
    assert new.predecessor_id == old.id
    assert (done.lost_number, done.card_number, done.moved) == (old.number, new.number, 12345)


def test_l1_only_against_the_certificate_on_record(counter, people):
    holder = people.staff(balance=500)
    other = replace(CERTIFICATE, number="440524198001010013")
    before = counter.cards(holder)
    refused(counter, "certificate-mismatch", "L1", holder_id=holder, certificate=other)
    assert counter.cards(holder) == before
    assert counter.audit()[-1] == ("lost_card", "refused:certificate-mismatch")


def test_l1_the_same_number_as_another_kind_does_not_match(counter, people):
    holder = people.staff(certificate="E12345678", certificate_kind=CertificateKind.PASSPORT)
    shown = Shown(
        kind=CertificateKind.HKM_EXIT_ENTRY_PERMIT, number="C12345678", repeated="C12345678"
    )
    refused(counter, "certificate-mismatch", "L1", holder_id=holder, certificate=shown)


def test_l1_an_expired_certificate_is_refused(counter, people):
    holder = people.staff()
    shown = replace(CERTIFICATE, valid_until=date(2026, 11, 22))
    refused(counter, "certificate-expired", "L1", holder_id=holder, certificate=shown)
    today = replace(CERTIFICATE, valid_until=date(2026, 11, 23))
    assert counter.do(lost_card, holder_id=holder, certificate=today)


def test_l1_expired_on_record_needs_the_date_of_the_renewed_one(counter, people):
    holder = people.staff(certificate_until=date(2020, 1, 1))
    refused(counter, "certificate-expired", "L1", holder_id=holder, certificate=CERTIFICATE)
    renewed = replace(CERTIFICATE, valid_until=date(2040, 1, 1))
    assert counter.do(lost_card, holder_id=holder, certificate=renewed)


def test_l1_no_certificate_on_record(counter, people):
    holder = people.staff(certificate=None)
    refused(counter, "no-certificate-on-record", "L1", holder_id=holder, certificate=CERTIFICATE)


def test_l2_a_card_reported_lost_before_is_replaced_too(counter, people):
    holder = people.staff(balance=700)
    counter.do(report_lost, holder_id=holder)
    counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
    assert [c.state for c in counter.cards(holder)] == [CardState.QUEUED, CardState.LOST]


@pytest.mark.parametrize("state", ["surrendered", "returned", "expired"])
def test_l2_a_card_that_is_not_lost_is_not_replaced(counter, people, state):
    holder = people.staff(card=state)
    refused(counter, "card-not-lost", "L2", holder_id=holder, certificate=CERTIFICATE)


def test_l4_the_sheet_says_that_the_transit_purse_stays(counter, people):
    sheet = counter.sheet(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)
    [line] = [line for line in sheet.lines if str(line.label) == "Transit purse"]
    assert "can't be moved" in str(line.after)


def test_l5_staff_pay_what_the_fee_table_says(counter, people, store, clock, clerk_actor):
    holder = people.staff(balance=3000)
    assert counter.sheet(lost_card, holder_id=holder, certificate=CERTIFICATE)

    def raise_fee(books, turn):
        books.connection.execute(
            insert(t.fees).values(
                service="lost_card", kind="staff", amount=1000, valid_from=date(2026, 11, 24)
            )
        )

    run(store, clock, clerk_actor, "fee", raise_fee)
    free = counter.sheet(lost_card, holder_id=holder, certificate=CERTIFICATE)
    clock.move(days=1)
    dear = counter.sheet(lost_card, holder_id=holder, certificate=CERTIFICATE)
    assert "¥0.00" in str(free.lines[4].after)
    assert "¥10.00" in str(dear.lines[4].after)
    counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
    assert counter.of(AccountKind.FEES) == 1000


@pytest.mark.parametrize("kind", ["student", "temporary"])
def test_l6_students_and_temporary_holders_go_to_a_terminal(counter, people, kind):
    holder = getattr(people, kind)(balance=5000)
    answer = refused(counter, "terminal", "L6", holder_id=holder, certificate=CERTIFICATE)
    assert answer.source == "FAQ 8"


def test_l6_a_clerk_alone_cannot_make_the_exception(counter, people):
    refused(
        counter,
        "needs-supervisor",
        "",
        holder_id=people.student(balance=5000),
        certificate=CERTIFICATE,
        override_reason="terminal out of order",
    )
    assert counter.audit()[-1] == ("lost_card", "refused:needs-supervisor")


def test_l6_with_a_supervisor_the_fee_leaves_the_lost_card_first(counter, people, supervisor_actor):
    holder = people.student(balance=5000)
    done = counter.do(
        lost_card,
        second=supervisor_actor,
        holder_id=holder,
        certificate=CERTIFICATE,
        override_reason="terminal out of order",
    )
    assert (done.fee, done.moved) == (2000, 3000)
    assert counter.of(AccountKind.FEES) == 2000


def test_l7_passport_numbers_are_typed_twice(counter, people):
    holder = people.staff(certificate="E12345678", certificate_kind=CertificateKind.PASSPORT)
    typed = Shown(kind=CertificateKind.PASSPORT, number="E12345678")
    refused(counter, "certificate-not-repeated", "L7", holder_id=holder, certificate=typed)
    typo = replace(typed, repeated="E12345679")
    refused(counter, "certificate-repeated-differs", "L7", holder_id=holder, certificate=typo)
    assert counter.do(lost_card, holder_id=holder, certificate=replace(typed, repeated="E12345678"))


def student_with(counter, people, balance):
    return {
        "holder_id": people.student(balance=balance),
        "certificate": CERTIFICATE,
        "override_reason": "terminal out of order",
    }


def test_l8_a_fee_over_the_balance_is_not_taken_silently(counter, people, supervisor_actor):
    fields = student_with(counter, people, 500)
    with pytest.raises(Refusal) as refusal:
        counter.do(lost_card, second=supervisor_actor, **fields)
    assert (refusal.value.code, refusal.value.rule) == ("fee-not-covered", "L8")
    assert "¥15.00" in str(refusal.value.advice)


def test_l8_the_difference_in_cash(counter, people, supervisor_actor, drawer):
    fields = student_with(counter, people, 500) | {"shortfall": Shortfall.CASH}
    done = counter.do(lost_card, second=supervisor_actor, **fields)
    assert (done.cash, done.moved, done.waived) == (1500, 0, 0)
    assert counter.of(AccountKind.FEES) == 2000
    assert counter.of(AccountKind.CASH, desk=True) == -FLOAT - 1500


def test_l8_the_difference_waived(counter, people, supervisor_actor):
    fields = student_with(counter, people, 500) | {"shortfall": Shortfall.WAIVE}
    with pytest.raises(Refusal, match="needs a reason"):
        counter.do(lost_card, second=supervisor_actor, **fields)
    done = counter.do(lost_card, second=supervisor_actor, waiver_reason="hardship", **fields)
    assert (done.cash, done.waived, done.moved) == (0, 1500, 0)
    assert counter.of(AccountKind.FEES) == 500


def test_p1_no_photo_no_card(counter, people):
    holder = people.staff(photo=False)
    refused(counter, "no-photo", "P1", holder_id=holder, certificate=CERTIFICATE)


def test_b2_somebody_without_any_card_gets_a_first_one(counter, people):
    holder = people.staff(card=None)
    refused(counter, "no-card", "B2", holder_id=holder, certificate=CERTIFICATE)


def test_e1_entry_is_said_to_be_unchanged(counter, people):
    sheet = counter.sheet(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)
    [line] = [line for line in sheet.lines if str(line.label) == "Campus entry"]
    assert "no card grants it" in str(line.after)


def test_no_second_replacement_while_one_is_being_made(counter, people):
    holder = people.staff()
    counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
    refused(counter, "card-in-making", "", holder_id=holder, certificate=CERTIFICATE)


def test_a_replaced_card_can_be_lost_again(counter, people):
    holder = people.staff(balance=100)
    for _ in range(2):
        done = counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
        counter.print_all()
        counter.do(finish_card, holder_id=holder, card_id=done.card_id, scanned=done.card_number)
    states = [c.state for c in counter.cards(holder)]
    assert states == [CardState.ACTIVE, CardState.LOST, CardState.LOST]
    assert counter.balance(counter.cards(holder)[0].id) == 100


def test_an_ended_temporary_holder_is_refused(counter, people, supervisor_actor):
    holder = people.temporary(valid_until=date(2026, 11, 22))
    with pytest.raises(Refusal) as refusal:
        counter.do(
            lost_card,
            second=supervisor_actor,
            holder_id=holder,
            certificate=CERTIFICATE,
            override_reason="x",
        )
    assert refusal.value.code == "holder-expired"


def test_without_blanks_nothing_is_promised(store, clock, people, counter):
    counter.actor = replace(counter.actor, desk_id=_desk(store, "23"))
    refused(counter, "no-blanks", "", holder_id=people.staff(), certificate=CERTIFICATE)


def _desk(store, code):
    with store.reading() as books:
        return books.places.desk_by_code(code).id


def test_what_is_shown_is_what_is_committed(counter, people):
    holder = people.staff(balance=100)
    seen = counter.sheet(lost_card, holder_id=holder, certificate=CERTIFICATE).digest
    counter.do(report_lost, holder_id=holder)
    with pytest.raises(Refusal) as refusal:
        counter.confirm(lost_card, holder_id=holder, certificate=CERTIFICATE, sheet=seen)
    assert refusal.value.code == "sheet-changed"
    assert [c.state for c in counter.cards(holder)] == [CardState.LOST]


def test_an_auditor_may_not_replace(counter, people, auditor_actor):
    counter.actor = auditor_actor
    refused(counter, "not-allowed", "", holder_id=people.staff(), certificate=CERTIFICATE)


def test_card_and_receipt_jobs_are_written_with_it(counter, people):
    holder = people.staff(balance=12345)
    done = counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
    card, receipt = counter.jobs(JobState.QUEUED)
    assert (card.kind, card.number) == (JobKind.CARD, done.card_number)
    assert (receipt.kind, receipt.number) == (JobKind.RECEIPT, done.receipt)
    assert receipt.anchor
    said = msgspec.json.decode(receipt.payload, type=Receipt)
    sheet_labels = [change.label.en for change in said.changes]
    assert sheet_labels == [
        f"Card …{done.lost_number[-4:]}",
        "New card",
        "Campus balance",
        "Transit purse",
        "Fee",
        "Campus entry",
        "Photo",
    ]
    assert all(change.label.zh and change.after.zh != change.after.en for change in said.changes)
    assert CERTIFICATE.number[-6:] not in receipt.payload + card.payload
