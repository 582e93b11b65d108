import msgspec
import pytest

from backoffice.domain.documents import Receipt
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.domain.refusal import Refusal
from backoffice.workflows import print_queue, report_lost


@pytest.fixture
def receipt(counter, people):
    counter.do(report_lost, holder_id=people.staff())
    [job] = counter.jobs(JobState.QUEUED)
    return job


def settle(counter, job, **fields):
    return counter.do(print_queue, job_id=job.id, holder_id=job.holder_id, **fields)


def test_a_receipt_is_good_by_the_clerks_word(counter, receipt):
    counter.print_all()
    assert settle(counter, receipt, verdict="good").state == "good"


def test_a_receipt_that_never_left_can_only_be_cancelled(counter, receipt):
    with pytest.raises(Refusal, match="does not allow"):
        settle(counter, receipt, verdict="good")
    assert settle(counter, receipt, verdict="cancelled").state == "cancelled"
    assert counter.print_all() == []


def test_a_torn_receipt_is_printed_again_with_its_reason_and_its_anchor(counter, receipt):
    counter.print_all()
    done = settle(counter, receipt, verdict="spoiled", reprint_reason="paper torn")
    [copy] = counter.jobs(JobState.QUEUED)
    assert copy.number == done.reprint
    said = msgspec.json.decode(copy.payload, type=Receipt)
    assert "paper torn" in said.notes[0].en
    assert receipt.number in said.notes[0].zh
    assert said.anchor == receipt.anchor[:12]


def test_a_copy_of_what_is_not_settled_is_refused(counter, receipt):
    counter.print_all()
    with pytest.raises(Refusal, match="not settled"):
        settle(counter, receipt, reprint_reason="holder asks")


def test_cards_are_settled_by_scanning_only(counter, people):
    from backoffice.workflows import lost_card
    from tests.rules.conftest import CERTIFICATE

    counter.do(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)
    counter.print_all()
    [card] = [j for j in counter.jobs(JobState.UNCONFIRMED) if j.kind is JobKind.CARD]
    with pytest.raises(Refusal) as refusal:
        settle(counter, card, verdict="good")
    assert refusal.value.code == "card-needs-scan"
