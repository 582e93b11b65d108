"""What the report of a shift says is what the ledger says, whatever happened in the shift."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import update

from backoffice import test_print
from backoffice.domain.documents import Slip
from backoffice.domain.drawer import Counted, Differences
from backoffice.domain.fees import Shortfall
from backoffice.domain.holders import HolderKind
from backoffice.domain.ledger import AccountKind
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.domain.refusal import Refusal
from backoffice.domain.reports import CLOSED, OPENED
from backoffice.procedures.shift_report import day_report, figures
from backoffice.workflows import (
    correction,
    department_change,
    destroy_cards,
    finish_card,
    load_hopper,
    lost_card,
    move_blanks,
    print_queue,
    receive_blanks,
    recharge,
    referral,
    settle_balance,
    shift,
    spoil_card,
)
from db import tables as t
from tests.fixtures.books import PROGRAM, actor, run
from tests.fixtures.drawers import FLOAT, open_drawer
from tests.rules.conftest import CERTIFICATE, Counter


@pytest.fixture
def supervisor(store, clock, supervisor_actor, counter):
    return Counter(store, clock, supervisor_actor)


def counted(fen):
    notes, rest = divmod(fen, 100)
    return Counted(pieces=((100, notes), (10, rest // 10)))


def of_shift(counter, *, closed=False):
    with counter.store.reading() as books:
        desk = counter.actor.desk_id
        found = books.shifts.last_at(desk) if closed else books.shifts.open_at(desk)
        return figures(books, found, zone=counter.clock.now().tzinfo)


def amounts(found):
    return {movement.memo: (movement.count, movement.amount) for movement in found.movements}


def test_the_codes_are_those_of_the_workflows():
    assert (shift.OPEN.code, shift.WORKFLOW.code) == (OPENED, CLOSED)


def test_every_cause_has_its_line(counter, supervisor, people, drawer, clerk_actor):
    holder = people.staff(balance=300)
    counter.do(recharge, holder_id=holder, amount=5_000, given=5_000)
    counter.perform(shift.MOVE, shift.Moving(way=shift.Way.FETCH, amount=700))
    counter.perform(shift.MOVE, shift.Moving(way=shift.Way.DROP, amount=200))
    supervisor.do(settle_balance, holder_id=people.staff(card="returned", balance=4_200))
    with counter.store.reading() as books:
        [(account, _balance)] = books.history.accounts_of(holder)
        entry = books.history.of_accounts([account.id])[-1]
    fields = {"holder_id": holder, "entry_id": entry.id, "reason": "wrong"}
    supervisor.do(correction, second=clerk_actor, **fields)
    found = of_shift(counter)
    assert amounts(found) == {
        "recharge": (1, 5_000),
        "kept-paid-out": (1, -4_200),
        "correction": (1, -5_000),
        "cash-fetch": (1, 700),
        "cash-drop": (1, -200),
    }
    assert found.expected == -counter.of(AccountKind.CASH, desk=True)
    assert found.difference is None


def test_fees_waivers_and_what_else_happened(counter, people, supervisor_actor, drawer, clock):
    people.charge("lost_card", HolderKind.STAFF, 2_000)
    lost = {"certificate": CERTIFICATE}
    waived = {"shortfall": Shortfall.WAIVE, "waiver_reason": "hardship"}
    cash = {"shortfall": Shortfall.CASH}
    counter.do(lost_card, holder_id=people.staff(balance=500), **lost, **cash)
    people_waived = people.staff(balance=500)
    counter.do(lost_card, second=supervisor_actor, holder_id=people_waived, **lost, **waived)
    counter.do(referral, holder_id=people.student())
    clock.move(hours=2)
    counter.do(referral, holder_id=people.student())
    counter.print_all()
    found = of_shift(counter)
    assert amounts(found) == {"fee-in-cash": (1, 1_500)}
    assert found.fees == 2_500
    assert [(waiver.amount, waiver.reason) for waiver in found.waivers] == [(1_500, "hardship")]
    assert dict(found.referrals) == {9: 1, 11: 1}
    assert (found.blanks.begin, found.blanks.end) == (10, 8)
    assert found.done["lost_card"] == 2


def test_d3_kept_and_surrendered_cards_are_counted(counter, people, drawer):
    keeps, changes = people.staff(), people.staff()

    def move_unit(books, _turn):
        books.connection.execute(update(t.cards).values(unit_name="物理系"))

    run(counter.store, counter.clock, PROGRAM, "rename", move_unit)
    counter.do(department_change, holder_id=keeps)
    [card] = counter.cards(changes)
    change = {"choice": department_change.Choice.CHANGE, "scanned": card.number}
    counter.do(department_change, holder_id=changes, **change)
    found = of_shift(counter)
    assert (found.kept, found.surrendered) == (1, 1)


def test_a_shift_knows_nothing_of_the_one_before(counter, people, drawer):
    counter.do(recharge, holder_id=people.staff(), amount=5_000, given=5_000)
    counter.perform(shift.WORKFLOW, shift.Request(counted=counted(FLOAT + 5_000), stock=10))
    open_drawer(counter.store, counter.clock, counter.actor, fen=2_000)
    found = of_shift(counter)
    assert (found.movements, found.expected) == ((), 2_000)
    before = of_shift(counter, closed=True)
    assert (amounts(before), before.difference) == ({"recharge": (1, 5_000)}, 0)


def test_the_next_window_has_its_own_report(counter, people, drawer):
    beside = Counter(counter.store, counter.clock, actor(counter.store, "wangfang", "23"))
    open_drawer(beside.store, beside.clock, beside.actor, fen=2_000)
    people.charge("lost_card", HolderKind.STAFF, 2_000)
    people.blanks(desk="23")
    beside.do(recharge, holder_id=people.staff(), amount=5_000, given=5_000)
    beside.do(lost_card, holder_id=people.staff(balance=2_000), certificate=CERTIFICATE)
    here, there = of_shift(counter), of_shift(beside)
    assert (here.movements, here.fees, here.done.get("lost_card", 0)) == ((), 0, 0)
    assert (there.expected, there.fees, there.done["lost_card"]) == (7_000, 2_000, 1)


def test_the_z_report_is_queued_by_itself(counter, drawer):
    closing = {"counted": counted(FLOAT - 500), "stock": 10}
    closing |= {"acknowledged": Differences(fen=-500), "explanation": "torn note"}
    done = counter.perform(shift.WORKFLOW, shift.Request(**closing))
    [job] = counter.queued(JobKind.SLIP)
    assert (job.number, job.holder_id) == (done.paper, None)
    slip = msgspec.json.decode(job.payload, type=Slip)
    assert slip.title.en == "Z report 1"
    said = {figure.label.en: figure.value for figure in slip.figures}
    assert (said["Expected"], said["Counted"]) == ("¥1000.00", "¥995.00")
    assert said["Difference"] == "-¥5.00"
    assert "Explained: torn note" in said
    assert len(slip.paragraphs[0].en.rpartition(" ")[2]) == 64


def test_an_x_report_is_a_supervisors(counter, supervisor, drawer):
    with pytest.raises(Exception, match="may not"):
        counter.perform(shift.REPORT, shift.Interim())
    done = supervisor.perform(shift.REPORT, shift.Interim())
    [job] = counter.queued(JobKind.SLIP)
    assert job.number == done.paper
    assert msgspec.json.decode(job.payload, type=Slip).title.en == "X report, shift open"


def test_the_file_says_what_the_paper_says(counter, drawer):
    with counter.store.reading() as books:
        found = books.shifts.open_at(counter.actor.desk_id)
        report = day_report(books, found, clerk="Zhang", at=counter.clock.now())
        assert report.head == books.journal.head()[1]
    assert ("Expected", "¥1000.00") in [(f.label.en, f.value) for f in report.figures]


def test_a_test_card_is_no_card_and_does_not_stay_at_the_printer(
    counter, people, drawer, administrator_actor
):
    taken = test_print.CardTaken(printer="card")
    counter.perform(test_print.TAKEN, taken, actor=administrator_actor)
    found = of_shift(counter).blanks
    assert (found.fed, found.tested, found.made, found.at_printer) == (1, 1, 0, 0)
    assert (found.begin, found.end) == (10, 9)


STEPS = some.lists(
    some.tuples(some.sampled_from(["recharge", "fetch", "drop", "pay-out"]), some.integers(1, 300)),
    max_size=6,
)


class OnOneDatabase:
    """The ledger of both is tested elsewhere, and this takes many shifts."""

    @pytest.fixture
    def books_url(self, sqlite_url):
        return sqlite_url


class TestForAnySequence(OnOneDatabase):
    """Whatever happens to the money, the report says what the ledger says."""

    @settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(steps=STEPS, wrong=some.integers(-5, 5))
    def test_the_figures_equal_the_ledgers(self, counter, supervisor, people, steps, wrong):
        open_drawer(counter.store, counter.clock, counter.actor)
        before = counter.of(AccountKind.CASH, desk=True)
        for step, amount in steps:
            self.do(counter, supervisor, people, step, amount * 10)
        found = of_shift(counter)
        held = -counter.of(AccountKind.CASH, desk=True)
        assert found.expected == held
        assert sum(movement.amount for movement in found.movements) == before + held
        assert sum(movement.count for movement in found.movements) == len(steps)
        closing = {"counted": counted(held + 10 * wrong), "stock": 10}
        known = Differences(fen=10 * wrong) if wrong else None
        counter.perform(
            shift.WORKFLOW, shift.Request(**closing, acknowledged=known, explanation="as counted")
        )
        after = of_shift(counter, closed=True)
        assert (after.movements, after.difference) == (found.movements, 10 * wrong)
        assert -counter.of(AccountKind.CASH, desk=True) == after.shift.counted

    @staticmethod
    def do(counter, supervisor, people, step, amount):
        if step == "recharge":
            counter.do(recharge, holder_id=people.staff(), amount=amount, given=amount)
        elif step == "pay-out":
            holder = people.staff(card="returned", balance=amount)
            supervisor.do(settle_balance, holder_id=holder)
        else:
            counter.perform(shift.MOVE, shift.Moving(way=shift.Way(step), amount=amount))


PLASTIC = some.lists(
    some.tuples(
        some.sampled_from(["box", "load", "empty", "send", "card", "spoil", "destroy"]),
        some.integers(1, 6),
    ),
    max_size=8,
)


class TestBlanksForAnySequence(OnOneDatabase):
    """Whatever happens to the plastic, the report says what the ledger says."""

    @settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(steps=PLASTIC, wrong=some.integers(-1, 1))
    def test_the_blanks_figures_equal_the_ledgers(
        self, counter, people, supervisor_actor, steps, wrong
    ):
        people.blanks(count=20)
        if wrong:  # whatever was printed before, the shift begins with what is there
            counter.do(load_hopper, way=load_hopper.Way.LOAD, blanks=2)
        begin = self.there(counter)
        open_drawer(counter.store, counter.clock, counter.actor)
        for step, count in steps:
            try:
                self.do(counter, people, supervisor_actor, step, count)
            except Refusal:
                continue  # a rule said no, which is an answer
        found = of_shift(counter).blanks
        assert (found.begin, found.end) == (begin, self.there(counter))
        assert found.at_printer == counter.of(AccountKind.MAKING, desk=True)
        self.close(counter, wrong)
        after = of_shift(counter, closed=True)
        assert after.blanks.difference == after.count.difference == wrong
        assert after.blanks.end == self.there(counter) == after.count.stock + after.count.hopper
        assert after.blanks.end - wrong == found.end

    @staticmethod
    def there(counter):
        return sum(counter.of(kind, desk=True) for kind in (AccountKind.STOCK, AccountKind.HOPPER))

    @staticmethod
    def close(counter, wrong):
        stock, hopper = (
            counter.of(kind, desk=True) for kind in (AccountKind.STOCK, AccountKind.HOPPER)
        )
        money = -counter.of(AccountKind.CASH, desk=True)
        known = Differences(stock=wrong) if wrong else None
        words = {"acknowledged": known, "explanation": "as counted"}
        count = {"counted": counted(money), "stock": stock + wrong, "hopper": hopper}
        counter.perform(shift.WORKFLOW, shift.Request(**count, **words))

    @staticmethod
    def do(counter, people, supervisor_actor, step, count):
        with counter.store.reading() as books:
            boxes = len(books.blanks.boxes(most=10_000))
            other = books.places.desk_by_code("23").id
            waiting = [one.number for one in books.waste.waiting()][:count]
        if step == "box":
            counter.do(receive_blanks, box=f"B-{boxes}", blanks=count)
        elif step in {"load", "empty"}:
            counter.do(load_hopper, way=load_hopper.Way(step), blanks=count)
        elif step == "send":
            counter.do(move_blanks, to_id=other, blanks=count)
        elif step == "destroy":
            counter.do(destroy_cards, numbers=tuple(waiting), second=supervisor_actor)
        else:
            done = counter.do(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)
            counter.print_all()
            reason = "smudged" if count % 2 else "nothing_came_out"
            if step == "spoil":
                spoiled = {"holder_id": done.holder_id, "card_id": done.card_id}
                done = counter.do(spoil_card, reason=reason, **spoiled)
                counter.print_all()
            scan = {"card_id": done.card_id, "scanned": done.card_number}
            counter.confirm(finish_card, holder_id=done.holder_id, **scan)
            for job in counter.jobs(JobState.UNCONFIRMED):
                answer = {"job_id": job.id, "holder_id": job.holder_id, "verdict": "good"}
                counter.confirm(print_queue, **answer)
