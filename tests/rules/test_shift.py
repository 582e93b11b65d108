import msgspec
import pytest

from backoffice.domain.documents import Slip
from backoffice.domain.drawer import Counted, Differences
from backoffice.domain.ledger import AccountKind
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.domain.refusal import Refusal
from backoffice.workflows import (
    finish_card,
    load_hopper,
    lost_card,
    print_queue,
    recharge,
    shift,
    spoil_card,
)
from tests.rules.conftest import CERTIFICATE

FLOAT = Counted(
    pieces=(
        (10_000, 2),
        (500, 4),
    )
)


@pytest.fixture
def opened(counter):
    return counter.perform(shift.OPEN, shift.Opening(counted=FLOAT))


def closing(counter, *, second=None, **fields):
    fields = {"stock": counter.of(AccountKind.STOCK, desk=True)} | fields
    return counter.perform(shift.WORKFLOW, shift.Request(**fields), second=second)


def refused(code, act):
    with pytest.raises(Refusal) as refusal:
        act()
    assert refusal.value.code == code
    return refusal.value


def test_a_float_comes_from_the_safe_by_the_ledger(counter, opened):
    assert (opened.opening, opened.brought) == (22_000, 22_000)
    assert counter.of(AccountKind.CASH, desk=True) == -22_000
    assert counter.of(AccountKind.SAFE) == 22_000


def test_one_shift_is_open_at_a_desk(counter, opened):
    refused("shift-open", lambda: counter.perform(shift.OPEN, shift.Opening(counted=FLOAT)))


def test_what_a_drawer_held_stays_in_it_over_the_night(counter, opened):
    closing(counter, counted=FLOAT)
    again = counter.perform(shift.OPEN, shift.Opening(counted=Counted(pieces=((10_000, 1),))))
    assert again.brought == -12_000
    assert counter.of(AccountKind.SAFE) == 10_000


def test_cash_moves_with_a_numbered_slip(counter, opened):
    moved = counter.perform(shift.MOVE, shift.Moving(way=shift.Way.DROP, amount=2_000))
    assert counter.of(AccountKind.CASH, desk=True) == -20_000
    [slip] = counter.queued(JobKind.SLIP)
    assert (slip.number, slip.holder_id) == (moved.slip, None)
    counter.perform(shift.MOVE, shift.Moving(way=shift.Way.FETCH, amount=500))
    assert counter.of(AccountKind.CASH, desk=True) == -20_500


def test_a_drawer_gives_no_more_than_it_holds(counter, opened):
    request = shift.Moving(way=shift.Way.DROP, amount=22_001)
    refused("drawer-short", lambda: counter.perform(shift.MOVE, request))
    nothing = shift.Moving(way=shift.Way.FETCH, amount=0)
    refused("amount-nothing", lambda: counter.perform(shift.MOVE, nothing))


def test_without_a_shift_no_cash_moves(counter):
    request = shift.Moving(way=shift.Way.FETCH, amount=100)
    refused("no-shift", lambda: counter.perform(shift.MOVE, request))
    refused("no-shift", lambda: closing(counter, counted=FLOAT))


def test_a_count_that_agrees_closes_the_shift(counter, people, opened):
    counter.do(recharge, holder_id=people.staff(), amount=10_000, given=10_000)
    done = closing(
        counter,
        counted=Counted(
            pieces=(
                (10_000, 3),
                (500, 4),
            )
        ),
    )
    assert (done.number, done.counted, done.expected, done.difference) == (1, 32_000, 32_000, 0)


def test_a_difference_is_shown_after_the_count_and_must_be_explained(counter, opened):
    short = Counted(
        pieces=(
            (10_000, 2),
            (500, 3),
        )
    )
    refusal = refused("count-differs", lambda: closing(counter, counted=short))
    assert "¥5.00" in str(refusal.message)
    assert counter.audit()[-1] == ("shift", "refused:count-differs")
    refused(
        "difference-words",
        lambda: closing(counter, counted=short, acknowledged=Differences(fen=-500)),
    )
    done = closing(
        counter, counted=short, acknowledged=Differences(fen=-500), explanation="a note was torn"
    )
    assert done.difference == -500
    assert counter.of(AccountKind.DIFFERENCES) == -500
    assert counter.of(AccountKind.CASH, desk=True) == -21_500


def test_too_much_is_a_difference_as_well(counter, opened):
    more = Counted(
        pieces=(
            (10_000, 2),
            (500, 5),
        )
    )
    refused("count-differs", lambda: closing(counter, counted=more))
    closing(
        counter, counted=more, acknowledged=Differences(fen=500), explanation="change not taken"
    )
    assert counter.of(AccountKind.DIFFERENCES) == 500


def test_a_large_difference_needs_a_second_person(counter, opened, supervisor_actor):
    short = Counted(
        pieces=(
            (10_000, 1),
            (500, 4),
        )
    )
    fields = {"counted": short, "acknowledged": Differences(fen=-10_000), "explanation": "unknown"}
    refused("needs-supervisor", lambda: closing(counter, **fields))
    done = closing(counter, second=supervisor_actor, **fields)
    assert done.difference == -10_000


def test_the_shown_difference_must_be_the_one_that_is_booked(counter, opened):
    short = Counted(
        pieces=(
            (10_000, 2),
            (500, 3),
        )
    )
    fields = {"counted": short, "acknowledged": Differences(fen=-400), "explanation": "unknown"}
    refused("count-differs", lambda: closing(counter, **fields))


def test_a_day_does_not_close_over_an_unconfirmed_card(counter, people, opened):
    counter.do(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)
    counter.print_all()
    refused("papers-unconfirmed", lambda: closing(counter, counted=FLOAT))


@pytest.mark.parametrize("pieces", [((30, 1),), ((100, -1),), ((100, 10_001),)])
def test_nobody_counts_nonsense(counter, pieces):
    request = shift.Opening(counted=Counted(pieces=pieces))
    refused("count-senseless", lambda: counter.perform(shift.OPEN, request))


def test_a_supervisor_needs_a_second_person_as_well(counter, opened, clerk_actor, supervisor_actor):
    counter.actor = supervisor_actor
    short = Counted(pieces=((10_000, 1), (500, 4)))
    fields = {"counted": short, "acknowledged": Differences(fen=-10_000), "explanation": "unknown"}
    refused("needs-second", lambda: closing(counter, **fields))
    refused("needs-second", lambda: closing(counter, second=supervisor_actor, **fields))
    assert closing(counter, second=clerk_actor, **fields).difference == -10_000


@pytest.mark.parametrize("days", [61, -3])
def test_no_shift_opens_on_a_day_that_can_not_be_right(counter, people, supervisor_actor, days):
    people.staff()  # the books were used today
    counter.clock.move(days=days)
    request = shift.Opening(counted=FLOAT)
    refusal = refused("needs-supervisor", lambda: counter.perform(shift.OPEN, request))
    assert "2026-11-23" in str(refusal.message)
    assert counter.perform(shift.OPEN, request, second=supervisor_actor).opening == 22_000


def test_no_shift_closes_on_a_day_that_can_not_be_right(counter, opened, supervisor_actor):
    counter.clock.move(days=-3)
    refused("needs-supervisor", lambda: closing(counter, counted=FLOAT))
    assert closing(counter, counted=FLOAT, second=supervisor_actor).difference == 0


@pytest.mark.parametrize("days", [0, 1, 60])
def test_a_shift_opens_on_any_day_that_can_be_right(counter, people, days):
    people.staff()
    counter.clock.move(days=days)
    assert counter.perform(shift.OPEN, shift.Opening(counted=FLOAT)).opening == 22_000


def test_a_copy_of_a_report_says_that_it_is_one_and_keeps_its_figures(counter, opened):
    closing(counter, counted=FLOAT)
    counter.print_all()
    [job] = [job for job in counter.jobs(JobState.UNCONFIRMED) if job.kind is JobKind.SLIP]
    fields = {"job_id": job.id, "holder_id": None, "verdict": "spoiled"}
    done = counter.confirm(print_queue, reprint_reason="the roll ended", **fields)
    [copy] = counter.queued(JobKind.SLIP)
    assert copy.number == done.reprint
    first, again = (msgspec.json.decode(one.payload, type=Slip) for one in (job, copy))
    assert again.figures == first.figures
    assert "the roll ended" in again.paragraphs[0].en


def confirm_papers(counter):
    for job in counter.jobs(JobState.UNCONFIRMED):
        fields = {"job_id": job.id, "holder_id": job.holder_id, "verdict": "good"}
        counter.confirm(print_queue, **fields)


def test_blanks_are_counted_blind_as_well_and_a_difference_is_a_fact(counter, opened):
    short = {"counted": FLOAT, "stock": 9}
    refusal = refused("count-differs", lambda: closing(counter, **short))
    assert str(refusal.message) == "Blank cards missing in the boxes: 1."
    known = {"acknowledged": Differences(stock=-1)}
    refused("difference-words", lambda: closing(counter, **short, **known))
    done = closing(counter, **short, **known, explanation="bent")
    assert (done.difference, done.blanks) == (0, -1)
    assert counter.of(AccountKind.STOCK, desk=True) == 9
    assert counter.of(AccountKind.BLANK_DIFFERENCES) == 1
    with counter.store.reading() as books:
        count = books.blanks.count_of(done.shift_id)
    assert (count.stock, count.stock_expected, count.difference) == (9, 10, -1)


def test_money_and_blanks_that_differ_are_said_together(counter, opened):
    counter.do(load_hopper, way=load_hopper.Way.LOAD, blanks=4)
    short = {"counted": Counted(pieces=((10_000, 2),)), "stock": 7, "hopper": 3}
    refusal = refused("count-differs", lambda: closing(counter, **short))
    assert str(refusal.message) == (
        "¥20.00 is missing in the drawer. Blank cards too many in the boxes: 1. "
        "Blank cards missing in the hopper: 1."
    )


def test_many_missing_blanks_need_a_second_person(counter, opened, supervisor_actor):
    short = {"counted": FLOAT, "stock": 8, "explanation": "unknown"}
    short["acknowledged"] = Differences(stock=-2)
    refused("needs-supervisor", lambda: closing(counter, **short))
    assert closing(counter, second=supervisor_actor, **short).blanks == -2


def test_a_printer_that_made_a_card_more_than_the_books_know_is_found(counter, people):
    opening = shift.Opening(counted=FLOAT, counters=(("card", 1_000),))
    counter.perform(shift.OPEN, opening)
    done = counter.do(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)
    counter.print_all()
    scan = {"card_id": done.card_id, "scanned": done.card_number}
    counter.confirm(finish_card, holder_id=done.holder_id, **scan)
    confirm_papers(counter)
    more = {"counted": FLOAT, "counters": (("card", 1_002),)}
    refusal = refused("count-differs", lambda: closing(counter, **more))
    assert "made 2 cards, the books say 1" in str(refusal.message)
    words = {"acknowledged": Differences(printed=1), "explanation": "a test card"}
    assert closing(counter, **more, **words).blanks == 0
    with counter.store.reading() as books:
        [device] = books.blanks.devices_of(books.shifts.last_at(counter.actor.desk_id).id)
    assert (device.printer, device.opened, device.closed, device.made) == ("card", 1_000, 1_002, 2)


@pytest.mark.parametrize("counters", [(), (("card", 1_001),)])
def test_a_printer_that_agrees_or_does_not_tell_asks_nothing(counter, people, counters):
    told = (("card", 1_000),) if counters else ()
    counter.perform(shift.OPEN, shift.Opening(counted=FLOAT, counters=told))
    done = counter.do(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)
    counter.print_all()
    scan = {"card_id": done.card_id, "scanned": done.card_number}
    counter.confirm(finish_card, holder_id=done.holder_id, **scan)
    confirm_papers(counter)
    assert closing(counter, counted=FLOAT, counters=counters).blanks == 0


def test_what_never_came_out_in_the_night_before_is_not_laid_to_the_printer_of_the_day(
    counter, people, clock
):
    lost = counter.do(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)
    counter.print_all()
    clock.move(hours=8)
    counter.perform(shift.OPEN, shift.Opening(counted=FLOAT, counters=(("card", 1_000),)))
    about = {"holder_id": lost.holder_id, "card_id": lost.card_id}
    again = counter.do(spoil_card, **about, reason="nothing_came_out")
    counter.print_all()
    about = {"holder_id": lost.holder_id, "card_id": again.card_id}
    counter.confirm(finish_card, **about, scanned=again.card_number)
    confirm_papers(counter)
    assert closing(counter, counted=FLOAT, counters=(("card", 1_001),)).blanks == 0


@pytest.mark.parametrize("count", [-1, 100_001])
def test_nobody_counts_so_many_blanks(counter, opened, count):
    refused("count-senseless", lambda: closing(counter, counted=FLOAT, stock=count))
