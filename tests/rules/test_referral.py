import msgspec
import pytest

from backoffice.domain.certificates import CertificateKind
from backoffice.domain.documents import Slip
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.domain.refusal import Refusal
from backoffice.workflows import referral


def test_l6_t1_the_slip_names_the_nearest_terminal_and_what_to_bring(counter, people):
    done = counter.do(referral, holder_id=people.student())
    [job] = counter.jobs(JobState.QUEUED)
    assert (job.kind, job.number) == (JobKind.SLIP, done.slip)
    slip = msgspec.json.decode(job.payload, type=Slip)
    text = [p.en for p in slip.paragraphs]
    assert "self-service area" in text[2].lower()
    assert any("ID card" in line for line in text)
    assert sum("restaurant" in line.lower() for line in text) == 3
    assert all(p.zh for p in slip.paragraphs)


def test_l7_passport_holders_bring_their_number(counter, people):
    holder = people.student(certificate="E12345678", certificate_kind=CertificateKind.PASSPORT)
    sheet = counter.sheet(referral, holder_id=holder)
    assert "Passport" in str(sheet.lines[1].after)


def test_staff_are_served_here(counter, people):
    with pytest.raises(Refusal) as refusal:
        counter.do(referral, holder_id=people.staff())
    assert (refusal.value.code, refusal.value.rule) == ("served-here", "L1")


def test_t2_the_slip_carries_desk_address_and_telephone(counter, people):
    counter.do(referral, holder_id=people.temporary())
    [job] = counter.jobs(JobState.QUEUED)
    place = msgspec.json.decode(job.payload, type=Slip).place
    assert place.telephone == "86413000"
    assert place.address.en
    assert place.address.zh
