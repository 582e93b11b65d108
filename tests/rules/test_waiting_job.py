import pytest

from backoffice.domain.cards import CardState
from backoffice.domain.ledger import AccountKind
from backoffice.domain.print_jobs import TO_FILE, JobKind, JobState
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from backoffice.workflows import lost_card, report_lost, waiting_job
from tests.fixtures.pile import make_batch
from tests.rules.conftest import CERTIFICATE


@pytest.fixture
def batch(counter, people):
    make_batch(counter, [people.student(card=None) for _ in range(3)])
    return counter.queued(JobKind.CARD)


def move(counter, *jobs, desk_id=None, printer=""):
    fields = {"job_ids": tuple(job.id for job in jobs), "printer": printer}
    return counter.do(waiting_job, desk_id=desk_id or counter.actor.desk_id, **fields)


def cancel(counter, *jobs):
    request = waiting_job.Cancelling(job_ids=tuple(job.id for job in jobs))
    return counter.perform(waiting_job.CANCEL, request)


def other_desk(counter):
    with counter.store.reading() as books:
        return next(d.id for d in books.places.desks() if d.id != counter.actor.desk_id)


def test_what_waits_can_be_given_to_another_printer(counter, batch):
    counter.paper.of_role["card"] = ("card", "card-b")
    move(counter, *batch[:2], printer="card-b")
    assert counter.print_next("card").job.number == batch[2].number
    assert counter.print_next("card") is None
    assert counter.print_next("card-b").job.number == batch[0].number


def test_nothing_becomes_part_of_a_file_afterwards(counter, batch):
    with pytest.raises(Refusal) as refusal:
        move(counter, batch[0], printer=TO_FILE)
    assert refusal.value.code == "unknown-printer"


def test_another_desk_prints_it_from_its_own_blanks(counter, batch):
    there = other_desk(counter)
    move(counter, batch[0], desk_id=there)
    assert [job.number for job in counter.queued(JobKind.CARD)] == [j.number for j in batch[1:]]
    with counter.store.reading() as books:
        [moved] = books.jobs.at_desk(there, {JobState.QUEUED})
    assert (moved.number, moved.printer) == (batch[0].number, "")


def test_what_one_printer_could_not_draw_is_tried_on_the_other(counter, batch):
    counter.paper.of_role["card"] = ("card", "card-b")
    counter.paper.refuses = Refusal("glyph", sentence("No."))
    counter.print_next("card")
    counter.paper.refuses = None
    move(counter, batch[0], printer="card-b")
    assert counter.print_next("card-b").outcome == "unconfirmed"


def test_what_left_already_is_neither_moved_nor_cancelled(counter, batch):
    counter.print_next()
    for what in (move, cancel):
        with pytest.raises(Refusal) as refusal:
            what(counter, *batch)
        assert refusal.value.code == "not-waiting"
    assert len(counter.queued(JobKind.CARD)) == 2


def test_there_is_no_moving_to_nowhere(counter, batch):
    counter.refused(waiting_job, "unknown-desk", job_ids=(batch[0].id,), desk_id=99)


def test_a_cancelled_card_of_a_batch_uses_no_blank_and_its_person_has_none(counter, batch):
    stock = counter.of(AccountKind.STOCK, desk=True)
    assert cancel(counter, *batch[:2]).numbers == (batch[0].number, batch[1].number)
    assert counter.of(AccountKind.STOCK, desk=True) == stock
    assert counter.cards(batch[0].holder_id)[0].state is CardState.SPOILED
    assert [job.number for job in counter.jobs(JobState.CANCELLED)] == [
        job.number for job in batch[:2]
    ]
    make_batch(counter, [batch[0].holder_id])  # another batch may take the person in


def test_a_card_that_somebody_waits_for_is_not_dropped(counter, people):
    counter.do(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)
    [job] = counter.queued(JobKind.CARD)
    with pytest.raises(Refusal) as refusal:
        cancel(counter, job)
    assert refusal.value.code == "not-dropped"
    assert "another printer" in str(refusal.value.advice)


def test_a_paper_that_was_not_sent_is_cancelled(counter, people):
    counter.do(report_lost, holder_id=people.staff())
    cancel(counter, *counter.jobs(JobState.QUEUED))
    assert counter.print_all() == []


def test_paper_keeps_its_number_wherever_it_comes_out(counter, people):
    counter.do(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)
    [receipt] = counter.queued(JobKind.RECEIPT)
    there = other_desk(counter)
    move(counter, receipt, desk_id=there)
    with counter.store.reading() as books:
        [moved] = books.jobs.at_desk(there, {JobState.QUEUED})
    assert moved.number == receipt.number == "22-000001"
