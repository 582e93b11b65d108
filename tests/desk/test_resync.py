import pytest

from backoffice.domain.cards import CardState
from backoffice.domain.print_jobs import JobKind
from backoffice.ui.views.resync import Resync
from tests.desk.steps import open_tab
from tests.fixtures.pile import make_batch
from tests.rules.conftest import Counter


@pytest.fixture
def counter(store, clock, clerk_actor, people):
    people.blanks()
    return Counter(store, clock, clerk_actor)


@pytest.fixture
def jammed(counter, people, portrait):
    """Three cards came out, the fourth jammed, and the printer holds itself."""
    holders = [people.student(card=None, photo=portrait) for _ in range(5)]
    numbers = make_batch(counter, holders)
    for result in ("delivered", "delivered", "delivered", "unconfirmed"):
        counter.paper.result = result
        counter.print_next()
    return numbers


@pytest.fixture
def queue(jammed, clerk):
    open_tab(clerk, "Print queue")
    clerk.waits_for("nobody knows yet what became of a card")
    return clerk


def state(counter, number):
    with counter.store.reading() as books:
        return books.cards.by_number(number).state


def test_a_scan_of_the_pile_counts_it_and_the_printer_goes_on(queue, counter, jammed):
    queue.scan(jammed[2])
    queue.waits_for("Not among the good ones")
    assert queue.sees(f"…{jammed[3][-4:]}")
    queue.key("Return")
    queue.waits_for("3 cards, ")
    assert queue.sees("1, each with a new number")
    queue.key("Control-Return")
    queue.waits_for("Good cards: 3. The printer goes on.")
    assert [state(counter, number) for number in jammed[:4]] == [CardState.MADE] * 3 + [
        CardState.SPOILED
    ]
    queue.wait_until(lambda: not counter.queued(JobKind.CARD), what="the rest to be printed")


def test_a_wrong_card_is_said_and_the_right_one_goes_on(queue, counter, people, jammed):
    other = counter.cards(people.staff(name="李娜"))[0]
    queue.key("c")
    queue.waits_for("Scan the last good card that came out")
    queue.scan(other.number)
    queue.waits_for("was not sent to this printer")
    queue.scan(jammed[3])
    queue.waits_for("4 cards, ")
    queue.key("Control-Return")
    queue.waits_for("Good cards: 4.")


def test_a_wrong_card_after_good_ones_takes_none_of_them_away(queue, counter, people, jammed):
    other = counter.cards(people.staff(name="李娜"))[0]
    queue.scan(jammed[2])
    queue.waits_for("Not among the good ones")
    queue.scan(other.number)
    queue.waits_for("was not sent to this printer")
    queue.key("Return")
    queue.waits_for("Not among the good ones")
    queue.key("Return")
    queue.waits_for("1, each with a new number")
    queue.key("Control-Return")
    queue.waits_for("Good cards: 3.")
    assert [state(counter, number) for number in jammed[:3]] == [CardState.MADE] * 3


def test_nothing_good_at_all_needs_no_scan(queue, counter, jammed):
    queue.key("c")
    queue.waits_for("In doubt")
    queue.key("Return")
    queue.waits_for("And 3 cards")
    queue.key("Return")
    queue.waits_for("4, each with a new number")
    queue.key("Control-Return")
    queue.waits_for("Good cards: 0.")
    assert {state(counter, number) for number in jammed[:4]} == {CardState.SPOILED}


def test_a_printer_that_was_sent_nothing_is_said_to_be_done(queue):
    queue.desk.stage.page.column.open(Resync, None).about("receipt")
    queue.waits_for("Nothing of this printer is unconfirmed.")
