from dataclasses import replace
from datetime import date

import pytest

from backoffice.domain.cards import CardState
from backoffice.domain.certificates import CertificateKind, Shown
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.workflows import destroy_cards, finish_card, first_card, report_lost, return_card
from tests.rules.conftest import CERTIFICATE


def issue(counter, holder_id, **fields):
    return counter.do(first_card, holder_id=holder_id, certificate=CERTIFICATE, **fields)


def refused(counter, code, rule, holder_id, **fields):
    fields = {"certificate": CERTIFICATE} | fields
    return counter.refused(first_card, code, rule, holder_id=holder_id, **fields)


@pytest.mark.parametrize("kind", ["staff", "student", "temporary"])
def test_b2_somebody_with_a_photo_and_no_card_gets_one_at_the_desk(counter, people, kind):
    holder = getattr(people, kind)(card=None)
    done = issue(counter, holder)
    [card] = counter.cards(holder)
    assert (card.number, card.state, card.design) == (done.card_number, CardState.QUEUED, kind)
    assert (card.predecessor_id, done.old_number, done.moved, done.fee) == (None, "", 0, 0)
    counter.print_all()
    counter.do(finish_card, holder_id=holder, card_id=card.id, scanned=card.number)
    assert counter.cards(holder)[0].state is CardState.ACTIVE


def test_card_and_receipt_are_queued_with_it(counter, people):
    done = issue(counter, people.staff(card=None))
    card, receipt = counter.jobs(JobState.QUEUED)
    assert (card.kind, card.number) == (JobKind.CARD, done.card_number)
    assert (receipt.kind, receipt.number) == (JobKind.RECEIPT, done.receipt)
    assert CERTIFICATE.number[-6:] not in receipt.payload + card.payload


@pytest.mark.parametrize(
    ("state", "place"),
    [("active", "Damaged card"), ("lost", "Lost card"), ("expired", "Renew card")],
)
def test_b1_whoever_has_a_card_is_shown_to_the_right_workflow(counter, people, state, place):
    answer = refused(counter, "has-card", "B1", people.temporary(card=state))
    assert place in str(answer.advice)
    assert answer.source == "FAQ 4"


def test_b1_no_second_one_while_the_first_is_being_made(counter, people):
    holder = people.staff(card=None)
    issue(counter, holder)
    refused(counter, "card-in-making", "", holder)


def test_b1_a_first_card_that_was_lost_is_replaced(counter, people):
    holder = people.staff(card=None)
    done = issue(counter, holder)
    counter.print_all()
    counter.do(finish_card, holder_id=holder, card_id=done.card_id, scanned=done.card_number)
    counter.do(report_lost, holder_id=holder)
    assert "Lost card" in str(refused(counter, "has-card", "B1", holder).advice)


@pytest.mark.parametrize("state", ["returned", "surrendered"])
def test_who_comes_back_gets_what_was_kept(counter, people, state):
    holder = people.staff(card=state, balance=4200)
    [old] = counter.cards(holder)
    sheet = counter.sheet(first_card, holder_id=holder, certificate=CERTIFICATE)
    assert "¥42.00 on the new card" in [str(line.after) for line in sheet.lines]
    done = issue(counter, holder)
    new, kept = counter.cards(holder)
    assert (new.predecessor_id, done.old_number, done.moved) == (old.id, old.number, 4200)
    assert (counter.balance(new.id), counter.balance(old.id)) == (4200, 0)
    assert kept.state is CardState(state)


def test_a_destroyed_card_makes_way_too(counter, people, supervisor_actor):
    holder = people.staff(card="returned", balance=700)

    [card] = counter.cards(holder)
    counter.do(destroy_cards, numbers=(card.number,), second=supervisor_actor)
    assert issue(counter, holder).moved == 700


def test_an_expired_card_of_somebody_who_is_staff_now_makes_way(counter, people):
    holder = people.staff(card="expired", balance=100)
    assert issue(counter, holder).moved == 100


def test_a_returned_card_and_a_first_one_after_it(counter, people):
    holder = people.staff(balance=900)
    number = counter.cards(holder)[0].number
    counter.do(return_card, holder_id=holder, scanned=number, reason=return_card.Leaving.LEFT)
    assert issue(counter, holder).moved == 900


def test_p1_no_photo_no_card_and_how_to_get_one(counter, people):
    answer = refused(counter, "no-photo", "P1", people.staff(card=None, photo=False))
    assert "F6" in str(answer.advice)
    assert "certificate photos collection" in str(answer.advice)
    assert answer.source == "FAQ 4"


def test_p1_a_photo_that_waits_is_to_be_approved_first(counter, people):
    holder = people.staff(card=None, photo=False)
    people.submit_photo(holder)
    assert "approved" in str(refused(counter, "photo-waits", "P1", holder).advice)


def test_p6_a_new_photo_makes_no_card(counter, people):
    holder = people.staff()
    people.submit_photo(holder)
    assert len(counter.cards(holder)) == 1
    refused(counter, "has-card", "B1", holder)


def test_l1_only_against_the_certificate_on_record(counter, people):
    holder = people.staff(card=None)
    other = replace(CERTIFICATE, number="440524198001010013")
    refused(counter, "certificate-mismatch", "L1", holder, certificate=other)
    late = replace(CERTIFICATE, valid_until=date(2026, 11, 22))
    refused(counter, "certificate-expired", "L1", holder, certificate=late)
    assert counter.cards(holder) == []
    assert counter.audit()[-1] == ("first_card", "refused:certificate-mismatch")


def test_l7_a_passport_is_typed_twice(counter, people):
    passport = {"certificate": "E12345678", "certificate_kind": CertificateKind.PASSPORT}
    holder = people.student(card=None, **passport)
    typed = Shown(kind=CertificateKind.PASSPORT, number="E12345678")
    refused(counter, "certificate-not-repeated", "L7", holder, certificate=typed)


def test_an_ended_temporary_holder_is_refused(counter, people):
    holder = people.temporary(card=None, valid_until=date(2026, 11, 22))
    refused(counter, "holder-expired", "", holder)
    people.extend(holder, date(2026, 11, 23))
    assert issue(counter, holder)


def test_without_blanks_nothing_is_promised(counter, people, store):
    with store.reading() as books:
        desk = books.places.desk_by_code("23").id
    counter.actor = replace(counter.actor, desk_id=desk)
    refused(counter, "no-blanks", "", people.staff(card=None))


def test_what_is_shown_is_what_is_committed(counter, people):
    holder = people.staff(card=None)
    counter.sheet(first_card, holder_id=holder, certificate=CERTIFICATE)
    fields = {"holder_id": holder, "certificate": CERTIFICATE}
    with pytest.raises(Exception, match="Something changed"):
        counter.confirm(first_card, sheet="another", **fields)
    assert counter.cards(holder) == []
