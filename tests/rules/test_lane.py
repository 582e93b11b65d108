import pytest

from backoffice import lane
from backoffice.domain.audit import short
from backoffice.domain.cards import CardState
from backoffice.domain.ledger import AccountKind
from backoffice.domain.print_jobs import JobKind, JobState, Rank
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from backoffice.procedures.blanks import book_difference
from backoffice.procedures.making import request_card, require_photo
from backoffice.workflows import lost_card
from tests.fixtures.books import JPEG, run
from tests.rules.conftest import CERTIFICATE


@pytest.fixture
def making(counter, people):
    return counter.do(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)


def card_job(counter, *states):
    [job] = [j for j in counter.jobs(*states) if j.kind is JobKind.CARD]
    return job


def test_sent_is_committed_before_the_first_byte_leaves(counter, making):
    seen = []
    counter.paper.while_printing = lambda: seen.extend(counter.jobs(JobState.SENT))
    counter.print_all()
    assert [j.number for j in seen] == [making.card_number, making.receipt]


def test_nothing_is_sent_twice(counter, making):
    counter.print_all()
    counter.print_all()
    assert len(counter.paper.cards) == 1


def test_a_printer_that_is_not_ready_leaves_the_job_waiting(counter, making):
    counter.paper.ready = False
    assert {r.outcome for r in counter.print_all()} == {"waiting"}
    assert counter.of(AccountKind.MAKING, desk=True) == 0
    counter.paper.ready = True
    counter.print_all()
    assert len(counter.paper.cards) == 1


def test_without_a_blank_a_card_waits_and_says_what_to_do(counter, making, people, store, clock):
    desk_id = counter.actor.desk_id

    def use_up(books, _turn):
        stock = books.ledger.account(AccountKind.STOCK, desk_id=desk_id)
        book_difference(books, stock, -stock.balance, memo="count-difference")

    run(store, clock, counter.actor, "count", use_up)
    report = counter.print_next()
    assert (report.outcome, "No blank card is left" in str(report.said)) == ("waiting", True)
    assert counter.print_next("receipt").outcome == "unconfirmed"  # paper needs none
    people.blanks(count=1)
    assert counter.print_next().outcome == "unconfirmed"
    assert len(counter.paper.cards) == 1


def test_two_lanes_feed_the_last_blank_once(counter, people, store, clock):
    people.blanks(count=1)
    first, second = (people.staff(number=number) for number in ("7001", "7002"))
    for holder_id in (first, second):
        counter.do(lost_card, holder_id=holder_id, certificate=CERTIFICATE)
    desk_id, lanes = counter.actor.desk_id, {"ahead": 2}

    def use_up(books, _turn):
        stock = books.ledger.account(AccountKind.STOCK, desk_id=desk_id)
        book_difference(books, stock, 1 - stock.balance, memo="count-difference")

    run(store, clock, counter.actor, "count", use_up)
    reports = []
    prepare = counter.paper.prepare

    def other_lane_first(printer, document):
        counter.paper.prepare = prepare
        reports.append(counter.print_next(**lanes))
        return document

    counter.paper.prepare = other_lane_first
    reports.append(counter.print_next(**lanes))
    assert [report.outcome for report in reports] == ["unconfirmed", "taken"]
    assert counter.of(AccountKind.STOCK, desk=True) == 0
    assert counter.print_next(**lanes).outcome == "waiting"


def test_a_printer_that_was_removed_meanwhile_takes_nothing(counter, making):
    assert counter.print_next("card-b") is None
    assert counter.queued(JobKind.CARD)


def test_two_windows_on_one_desk_print_a_card_once(counter, making):
    def other_window():
        lane.step(
            counter.store,
            counter.clock,
            counter.paper,
            desk_id=counter.actor.desk_id,
            printer="card",
        )

    prepare = counter.paper.prepare

    def first_prepare(printer, document):
        counter.paper.prepare = prepare
        other_window()
        return document

    counter.paper.prepare = first_prepare
    [first, *_] = counter.print_all()
    assert first.outcome == "taken"
    assert len(counter.paper.cards) == 1


def test_a_desk_that_died_while_printing_finds_the_job_unconfirmed(counter, making):
    class PowerCut(BaseException):
        pass

    def cut():
        raise PowerCut

    counter.paper.while_printing = cut
    with pytest.raises(PowerCut):
        counter.print_all()
    assert card_job(counter, JobState.SENT)
    counter.paper.while_printing = lambda: None
    stranded = lane.recover(counter.store, counter.clock, desk_id=counter.actor.desk_id)
    assert [job.number for job in stranded] == [making.card_number]
    assert card_job(counter, JobState.UNCONFIRMED)
    assert counter.cards(making.holder_id)[0].state is CardState.UNCONFIRMED
    counter.print_all()
    assert len(counter.paper.cards) == 1


def test_what_cannot_be_drawn_does_not_hold_up_the_others(counter, people, making):
    counter.paper.refuses = Refusal("glyph-missing", sentence("Name: no font holds it."))
    counter.print_all()
    counter.paper.refuses = None
    second = counter.do(lost_card, holder_id=people.staff(name="李娜"), certificate=CERTIFICATE)
    counter.print_all()
    assert [face.number for face in counter.paper.cards] == [second.card_number]
    assert "no font holds it" in card_job(counter, JobState.QUEUED).note


def test_paper_carries_photo_and_anchor(counter, making):
    counter.print_all()
    card, receipt = counter.paper.printed
    assert card.photo == JPEG
    with counter.store.reading() as books:
        row = books.connection.exec_driver_sql(
            "SELECT seal FROM audit WHERE code = 'lost_card'"
        ).scalar()
    assert receipt.anchor == short(row)


def test_cards_of_invented_people_say_specimen(counter, people, store, clock, clerk_actor):
    real = counter.do(lost_card, holder_id=people.staff(), certificate=CERTIFICATE)
    run(store, clock, clerk_actor, "mark", lambda books, _turn: books.intake.mark_example())
    invented = counter.do(lost_card, holder_id=people.staff(name="李娜"), certificate=CERTIFICATE)
    counter.print_all()
    marked = {face.number: face.specimen for face in counter.paper.cards}
    assert marked == {real.card_number: False, invented.card_number: True}


@pytest.fixture
def two_printers(counter):
    counter.paper.of_role["card"] = ("card", "card-b")


def request(counter, holder_id, **how):
    """Request a card as a batch does, and return its number."""

    def ask(books, turn):
        holder = books.holders.get(holder_id)
        photo = require_photo(books, holder)
        return request_card(books, turn, holder, photo=photo, replaces=None, **how).number

    return run(counter.store, counter.clock, counter.actor, "request", ask)


def test_each_printer_takes_its_own_jobs_and_the_default_one_those_without_a_name(
    counter, people, two_printers
):
    anywhere, there = (
        request(counter, people.staff(card=None), printer=printer) for printer in ("", "card-b")
    )
    assert counter.print_next("card-b").job.number == there
    assert counter.print_next("card-b") is None
    assert counter.print_next("card").job.number == anywhere
    assert {job.number: job.printer for job in counter.jobs(JobState.UNCONFIRMED)} == {
        there: "card-b",
        anywhere: "card",
    }


def test_nobody_at_the_window_waits_behind_a_batch(counter, people):
    ranks = (Rank.BATCH, Rank.BATCH, Rank.AGAIN, Rank.COUNTER)
    asked = [request(counter, people.staff(card=None), rank=rank) for rank in ranks]
    printed = [counter.print_next().job.number for _ in asked]
    assert printed == [asked[3], asked[2], asked[0], asked[1]]
