"""E3: a passed application in force and an active card, and nothing else, let somebody in."""

from datetime import timedelta

import pytest

from backoffice.day_change import change_day
from backoffice.domain.cards import CardState
from backoffice.domain.entry import EntryState
from backoffice.procedures.entry import may_enter
from backoffice.workflows import (
    entry_answer,
    entry_application,
    found_again,
    lost_card,
    report_lost,
    return_card,
)
from tests.rules.conftest import CERTIFICATE


@pytest.fixture
def apply(counter, supervisor_actor):
    """Apply for somebody, for days counted from today, and let it be answered."""

    def applied(holder, campus="1", *, start=0, end=30, passed=True, why=""):
        today = counter.clock.today()
        done = counter.do(
            entry_application,
            holder_id=holder,
            campus=campus,
            reason="lectures",
            from_on=today + timedelta(days=start),
            until_on=today + timedelta(days=end),
        )
        if passed is not None:
            request = entry_answer.Request(
                application_ids=(done.application_id,), passed=passed, why=why
            )
            counter.perform(entry_answer.WORKFLOW, request, actor=supervisor_actor)
        return done.application_id

    return applied


def asked(counter, card):
    with counter.store.reading() as books:
        return may_enter(books, card, counter.clock.today())


def says(counter, holder):
    """Return why the person's newest card may not enter."""
    return str(asked(counter, counter.cards(holder)[0]).why_not)


def test_e3_without_an_application_a_card_opens_nothing(counter, people):
    assert says(counter, people.staff()) == "no entry was applied for"


def test_e3_without_a_card_nobody_enters(counter):
    answer = asked(counter, None)
    assert (answer.allowed, str(answer.why_not)) == (False, "there is no card")


def test_e3_passed_and_in_its_days_it_enters(counter, people, apply):
    holder = people.staff()
    apply(holder)
    answer = asked(counter, counter.cards(holder)[0])
    assert answer.allowed
    [one] = answer.open
    assert (one.campus.code, str(one.says)) == ("1", "passed until 2026-12-23")


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"passed": None}, "applied for, not answered yet"),
        ({"passed": False, "why": "no need shown"}, "refused: no need shown"),
        ({"start": 7}, "passed, but only from 2026-11-30 to 2026-12-23"),
    ],
)
def test_e3_otherwise_it_says_why_not(counter, people, apply, how, why):
    holder = people.staff()
    apply(holder, **how)
    assert says(counter, holder) == why


def test_e3_the_last_day_counts_and_the_day_after_does_not(counter, clock, people, apply):
    holder = people.staff()
    apply(holder, end=2)
    clock.move(days=2)
    assert asked(counter, counter.cards(holder)[0]).allowed
    clock.move(days=1)
    assert says(counter, holder) == "over: its last day was 2026-11-25"


def test_e2_it_expires_by_itself_answered_or_not(counter, clock, people, apply):
    holder = people.staff()
    first, second = apply(holder, end=0), apply(holder, "2", end=0, passed=None)
    later, refused = apply(holder, "SP", end=1), apply(holder, "CB", end=0, passed=False, why="no")
    clock.move(days=1)
    assert change_day(counter.store, clock).entries == 2
    with counter.store.reading() as books:
        states = [books.entry.get(one).state for one in (first, second, later, refused)]
    expired = EntryState.EXPIRED
    assert states == [expired, expired, EntryState.PASSED, EntryState.REFUSED]
    assert says(counter, holder) == "None"


def test_e3_withdrawn_it_is_over(counter, people, apply):
    holder = people.staff()
    request = entry_application.Withdrawing(holder_id=holder, application_id=apply(holder))
    counter.perform(entry_application.WITHDRAW, request)
    assert says(counter, holder) == "withdrawn"


def test_e3_a_card_past_its_last_day_does_not_enter_before_the_day_changed(
    counter, clock, people, apply
):
    holder = people.temporary(valid_until=clock.today() + timedelta(days=1))
    apply(holder)
    assert asked(counter, counter.cards(holder)[0]).allowed
    clock.move(days=2)
    assert counter.cards(holder)[0].state is CardState.ACTIVE
    assert says(counter, holder) == "the card expired on 2026-11-24"


def test_e3_the_new_card_enters_once_active_and_the_old_one_never_again(counter, people, apply):
    holder = people.staff()
    apply(holder)
    counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
    counter.print_all()
    new, old = counter.cards(holder)
    assert str(asked(counter, old).why_not) == "the card is not active: lost"
    waits = "the card is not active: printed, not yet scanned back"
    assert str(asked(counter, new).why_not) == waits
    counter.activate(new)
    new, old = counter.cards(holder)
    assert asked(counter, new).allowed
    assert not asked(counter, old).allowed


@pytest.mark.parametrize("earlier", [False, True])
def test_e3_what_is_in_force_wins_over_what_was_refused(counter, people, apply, earlier):
    holder = people.staff()
    if earlier:
        apply(holder, passed=False, why="no need shown")
    apply(holder)
    if not earlier:
        apply(holder, passed=False, why="no need shown")
    assert asked(counter, counter.cards(holder)[0]).allowed


def test_e3_each_campus_is_answered_for_itself(counter, people, apply):
    holder = people.staff()
    apply(holder, "2", passed=False, why="no need shown")
    apply(holder, "SP")
    answer = asked(counter, counter.cards(holder)[0])
    assert [(one.campus.code, one.open) for one in answer.campuses] == [("SP", True), ("2", False)]


# ── what sheets say ──────────────────────────────────────────────────────────────────────────────


def entry_line(sheet):
    [line] = [line for line in sheet.lines if str(line.label) == "Campus entry"]
    return str(line.before), str(line.after)


UNCHANGED = "unchanged; follows the active card, no card grants it"


def test_e3_sheets_say_what_is_true_of_entry(counter, people, apply):
    holder = people.staff()
    wanted = {"holder_id": holder, "certificate": CERTIFICATE}
    assert entry_line(counter.sheet(lost_card, **wanted)) == (
        "none",
        "unchanged; no card grants it",
    )
    application = apply(holder, passed=None)
    assert entry_line(counter.sheet(report_lost, holder_id=holder)) == (
        "applied for, not answered yet",
        "not with this card",
    )
    request = entry_application.Withdrawing(holder_id=holder, application_id=application)
    counter.perform(entry_application.WITHDRAW, request)
    apply(holder)
    until = "passed until 2026-12-23"
    assert entry_line(counter.sheet(lost_card, **wanted)) == (until, UNCHANGED)
    kept = "not with this card; kept for the next active one"
    assert entry_line(counter.sheet(report_lost, holder_id=holder)) == (until, kept)
    card = {"holder_id": holder, "scanned": counter.cards(holder)[0].number}
    leaving = {"reason": return_card.Leaving.LEFT}
    assert entry_line(counter.sheet(return_card, **card, **leaving)) == (until, kept)
    apply(holder, "2", end=60)
    several = "passed until 2027-01-22; campuses: 2"
    assert entry_line(counter.sheet(lost_card, **wanted)) == (several, UNCHANGED)
    counter.do(report_lost, holder_id=holder)
    assert entry_line(counter.sheet(found_again, **card)) == (several, "with this card again")


def test_e3_a_sheet_is_shown_again_if_entry_was_passed_meanwhile(counter, people, apply):
    holder = people.staff()
    shown = counter.sheet(report_lost, holder_id=holder).digest
    apply(holder)
    assert counter.sheet(report_lost, holder_id=holder).digest != shown
