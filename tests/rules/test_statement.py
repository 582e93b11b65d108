from datetime import date, timedelta

import pytest
from sqlalchemy import select

from backoffice.actions import Turn, new_action_id
from backoffice.domain import statements
from backoffice.domain.documents import Slip
from backoffice.domain.holders import HolderKind
from backoffice.domain.print_jobs import JobKind
from backoffice.procedures import statement as reading
from backoffice.workflows import (
    damaged_card,
    finish_card,
    lost_card,
    recharge,
    renew_card,
    statement,
)
from db import tables as t
from tests.fixtures.documents import portrait

DAY = date(2026, 11, 23)


def fen(text):
    return int(text.replace("¥", "").replace("+", "").replace(".", ""))


@pytest.fixture
def holder(counter, clock, people, opened_drawer):
    """Somebody with ¥3.00 who recharged twice, a day apart, and then replaced a damaged card."""
    people.charge("damaged_card", HolderKind.STAFF, 2_000)
    holder = people.staff(balance=300, photo=portrait())
    clock.move(days=1)
    counter.do(recharge, holder_id=holder, amount=5_000, given=5_000)
    clock.move(days=1)
    counter.do(recharge, holder_id=holder, amount=1_000, given=1_000)
    clock.move(minutes=1)
    number = counter.cards(holder)[0].number
    made = counter.do(damaged_card, holder_id=holder, scanned=number)
    counter.print_all()
    fields = {"holder_id": holder, "card_id": made.card_id, "scanned": made.card_number}
    counter.do(finish_card, **fields)
    return holder


def read(counter, holder, start=DAY, end=DAY + timedelta(days=9)):
    turn = Turn(
        action_id="x", actor=counter.actor, second=None, now=counter.clock.now(),
        today=counter.clock.today(),
    )  # fmt: skip
    with counter.store.reading() as books:
        return reading.read(books, turn, holder, start=start, end=end)


def period(holder, start=DAY, end=DAY + timedelta(days=9), form=statement.Form.FILE):
    return {"holder_id": holder, "start": start, "end": end, "form": form}


def test_r3_each_line_says_what_where_and_from_which_account(counter, holder):
    old, new = read(counter, holder).accounts
    assert [(line.what.en, line.where, line.counterpart.en, line.amount) for line in old.lines] == [
        ("opening-balance", "—", "brought in", "+¥3.00"),
        ("recharged in cash", "22", "drawer 22", "+¥50.00"),
        ("recharged in cash", "22", "drawer 22", "+¥10.00"),
        ("fee: damaged card replaced", "22", "fees", "-¥20.00"),
        ("balance moved to the new card", "22", new.name.en, "-¥43.00"),
    ]
    assert [(line.amount, line.balance) for line in new.lines] == [("+¥43.00", "¥43.00")]


@pytest.mark.parametrize(("first", "last"), [(0, 9), (0, 0), (1, 1), (1, 2), (2, 2), (3, 9)])
def test_r3_every_figure_adds_up_in_any_period(counter, holder, first, last):
    found = read(counter, holder, DAY + timedelta(days=first), DAY + timedelta(days=last))
    for account in found.accounts:
        balance = fen(account.opening)
        for line in account.lines:
            balance += fen(line.amount)
            assert fen(line.balance) == balance
        assert fen(account.closing) == balance


def test_r3_opening_and_closing_are_those_of_the_days(counter, holder):
    middle = DAY + timedelta(days=1)
    [old, new] = read(counter, holder, middle, middle).accounts
    assert (old.opening, old.closing, len(old.lines)) == ("¥3.00", "¥53.00", 1)
    assert (new.opening, new.closing, new.lines) == ("¥0.00", "¥0.00", ())


def test_r3_it_is_recorded_who_made_whose_statement_and_nothing_is_moved(counter, holder):
    with counter.store.reading() as books:
        before = books.connection.execute(select(t.accounts)).all()
    done = counter.do(statement, **period(holder))
    assert (done.lines, done.slip) == (6, "")
    assert counter.audit()[-1] == ("statement", "done")
    with counter.store.reading() as books:
        assert books.connection.execute(select(t.accounts)).all() == before
        assert books.journal.of_holder(holder)[0].code == "statement"


def test_a_form_that_is_sent_twice_is_answered_once(counter, holder):
    sheet = counter.sheet(statement, **period(holder)).digest
    form = {"action_id": new_action_id(), "sheet": sheet, **period(holder)}
    first = counter.confirm(statement, **form)
    assert counter.confirm(statement, **form) == first
    assert counter.audit().count(("statement", "done")) == 1


def test_r3_the_short_form_has_the_last_ten_lines(counter, holder, opened_drawer):
    for _ in range(10):
        counter.clock.move(minutes=1)
        counter.do(recharge, holder_id=holder, amount=100, given=100)
    counter.do(statement, **period(holder, form=statement.Form.SLIP))
    counter.print_all()
    slip = next(paper for paper in reversed(counter.paper.printed) if isinstance(paper, Slip))
    said = [both.en for both in slip.paragraphs]
    assert len([line for line in said if "recharged in cash  +¥1.00" in line]) == 10
    assert said[-1].endswith("→ ¥53.00")
    assert any("¥0.00 on 2026-11-23, ¥53.00 on 2026-12-02" in line for line in said)
    assert not counter.queued(JobKind.SLIP)


def test_r3_a_period_that_ends_before_it_begins(counter, holder):
    backwards = period(holder, DAY, DAY - timedelta(days=1))
    counter.refused(statement, "period-backwards", "R3", **backwards)


def test_r3_too_many_lines_are_refused_and_never_cut_off(counter, holder, monkeypatch):
    monkeypatch.setattr(reading, "MOST_LINES", 4)
    counter.refused(statement, "statement-long", "R3", **period(holder))
    assert statements.MOST_LINES == 10_000


@pytest.mark.parametrize("service", [lost_card.SERVICE, damaged_card.SERVICE, renew_card.SERVICE])
def test_r3_every_fee_has_a_name(service):
    assert str(statements.source(f"fee-{service.replace('_', '-')}")).startswith("fee: ")


def test_r3_what_was_taken_back_says_so_on_both_entries():
    assert str(statements.source("recharge", reversed_by=8)) == (
        "recharged in cash, taken back by entry 8"
    )
    assert str(statements.source("correction", reverses=7)) == "taken back (entry 7)"


def test_a_change_between_sheet_and_making_is_shown_first(counter, holder):
    shown = counter.sheet(statement, **period(holder))
    counter.do(recharge, holder_id=holder, amount=100, given=100)
    with pytest.raises(Exception, match="Something changed"):
        counter.confirm(statement, **period(holder), sheet=shown.digest)
