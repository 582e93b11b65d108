import itertools
from dataclasses import replace
from datetime import date

import pytest

from backoffice import batch_file
from backoffice.actions import new_action_id, preview
from backoffice.batch_preflight import look
from backoffice.domain.batch_preflight import Means
from backoffice.domain.batches import CardPlace, LeftOut
from backoffice.domain.cards import CardState
from backoffice.domain.ledger import AccountKind
from backoffice.domain.policies import BATCH_ACTIVE_FROM, RIBBON_CARDS
from backoffice.domain.print_jobs import TO_FILE, JobKind, JobState, Rank
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from backoffice.workflows import (
    batch,
    finish_card,
    first_card,
    move_blanks,
    spoil_card,
    waiting_job,
)
from tests.rules.conftest import CERTIFICATE, State

PHYSICS, CHEMISTRY = ("PHYS", "物理学院"), ("CHEM", "化学学院")


class Supply:
    name, kind, level, colour = "Ribbon YMCKO", "ribbon", 72, "ymcko"


@pytest.fixture
def units(store, people):
    """Two people of physics who can get a card, one of chemistry; their units by code."""
    for number, unit in (("1001", PHYSICS), ("1002", PHYSICS), ("2001", CHEMISTRY)):
        people.student(number=number, card=None, unit=unit)
    with store.reading() as books:
        return {unit.code: unit.id for unit in books.batches.units()}


@pytest.fixture
def seen(store, clock, counter):
    """Return the preflight of units, as view and command make it."""

    def seen(*unit_ids, **fields):
        request = batch.Request(unit_ids=unit_ids, **fields)
        return look(store, clock, counter.paper, request, actor=counter.actor)

    return seen


@pytest.fixture
def made(counter, seen):
    """Make batches of units, as view and command do."""

    def make(*unit_ids, **fields):
        request = seen(*unit_ids, **fields).request
        sheet = preview(
            counter.store,
            counter.clock,
            batch.WORKFLOW,
            request,
            action_id=new_action_id(),
            actor=counter.actor,
        )
        return counter.perform(batch.WORKFLOW, replace(request, sheet=sheet.digest)).batches

    return make


def rows(store, batch_id):
    with store.reading() as books:
        return books.batches.rows(batch_id, most=100)


def counted(store, batch_id):
    with store.reading() as books:
        return books.batches.sum_of(batch_id)


def left_out(preflight):
    return {one.holder.number: why for one, why in preflight.judged.left_out}


def test_b1_everybody_with_a_photo_and_no_card_is_in_it(store, units, made, counter):
    [done] = made(units["PHYS"])
    assert (done.number, done.unit_code, done.cards, done.left_out) == ("B-000001", "PHYS", 2, 0)
    found = rows(store, done.batch_id)
    assert [(row.card.row, row.holder_number) for row in found] == [(1, "1001"), (2, "1002")]
    assert {row.card_state for row in found} == {CardState.QUEUED}
    assert [int(b.card_number) - int(a.card_number) for a, b in itertools.pairwise(found)] == [1]
    jobs = counter.queued(JobKind.CARD)
    assert {job.rank for job in jobs} == {Rank.BATCH}
    assert [job.number for job in jobs] == [row.card_number for row in found]
    assert counter.queued(JobKind.RECEIPT) == []


def test_several_units_get_a_batch_each_in_one_action(units, made, store):
    physics, chemistry = sorted(made(*units.values()), key=lambda one: one.cards, reverse=True)
    assert (physics.unit_code, chemistry.unit_code) == ("PHYS", "CHEM")
    assert counted(store, chemistry.batch_id).waiting == 1


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ({"card": "active"}, LeftOut.LIVE_CARD),
        ({"card": "lost"}, LeftOut.LOST_CARD),
        ({"card": "made"}, LeftOut.IN_MAKING),
        ({"card": "returned", "balance": 100}, LeftOut.KEPT_BALANCE),
        ({"card": None, "photo": False}, LeftOut.NO_PHOTO),
    ],
)
def test_b2_who_is_left_out_is_told_with_the_reason(people, units, seen, who, reason):
    people.student(number="1003", **who)
    assert left_out(seen(units["PHYS"])) == {"1003": reason}


def test_b2_a_photo_that_waits_is_another_reason_than_none(people, units, seen):
    people.submit_photo(people.student(number="1003", card=None, photo=False))
    assert left_out(seen(units["PHYS"])) == {"1003": LeftOut.PHOTO_NOT_APPROVED}


@pytest.mark.parametrize(
    ("until", "card", "reason"),
    [
        (date(2026, 11, 22), None, LeftOut.EXPIRED),
        (date(2027, 11, 22), "expired", LeftOut.TO_RENEW),
        (date(2026, 11, 22), "expired", LeftOut.EXPIRED),
    ],
)
def test_b1_temporary_holders_whose_time_is_over(people, units, seen, until, card, reason):
    people.temporary(number="1003", valid_until=until, card=card)
    assert left_out(seen(units["PHYS"])) == {"1003": reason}


def test_a_returned_card_without_money_makes_way(people, units, made, store):
    back = people.student(number="1003", card="returned")
    [done] = made(units["PHYS"])
    assert "1003" in [row.holder_number for row in rows(store, done.batch_id)]
    with store.reading() as books:
        new, old = books.cards.of_holder(back)
    assert (new.predecessor_id, old.state) == (old.id, CardState.RETURNED)


@pytest.mark.parametrize(
    ("code", "reason"),
    [("glyph-missing", LeftOut.GLYPH), ("text-too-long", LeftOut.TEXT_TOO_LONG)],
)
def test_names_that_cant_be_printed_are_found_before(counter, units, seen, made, code, reason):
    refusal = Refusal(code, sentence("It can't be printed."))
    counter.paper.objects_to = {"1001": refusal}
    assert left_out(seen(units["PHYS"])) == {"1001": reason}
    assert made(units["PHYS"])[0].left_out == 1


def test_the_left_out_are_kept_with_the_batch_but_not_who_needs_nothing(people, units, made, store):
    people.student(number="1003", card=None, photo=False)
    people.student(number="1004", card="active")
    [done] = made(units["PHYS"])
    with store.reading() as books:
        kept = [(one.holder_number, one.reason) for one in books.batches.left_out(done.batch_id)]
    assert kept == [("1003", LeftOut.NO_PHOTO)]


def test_nobody_gets_a_second_card(units, made, counter):
    made(units["PHYS"])
    with pytest.raises(Refusal) as refusal:
        made(units["PHYS"])
    assert (refusal.value.code, refusal.value.rule) == ("batch-empty", "B1")
    assert len(counter.queued(JobKind.CARD)) == 2


def test_units_that_are_no_units_are_refused(made, units):
    for chosen in ((), (units["PHYS"], 99)):
        with pytest.raises(Refusal) as refusal:
            made(*chosen)
        assert refusal.value.code == "batch-units"


def test_what_is_shown_is_what_is_committed(units, seen, counter, people):
    request = seen(units["PHYS"]).request
    sheet = counter.sheet_of(batch.WORKFLOW, request)
    people.student(number="1000", card=None)
    confirmed = replace(request, sheet=sheet.digest)
    with pytest.raises(Refusal, match="Something changed"):
        counter.perform(batch.WORKFLOW, confirmed)
    assert counter.queued(JobKind.CARD) == []


def test_nobody_at_the_window_waits_behind_a_batch(units, made, counter, people):
    made(units["PHYS"])
    holder = people.staff(card=None, number="9001")
    counter.do(first_card, holder_id=holder, certificate=CERTIFICATE)
    first = counter.print_next()
    assert first.job.holder_id == holder


def test_a_batch_keeps_no_blank_from_the_window(units, made, counter, people, store):
    made(units["PHYS"])

    with store.reading() as books:
        beside = books.places.desk_by_code("23").id
    counter.do(move_blanks, to_id=beside, blanks=9)
    holder = people.staff(card=None, number="9001")
    assert counter.do(first_card, holder_id=holder, certificate=CERTIFICATE)


def test_a_card_of_a_batch_is_made_and_waits_to_be_handed_out(units, made, counter, store):
    [done] = made(units["CHEM"])
    counter.print_all()
    [row] = rows(store, done.batch_id)
    fields = {"holder_id": row.holder_id, "card_id": row.card.card_id}
    outcome = counter.confirm(finish_card, scanned=row.card_number, **fields)
    assert outcome.state == "made"
    assert rows(store, done.batch_id)[0].card_state is CardState.MADE
    assert counter.of(AccountKind.MAKING, desk=True) == 0
    found = counted(store, done.batch_id)
    assert (found.made, found.at_center) == (1, 1)


def test_or_it_is_active_at_once_where_the_policy_says_so(units, made, counter, store, decide):
    decide(BATCH_ACTIVE_FROM, "making")
    [done] = made(units["CHEM"])
    counter.print_all()
    [row] = rows(store, done.batch_id)
    fields = {"holder_id": row.holder_id, "card_id": row.card.card_id}
    assert counter.confirm(finish_card, scanned=row.card_number, **fields).state == "active"


def test_a_misprint_keeps_its_row_with_a_new_number(units, made, counter, store):
    [done] = made(units["PHYS"])
    counter.print_next()
    first, second = rows(store, done.batch_id)
    fields = {"holder_id": first.holder_id, "card_id": first.card.card_id}
    again = counter.do(spoil_card, reason="smudged", **fields)
    found = rows(store, done.batch_id)
    assert [(row.card.row, row.card_number) for row in found] == [
        (1, again.card_number),
        (2, second.card_number),
    ]
    assert counter.print_next().job.number == again.card_number  # before the rest of the batch


def test_what_waits_can_be_cancelled_with_a_reason(units, made, counter, store):
    [done] = made(units["PHYS"])
    counter.print_next()

    def cancelling(**fields):
        request = batch.Cancelling(batch_id=done.batch_id, **fields)
        sheet = counter.sheet_of(batch.CANCEL, request)
        return counter.perform(batch.CANCEL, replace(request, sheet=sheet.digest))

    with pytest.raises(Refusal) as refusal:
        cancelling(reason=" ")
    assert refusal.value.code == "needs-reason"
    assert cancelling(reason="wrong unit name").cards == 1
    found = counted(store, done.batch_id)
    assert (found.waiting, found.printing, found.cancelled) == (0, 1, 1)
    [job] = counter.jobs(JobState.CANCELLED)
    assert job.note == "wrong unit name"
    with pytest.raises(Refusal) as refusal:
        cancelling(reason="again")
    assert refusal.value.code == "batch-not-waiting"


def test_after_that_they_get_a_card_with_the_next_batch_or_at_the_counter(
    units, made, counter, store
):
    [done] = made(units["PHYS"])
    request = batch.Cancelling(batch_id=done.batch_id, reason="wrong")
    sheet = counter.sheet_of(batch.CANCEL, request)
    counter.perform(batch.CANCEL, replace(request, sheet=sheet.digest))
    first, second = rows(store, done.batch_id)
    counter.do(first_card, holder_id=first.holder_id, certificate=CERTIFICATE)
    [again] = made(units["PHYS"])
    assert [row.holder_id for row in rows(store, again.batch_id)] == [second.holder_id]


def test_a_batch_for_a_file_waits_for_no_printer(units, made, counter, store):
    [done] = made(units["PHYS"], output="physics.pdf")
    assert {job.printer for job in counter.queued(JobKind.CARD)} == {TO_FILE}
    assert counter.print_next() is None
    with store.reading() as books:
        assert books.batches.get(done.batch_id).output == "physics.pdf"


def written(counter, batch_id, *, cards):
    sending = batch_file.Sending(batch_ids=(batch_id,), cards=cards)
    counter.perform(batch_file.SENT, sending)
    return counter.perform(batch_file.APPEARED, batch_file.Appearing(batch_ids=(batch_id,))).cards


@pytest.mark.parametrize("printed", [False, True])
def test_what_was_given_to_a_printer_here_is_not_in_the_file(units, made, counter, store, printed):
    [done] = made(units["PHYS"], output="physics.pdf")
    first, second = counter.queued(JobKind.CARD)
    counter.do(waiting_job, job_ids=(first.id,), desk_id=first.desk_id, printer="card")
    if printed:
        counter.print_next()
    with store.reading() as books:
        assert books.batches.waiting_at(done.batch_id)[first.desk_id, TO_FILE] == 1
    assert written(counter, done.batch_id, cards=1) == 1
    with store.reading() as books:
        here, there = (books.jobs.get(job.id) for job in (first, second))
        assert not books.batches.jobs(done.batch_id, printer=TO_FILE).keys() & {JobState.QUEUED}
    assert here.state is (JobState.UNCONFIRMED if printed else JobState.QUEUED)
    assert (there.state, "physics.pdf" in there.note) == (JobState.UNCONFIRMED, True)
    assert "physics.pdf" not in here.note
    assert -counter.of(AccountKind.SUPPLIER) == 11  # ten of a box, one of the print shop


def test_a_misprint_of_a_file_is_made_here_and_the_file_is_whole_without_it(
    units, made, counter, store
):
    [done] = made(units["PHYS"], output="physics.pdf")
    written(counter, done.batch_id, cards=2)
    first, _second = rows(store, done.batch_id)
    fields = {"holder_id": first.holder_id, "card_id": first.card.card_id}
    again = counter.do(spoil_card, reason="smudged", **fields)
    with store.reading() as books:
        assert JobState.QUEUED not in books.batches.jobs(done.batch_id, printer=TO_FILE)
        assert JobState.QUEUED in books.batches.jobs(done.batch_id)
    assert counter.print_next().job.number == again.card_number


def test_blanks_ribbon_and_time_are_told(units, seen, counter, decide, made):
    assert seen(units["PHYS"]).means == Means(
        blanks=10, ribbon=None, cards_an_hour=245, measured=False
    )
    decide(RIBBON_CARDS, "200")
    counter.paper.state = lambda _printer: replace(State(), supplies=(Supply(),))
    made(units["CHEM"])
    told = seen(units["PHYS"]).means
    assert (told.blanks, told.ribbon) == (9, 143)  # less the one that waits already
    assert (told.minutes(245), told.minutes(246), told.minutes(0)) == (60, 61, 0)


def test_the_printers_own_record_tells_the_time(people, units, made, seen, counter, clock):
    people.blanks(count=40)
    for number in range(30):
        people.student(number=f"30{number:02}", card=None, unit=CHEMISTRY)
    made(units["CHEM"])
    while counter.print_next():
        clock.move(seconds=20)
    told = seen(units["PHYS"]).means
    assert (told.cards_an_hour, told.measured) == (180, True)


def test_b3_a_card_begins_its_way_at_the_center(units, made, store):
    [done] = made(units["CHEM"])
    assert rows(store, done.batch_id)[0].card.place is CardPlace.CENTER
