"""Two desks serve the same person at the same moment: one succeeds, one is told why."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import event, update

from backoffice.actions import new_action_id, perform, preview
from backoffice.domain.cards import IN_MAKING, CardState
from backoffice.domain.refusal import Refusal
from backoffice.workflows import first_card, lost_card, meal_transfer, report_lost
from db import engine
from db import tables as t
from db.engine import translated
from db.ledger import SqlLedger
from db.opening import open_store
from db.store import SqlBooks, SqlStore
from tests.fixtures.books import actor, require_clean
from tests.rules.conftest import CERTIFICATE

ROUNDS = 200
MEAL_ROUNDS = 100


class Desk:
    """One window with a store of its own."""

    def __init__(self, store, clock, login, code):
        self.store, self.clock = store, clock
        self.actor = actor(store, login, code)

    def look(self, holder_id, *, module=lost_card, certificate=CERTIFICATE):
        """Show the sheet and return the form to confirm."""
        shown = {"certificate": certificate} if certificate else {}
        request = module.Request(holder_id=holder_id, **shown)
        form = {"action_id": new_action_id(), "actor": self.actor}
        sheet = preview(self.store, self.clock, module.WORKFLOW, request, **form)
        return replace(request, sheet=sheet.digest), form

    def confirm(self, request, form, *, workflow=lost_card.WORKFLOW):
        try:
            perform(self.store, self.clock, workflow, request, **form)
        except Refusal as refusal:
            return refusal.code
        return "done"


@pytest.fixture
def desks(books_url, store, key_file, tmp_path, clock, people):
    people.blanks(desk="22", count=ROUNDS + 1)
    people.blanks(desk="23", count=ROUNDS + 1)
    other = open_store(books_url, key_file=key_file, backups=tmp_path / "backups")
    yield Desk(store, clock, "lina", "22"), Desk(other, clock, "wangfang", "23")
    other.close()


@pytest.fixture
def pool():
    with ThreadPoolExecutor(2) as workers:
        yield workers


def at_once(pool, desks, forms, **how):
    """Let both desks confirm in the same moment; return what each was told."""
    start = threading.Barrier(2)

    def confirm(desk, form):
        start.wait(timeout=30)
        return desk.confirm(*form, **how)

    return sorted(pool.map(confirm, desks, forms))


def states(store, holder_id):
    with store.reading() as books:
        return Counter(card.state for card in books.cards.of_holder(holder_id))


def test_two_hundred_times_one_desk_succeeds_and_the_other_is_refused(desks, pool, store, people):
    holders = [people.staff(balance=100) for _ in range(ROUNDS)]
    told = Counter()
    for holder_id in holders:
        forms = [desk.look(holder_id) for desk in desks]
        told[tuple(at_once(pool, desks, forms))] += 1
    assert told == {("card-in-making", "done"): ROUNDS}
    once = Counter({CardState.LOST: 1, CardState.QUEUED: 1})
    assert all(states(store, holder_id) == once for holder_id in holders)
    require_clean(store)


def test_b1_of_two_first_cards_one_is_made(desks, pool, store, people):
    for _ in range(10):
        holder_id = people.staff(card=None)
        forms = [desk.look(holder_id, module=first_card) for desk in desks]
        told = at_once(pool, desks, forms, workflow=first_card.WORKFLOW)
        assert told == ["card-in-making", "done"]
        assert states(store, holder_id) == {CardState.QUEUED: 1}


def test_the_desk_that_saw_an_older_sheet_is_shown_the_new_one(desks, pool, store, people, clock):
    """One desk reports the card lost while the other is about to replace it."""
    first, second = desks
    holder_id = people.staff(balance=100)
    form = second.look(holder_id)
    request = report_lost.Request(holder_id=holder_id)
    who = {"action_id": new_action_id(), "actor": first.actor}
    shown = preview(store, clock, report_lost.WORKFLOW, request, **who)
    perform(store, clock, report_lost.WORKFLOW, replace(request, sheet=shown.digest), **who)
    assert second.confirm(*form) == "sheet-changed"
    assert states(store, holder_id) == {CardState.LOST: 1}


def meeting(wait):
    """Return the workflow with a pause between its last look and its first word."""

    def run(books, turn, request):
        enter = books.cards.request_many

        def wait_and_enter(wanted):
            wait()
            return enter(wanted)

        books.cards.request_many = wait_and_enter
        return lost_card.replace(books, turn, request)

    return replace(lost_card.WORKFLOW, run=run)


class Unlocked(SqlStore):
    """The store as one would write it first: nobody waits for anybody."""

    @contextmanager
    def writing(self, action_id, at):
        with translated(), self.engine.connect() as connection, connection.begin():
            yield SqlBooks(connection, self.vault, action_id, at)


def take_protection_away(store):
    """Drop what forbids a second card, and give SQLite the driver's own way to begin."""
    with store.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = 0")
        with connection.begin():
            operations = Operations(MigrationContext.configure(connection))
            for index in ("uq_cards_one_active", "uq_cards_one_in_making"):
                operations.drop_index(index, "cards")
            with operations.batch_alter_table("cards") as cards:
                cards.drop_constraint("uq_cards_predecessor_id", type_="unique")


def unlocked(store):
    if store.engine.dialect.name == "sqlite":

        @event.listens_for(store.engine, "connect")
        def _(connection, _record):
            connection.isolation_level = "DEFERRED"  # begins only before the first write

        event.remove(store.engine, "begin", engine._begin_sqlite)
    store.engine.dispose()
    return Unlocked(store.engine, store.vault)


def already_lost(people, store):
    """Return somebody whose card was reported before: nothing about it changes any more."""
    return people.staff(balance=100, card="lost")


def test_even_when_both_have_looked_before_either_writes(desks, pool, store, people):
    holder_id = already_lost(people, store)
    barrier = threading.Barrier(2)

    def wait():  # in vain: the other desk may not even look
        with suppress(threading.BrokenBarrierError):
            barrier.wait(timeout=0.5)

    forms = [desk.look(holder_id) for desk in desks]
    told = at_once(pool, desks, forms, workflow=meeting(wait))
    assert told == ["card-in-making", "done"]
    assert barrier.broken


@pytest.mark.breaks_invariants
def test_control_without_lock_and_indexes_two_cards_are_in_making(desks, pool, store, people):
    holder_id = already_lost(people, store)
    take_protection_away(store)
    for desk in desks:
        desk.store = unlocked(desk.store)
    barrier = threading.Barrier(2)
    once = iter([True, True])  # a conflict makes a desk look again, and then nobody else comes

    def wait():
        if next(once, False):
            barrier.wait(timeout=10)

    forms = [desk.look(holder_id) for desk in desks]
    assert at_once(pool, desks, forms, workflow=meeting(wait)) == ["done", "done"]
    with store.reading() as books:
        cards = books.cards.of_holder(holder_id)
    assert [card.state in IN_MAKING for card in cards] == [True, True, False]


def test_control_the_indexes_alone_hold_when_nobody_waits(desks, pool, store, people):
    holder_id = already_lost(people, store)
    for desk in desks:
        desk.store = unlocked(desk.store)
    barrier = threading.Barrier(2)
    once = iter([True, True])

    def wait():
        if next(once, False):
            barrier.wait(timeout=10)

    forms = [desk.look(holder_id) for desk in desks]
    told = at_once(pool, desks, forms, workflow=meeting(wait))
    assert told in (["card-in-making", "done"], ["done", "second-card"])
    assert states(store, holder_id) == {CardState.LOST: 1, CardState.QUEUED: 1}


def take_over(pool, desks, holder_id, *, workflow=meal_transfer.WORKFLOW):
    forms = [desk.look(holder_id, module=meal_transfer, certificate=None) for desk in desks]
    return at_once(pool, desks, forms, workflow=workflow)


def balances(store, holder_id):
    """Return what is on the person's campus card and on the old meal card."""
    with store.reading() as books:
        meal = books.ledger.meal_account(holder_id)
        [card] = books.cards.of_holder(holder_id)
        return books.ledger.card_account(card.id).balance, meal.balance, meal.frozen


def moving(wait, ledger=None):
    """Return the transfer with a pause between its last look and the first fen it moves."""

    def run(books, turn, request):
        if ledger is not None:
            books.ledger = ledger(books.connection, turn.action_id)
        post = books.ledger.post

        def wait_and_post(*entries):
            wait()
            return post(*entries)

        books.ledger.post = wait_and_post
        return meal_transfer.transfer(books, turn, request)

    return replace(meal_transfer.WORKFLOW, run=run)


def both_looked(desks):
    """Take the waiting away and return a pause that ends when both desks have looked."""
    for desk in desks:
        desk.store = unlocked(desk.store)
    barrier = threading.Barrier(2)
    once = iter([True, True])

    def wait():
        if next(once, False):
            barrier.wait(timeout=10)

    return wait


@pytest.mark.parametrize("meal", [500, 0])
def test_m3_of_two_desks_one_takes_the_old_meal_card_over(desks, pool, store, people, meal):
    told = Counter()
    for _ in range(MEAL_ROUNDS // 2):
        holder_id = people.staff(balance=100, meal=meal)
        told[tuple(take_over(pool, desks, holder_id))] += 1
        assert balances(store, holder_id) == (100 + meal, 0, True)
    assert told == {("done", "meal-taken-over"): MEAL_ROUNDS // 2}


def test_m3_the_frozen_account_alone_holds_when_nobody_waits(desks, pool, store, people):
    holder_id = people.staff(balance=100, meal=500)
    told = take_over(pool, desks, holder_id, workflow=moving(both_looked(desks)))
    assert told in (["account-frozen", "done"], ["done", "meal-taken-over"])
    assert balances(store, holder_id) == (600, 0, True)


class CarelessLedger(SqlLedger):
    """The ledger as one would write it first: it does not ask whether an account is frozen."""

    def freeze(self, account):
        wanted = update(t.accounts).where(t.accounts.c.id == account.id)
        self._connection.execute(wanted.values(frozen=True))

    def _change(self, account, amount):
        c = t.accounts.c
        change = update(t.accounts).where(c.id == account.id).values(balance=c.balance + amount)
        return self._connection.scalar(change.returning(c.balance))


@pytest.mark.breaks_invariants
def test_control_without_lock_freezing_and_floor_it_is_paid_twice(desks, pool, store, people):
    holder_id = people.staff(balance=100, meal=500)
    with store.engine.begin() as connection:
        connection.execute(update(t.accounts).values(floor=None))
    careless = moving(both_looked(desks), ledger=CarelessLedger)
    assert take_over(pool, desks, holder_id, workflow=careless) == ["done", "done"]
    assert balances(store, holder_id) == (1100, -500, True)
