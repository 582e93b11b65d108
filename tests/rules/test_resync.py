import pytest

from backoffice.domain.cards import CardState
from backoffice.domain.ledger import AccountKind
from backoffice.domain.policies import BATCH_ACTIVE_FROM
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.domain.refusal import Refusal
from backoffice.workflows import lost_card, resync
from tests.fixtures.pile import make_batch
from tests.rules.conftest import CERTIFICATE

NOTHING = "nothing_came_out"


@pytest.fixture
def batch(counter, people):
    return make_batch(counter, [people.student(card=None) for _ in range(6)])


@pytest.fixture
def jammed(counter, batch):
    """Three cards came out, the fourth jammed, two wait."""
    for _ in range(3):
        counter.print_next()
    counter.paper.result = "unconfirmed"
    counter.print_next()
    counter.paper.result = "delivered"
    return batch


def missing(*numbers, reason="jam"):
    return tuple(resync.Missing(number=number, reason=reason) for number in numbers)


def count(counter, *good, lost=(), printer="card"):
    return counter.do(resync, printer=printer, good=good, missing=lost)


def card(counter, number):
    with counter.store.reading() as books:
        return books.cards.by_number(number)


def state(counter, number):
    return card(counter, number).state


def waiting(counter):
    jobs = [job for job in counter.jobs(JobState.QUEUED) if job.kind is JobKind.CARD]
    return [job.number for job in sorted(jobs, key=lambda job: (job.rank, job.id))]


def test_what_lies_before_the_last_good_card_is_good_and_the_rest_is_made_again(counter, jammed):
    assert counter.print_next().outcome == "waiting"
    done = count(counter, jammed[2], lost=missing(jammed[3]))
    assert done.good == tuple(jammed[:3])
    assert [state(counter, number) for number in jammed[:4]] == [CardState.MADE] * 3 + [
        CardState.SPOILED
    ]
    [(spoiled, again)] = done.again
    assert spoiled == jammed[3]
    assert waiting(counter) == [again, *jammed[4:]]  # at its place in the pile
    assert counter.of(AccountKind.MADE) == 3
    assert counter.of(AccountKind.SPOILED) == 1
    assert counter.of(AccountKind.MAKING, desk=True) == 0
    assert counter.print_next().job.number == again


def test_a_card_that_was_never_fed_gives_its_blank_back(counter, jammed):
    before = counter.of(AccountKind.STOCK, desk=True)
    count(counter, jammed[2], lost=missing(jammed[3], reason=NOTHING))
    assert counter.of(AccountKind.STOCK, desk=True) == before + 1


def test_the_sheet_says_it_in_four_lines(counter, jammed):
    sheet = counter.sheet(resync, printer="card", good=(jammed[2],), missing=missing(jammed[3]))
    ends = [f"…{number[-4:]}" for number in jammed]
    assert [(str(x.label), str(x.before), str(x.after)) for x in sheet.lines] == [
        ("Good", f"3 cards, {ends[0]} to {ends[2]}", "made"),
        ("Not good", ends[3], "jammed in the printer; keep it for destruction"),
        ("Made again", "—", "1, each with a new number"),
        ("card printer", "nobody knows yet what became of a card", "goes on"),
    ]


def test_the_card_in_doubt_may_be_the_last_good_one(counter, jammed):
    done = count(counter, jammed[3])
    assert done.good == tuple(jammed[:4])
    assert done.again == ()


def test_nothing_good_at_all_needs_no_scan(counter, batch):
    counter.paper.result = "unconfirmed"
    counter.print_next()
    counter.paper.result = "delivered"
    done = count(counter, lost=missing(batch[0]))
    assert done.good == ()
    [(_, again)] = done.again
    assert waiting(counter) == [again, *batch[1:]]


def test_a_card_in_doubt_before_the_last_good_one_is_not_taken_on_trust(counter, jammed):
    from backoffice.workflows import printer_hold

    counter.perform(printer_hold.RESUME, printer_hold.Resuming(printer="card"))
    counter.print_next()
    counter.print_next()
    counter.refused(resync, "needs-reason", "B4", printer="card", good=(jammed[5],))
    done = count(counter, jammed[5], lost=missing(jammed[3], reason=NOTHING))
    assert set(done.good) == set(jammed) - {jammed[3]}


def test_a_card_the_printer_called_done_and_that_is_not_there_is_made_again(counter, jammed):
    lost = missing(jammed[2], reason=NOTHING) + missing(jammed[3])
    done = count(counter, jammed[1], lost=lost)
    assert [number for number, _ in done.again] == jammed[2:4]


def test_a_wrong_card_is_said_to_be_wrong(counter, people, jammed):
    other = counter.cards(people.staff(name="李娜"))[0]
    refusal = counter.refused(resync, "wrong-card", "B4", printer="card", good=(other.number,))
    assert other.short in str(refusal.message)
    counter.refused(resync, "wrong-card", "B4", printer="card", good=("nonsense",))
    counter.refused(resync, "wrong-card", "B4", printer="card", good=(jammed[4],))


def test_a_card_that_is_good_is_not_made_again(counter, jammed):
    wrong = {"good": (jammed[3],), "missing": missing(jammed[1])}
    counter.refused(resync, "good-and-missing", "B4", printer="card", **wrong)


def test_while_it_prints_nothing_is_counted(counter, batch):
    seen = []

    def look():
        with pytest.raises(Refusal) as refusal:
            counter.sheet(resync, printer="card", good=())
        seen.append(refusal.value.code)

    counter.paper.while_printing = look
    counter.print_next()
    assert seen == ["still-printing"]


def test_with_nothing_unconfirmed_there_is_nothing_to_count(counter):
    counter.refused(resync, "nothing-to-count", printer="card", good=())


def test_each_printer_is_counted_by_itself(counter, people):
    counter.paper.of_role["card"] = ("card", "card-b")
    here = make_batch(counter, [people.student(card=None)])
    there = make_batch(counter, [people.student(card=None)], printer="card-b")
    counter.print_next("card")
    counter.print_next("card-b")
    counter.refused(resync, "wrong-card", "B4", printer="card", good=(there[0],))
    assert count(counter, there[0], printer="card-b").good == (there[0],)
    assert state(counter, here[0]) is CardState.UNCONFIRMED


def test_a_card_for_the_window_stays_to_be_scanned_back_there(counter, people, batch):
    counter.print_next()
    single = counter.do(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)
    counter.print_next()
    counter.print_next()
    done = count(counter, batch[1])
    assert done.good == (batch[0], batch[1])
    assert state(counter, single.card_number) is CardState.UNCONFIRMED


def test_a_card_for_the_window_tells_the_place_too(counter, people, batch):
    counter.print_next()
    single = counter.do(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)
    counter.print_next()
    counter.print_next()
    done = count(counter, single.card_number, lost=missing(batch[1], reason=NOTHING))
    assert done.good == (batch[0],)
    assert state(counter, single.card_number) is CardState.UNCONFIRMED


def test_active_from_making_is_only_what_was_scanned_itself(counter, jammed, decide):
    decide(BATCH_ACTIVE_FROM, "making")
    count(counter, jammed[2], lost=missing(jammed[3]))
    states = [state(counter, number) for number in jammed[:3]]
    assert states == [CardState.MADE, CardState.MADE, CardState.ACTIVE]


def test_the_row_of_the_batch_names_the_card_that_took_its_place(counter, jammed):
    [(_, again)] = count(counter, jammed[2], lost=missing(jammed[3])).again
    with counter.store.reading() as books:
        row = books.batches.of_card(card(counter, jammed[3]).id)
        assert row.replaced_by_id == card(counter, again).id
        assert books.batches.of_card(card(counter, again).id).row == row.row


def test_whose_right_has_ended_gets_no_second_card(counter, people):
    from datetime import timedelta

    day = counter.clock.today()
    [number] = make_batch(counter, [people.temporary(card=None, valid_until=day)])
    counter.paper.result = "unconfirmed"
    counter.print_next()
    counter.clock.move(days=1)
    assert counter.clock.today() == day + timedelta(days=1)
    assert count(counter, lost=missing(number)).again == ((number, ""),)
    assert waiting(counter) == []


def test_the_second_confirmation_of_the_same_form_does_nothing(counter, jammed):
    from backoffice.actions import new_action_id

    form = new_action_id()
    fields = {"printer": "card", "good": (jammed[2],), "missing": missing(jammed[3])}
    fields["sheet"] = counter.sheet(resync, **fields).digest
    first = counter.confirm(resync, action_id=form, **fields)
    assert counter.confirm(resync, action_id=form, **fields) == first
    assert len(waiting(counter)) == 3
