from dataclasses import replace

import pytest

from backoffice.domain.cards import CardState
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.workflows import printer_hold
from tests.desk.steps import cards, open_tab
from tests.fixtures.books import PROGRAM, run
from tests.fixtures.pile import make_batch
from tests.rules.conftest import Counter


@pytest.fixture
def counter(store, clock, clerk_actor, people):
    people.blanks()
    counter = Counter(store, clock, clerk_actor)
    counter.do(printer_hold, printer="card", reason="cleaning")
    return counter


@pytest.fixture
def queue(counter, people, clerk):
    """Two cards of a batch that wait, in the list."""
    make_batch(counter, [people.student(card=None) for _ in range(2)], printer="")
    open_tab(clerk, "Print queue")
    clerk.waits_for("Cancel   X")
    return clerk


def test_a_waiting_card_of_a_batch_is_cancelled_by_keys(queue, counter, store):
    first, second = counter.queued(JobKind.CARD)
    queue.key("x")
    queue.waits_for("No blank is used.")
    assert queue.sees(first.number)
    queue.key("Control-Return")
    queue.waits_for("will not be printed.")
    assert cards(store, first.holder_id)[0].state is CardState.SPOILED
    assert [job.id for job in counter.queued(JobKind.CARD)] == [second.id]


def test_what_waits_is_given_to_another_desk(queue, counter, store):
    first, _second = counter.queued(JobKind.CARD)
    queue.key("m")
    queue.waits_for("Where it is printed")
    queue.key("Return")
    queue.key("Return")
    queue.waits_for("will be printed there.")
    with store.reading() as books:
        assert books.jobs.get(first.id).desk_id != counter.actor.desk_id


def test_where_there_is_no_other_printer_it_says_so(queue, counter, store, clock):
    here = counter.actor.desk_id

    def close_others(books, _turn):
        for desk in books.places.desks():
            if desk.id != here:
                books.places.keep_desk(replace(desk, in_service=False))

    run(store, clock, PROGRAM, "desk_change", close_others)
    queue.key("m")
    queue.waits_for("There is no other printer for it")
    queue.key("Return")
    queue.settle()
    assert queue.sees("There is no other printer for it")
    assert len(counter.queued(JobKind.CARD)) == 2


def test_several_are_cancelled_at_once_and_stand_among_what_is_settled(queue, counter):
    queue.desk.stage.page.list.table.selection_set(
        [str(j.id) for j in counter.queued(JobKind.CARD)]
    )
    queue.settle()
    assert queue.sees("Chosen: 2")
    queue.press("Cancel")
    queue.waits_for("No blank is used.")
    queue.key("Control-Return")
    queue.waits_for("will not be printed.")
    queue.press("Settled")
    queue.waits_for("cancelled")
    assert len(counter.jobs(JobState.CANCELLED)) == 2
