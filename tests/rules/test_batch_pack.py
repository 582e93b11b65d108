import pytest

from backoffice.domain.cards import CardState
from backoffice.domain.ledger import AccountKind
from backoffice.domain.policies import BATCH_ACTIVE_FROM
from backoffice.domain.print_jobs import TO_FILE, JobState
from backoffice.procedures import unit_papers
from backoffice.workflows import batch, batch_hand_over, batch_pack, resync
from tests.fixtures.unit_batches import made_batch

PHYSICS = ("PHYS", "物理学院")


@pytest.fixture
def printed(counter, people, store):
    """Return a batch of three whose cards came out and are not settled."""
    for number in ("2001", "2002", "2003"):
        people.student(number=number, card=None, unit=PHYSICS)
    with store.reading() as books:
        [unit] = [one for one in books.batches.units() if one.code == "PHYS"]
    made = counter.do(batch, unit_ids=(unit.id,))
    counter.print_all()
    with store.reading() as books:
        return books.batches.get(made.batches[0].batch_id)


def numbers(batch_rows, found):
    return [row.card_number for row in batch_rows(found)]


def states(batch_rows, found):
    return [row.card_state for row in batch_rows(found)]


def test_b3_a_card_scanned_into_its_pile_is_made_and_what_is_missing_is_named(
    counter, printed, batch_rows
):
    first, second, third = batch_rows(printed)
    scanned = (first.card_number, third.card_number)
    sheet = counter.sheet(batch_pack, batch_id=printed.id, scanned=scanned)
    assert any(second.card_number[-4:] in str(line.after) for line in sheet.lines)
    done = counter.do(batch_pack, batch_id=printed.id, scanned=scanned)
    assert (done.cards, done.on_word, done.missing) == (2, 0, 1)
    made, waits = CardState.MADE, CardState.UNCONFIRMED
    assert states(batch_rows, printed) == [made, waits, made]
    assert counter.of(AccountKind.MAKING, desk=True) == 1
    assert [job.number for job in counter.jobs(JobState.UNCONFIRMED)] == [second.card_number]


def test_b3_with_the_policy_of_making_that_scan_makes_it_active(
    counter, printed, batch_rows, decide
):
    decide(BATCH_ACTIVE_FROM, "making")
    counter.do(batch_pack, batch_id=printed.id, scanned=tuple(numbers(batch_rows, printed)[:1]))
    assert states(batch_rows, printed)[0] is CardState.ACTIVE


def test_b3_with_that_policy_it_wakes_what_was_only_counted_in_the_pile_before(
    counter, printed, batch_rows, decide
):
    decide(BATCH_ACTIVE_FROM, "making")
    own = tuple(numbers(batch_rows, printed))
    counter.do(resync, printer="card", good=own[-1:])
    made, active = CardState.MADE, CardState.ACTIVE
    assert states(batch_rows, printed) == [made, made, active]
    sheet = counter.sheet(batch_pack, batch_id=printed.id, scanned=own[:2])
    assert ("2 cards", "made", "active") in {
        (str(line.label), str(line.before), str(line.after)) for line in sheet.lines
    }
    counter.do(batch_pack, batch_id=printed.id, scanned=own[:1])
    assert states(batch_rows, printed) == [active, made, active]


def test_b3_the_word_of_a_supervisor_takes_the_rest_but_makes_none_active(
    counter, printed, batch_rows, decide, supervisor_actor
):
    decide(BATCH_ACTIVE_FROM, "making")
    first = tuple(numbers(batch_rows, printed)[:1])
    about = {"batch_id": printed.id, "scanned": first, "rest_reason": "counted by hand"}
    counter.refused(batch_pack, "needs-supervisor", **about)
    done = counter.do(batch_pack, second=supervisor_actor, **about)
    assert (done.cards, done.on_word, done.missing) == (3, 2, 0)
    assert states(batch_rows, printed) == [CardState.ACTIVE, CardState.MADE, CardState.MADE]
    assert counter.of(AccountKind.MAKING, desk=True) == 0


def test_b3_a_file_that_came_back_from_the_print_shop_is_taken_in_the_same_way(
    counter, people, store, batch_rows, supervisor_actor
):
    from backoffice import batch_file

    for number in ("2001", "2002"):
        people.student(number=number, card=None, unit=PHYSICS)
    with store.reading() as books:
        [unit] = [one for one in books.batches.units() if one.code == "PHYS"]
    made = counter.do(batch, unit_ids=(unit.id,), output="b.pdf").batches[0].batch_id
    counter.perform(batch_file.SENT, batch_file.Sending(batch_ids=(made,), cards=2))
    counter.perform(batch_file.APPEARED, batch_file.Appearing(batch_ids=(made,)))
    reason = "the shop counted them"
    fields = {"batch_id": made, "scanned": (), "rest_reason": reason}
    assert counter.do(batch_pack, second=supervisor_actor, **fields).cards == 2
    with store.reading() as books:
        found = books.batches.get(made)
        assert books.jobs.at_printer(counter.actor.desk_id, TO_FILE) == []
    assert states(batch_rows, found) == [CardState.MADE] * 2


def test_b3_a_card_of_another_pile_is_said_so_and_nothing_is_packed(
    counter, printed, people, store, clock, batch_rows
):
    other = made_batch(store, clock, [people.student(number="3001", card="made")])
    alone = counter.cards(people.student(number="3002", name="赵敏"))[0]
    own = numbers(batch_rows, printed)[0]
    for wrong, code, said in (
        (numbers(batch_rows, other)[0], "not-of-batch", other.number),
        (alone.number, "not-of-batch", "赵敏"),
        ("9914853944", "unknown-card", "9914853944"),
        ("", "unknown-card", ""),
    ):
        fields = {"batch_id": printed.id, "scanned": (own, wrong)}
        assert said in str(counter.refused(batch_pack, code, "B3", **fields))
    assert states(batch_rows, printed) == [CardState.UNCONFIRMED] * 3


def test_b3_nothing_is_packed_twice_or_without_a_scan(counter, printed, batch_rows):
    own = tuple(numbers(batch_rows, printed)[:1])
    counter.do(batch_pack, batch_id=printed.id, scanned=own)
    counter.refused(batch_pack, "not-of-batch", "B3", batch_id=printed.id, scanned=own)
    counter.refused(batch_pack, "nothing-scanned", "B3", batch_id=printed.id, scanned=())


def test_b3_the_packing_list_says_who_packed(counter, unit_batch, batch_rows, store, clock):
    counter.do(batch_pack, batch_id=unit_batch.id, scanned=tuple(numbers(batch_rows, unit_batch)))
    counter.do(batch_hand_over, batch_id=unit_batch.id, taken_by="张伟")
    with store.reading() as books:
        told = unit_papers.packing_list(
            books, unit_batch.id, carrier="张伟", clerk="somebody else", at=clock.now()
        )
        assert told.packed_by == books.clerks.get(counter.actor.clerk_id).name
