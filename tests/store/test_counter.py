"""Registers of the counter, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from backoffice.domain.cards import CardState
from backoffice.domain.entry import EntryState, NewApplication
from backoffice.domain.found_cards import FoundState
from backoffice.domain.ledger import AccountKind, Entry
from backoffice.domain.refusal import Refusal
from backoffice.ports import Conflict
from tests.fixtures.books import PROGRAM, run

TODAY = date(2026, 11, 23)


@pytest.fixture
def work(store, clock):
    def perform(what, *, actor=PROGRAM):
        return run(store, clock, actor, "counter", lambda books, _turn: what(books))

    return perform


@pytest.fixture
def desk(store):
    with store.reading() as books:
        return books.places.desk_by_code("22").id


def wanted(holder, **other):
    fields = {"campus": "1", "reason": "work", "from_on": TODAY, "until_on": date(2026, 12, 31)}
    return NewApplication(holder_id=holder, **fields | other)


def test_new_books_know_the_campuses(store):
    with store.reading() as books:
        assert [campus.code for campus in books.entry.campuses()] == ["1", "2", "SP", "CB"]


def test_rights_are_those_of_passed_applications_with_an_active_card(store, people, work):
    staff, student, other = people.staff(), people.student(), people.temporary()

    def answer(books):
        passed = [books.entry.apply(wanted(who)) for who in (staff, student, other)]
        books.entry.move(passed[0], EntryState.PASSED, by=None, answer="fine")
        books.entry.move(passed[1], EntryState.REFUSED, by=None, answer="no")
        later = books.entry.apply(wanted(staff, campus="2", from_on=TODAY + timedelta(days=3)))
        books.entry.move(later, EntryState.PASSED)
        [card] = books.cards.of_holder(student)
        books.cards.move(card, CardState.LOST)

    work(answer)
    with store.reading() as books:
        rights = books.entry.rights(on=TODAY)
        assert [(r.campus, r.from_on) for r in rights] == [
            ("1", TODAY),
            ("2", TODAY + timedelta(days=3)),
        ]
        assert books.entry.waiting_count == 1
        [waiting] = books.entry.waiting(most=5)
        assert (waiting.holder_id, waiting.campus) == (other, "1")
        assert [a.state for a in books.entry.of_holder(staff)] == [EntryState.PASSED] * 2
        assert books.entry.of_holder(staff)[1].in_force(TODAY)
        assert not books.entry.of_holder(staff)[0].in_force(TODAY)


def test_applications_expire_after_their_last_day(people, work):
    holder = people.staff()
    work(lambda books: books.entry.apply(wanted(holder, until_on=TODAY)) and None)
    assert work(lambda books: books.entry.expire(before=TODAY)) == 0
    assert work(lambda books: books.entry.expire(before=TODAY + timedelta(days=1))) == 1


def test_an_answer_is_given_once(people, work):
    holder = people.staff()

    def twice(books):
        applied = books.entry.apply(wanted(holder))
        books.entry.move(applied, EntryState.PASSED)
        with pytest.raises(Conflict):
            books.entry.move(applied, EntryState.REFUSED)

    work(twice)


def test_a_hand_over_of_rights_waits_until_it_is_written(work):
    def hand_over(books):
        made = books.entry.add_hand_over(rights=0, text="a,b\n")
        assert [h.number for h in books.entry.hand_overs_unwritten()] == [made.number]
        books.entry.mark_written(made.number)
        assert not books.entry.hand_overs_unwritten()
        assert books.entry.hand_over(made.number).text == "a,b\n"

    work(hand_over)


@pytest.mark.breaks_invariants  # these shifts are opened and closed by no action
def test_shifts_are_numbered_per_desk_and_open_once(work, desk, clerk_actor):
    def shift(books):
        clerk = clerk_actor.clerk_id
        opened = books.shifts.open(
            desk_id=desk, clerk_id=clerk, opening=20_000, pieces=((10_000, 2),)
        )
        with pytest.raises(Conflict):
            books.shifts.open(desk_id=desk, clerk_id=clerk, opening=0, pieces=())
        closed = books.shifts.close(
            opened,
            counted=20_100,
            pieces=(),
            expected=20_000,
            explanation="found a coin",
            alone=1_000,
            second_id=None,
        )
        assert (closed.number, closed.counted, closed.expected) == (1, 20_100, 20_000)
        again = books.shifts.open(desk_id=desk, clerk_id=clerk, opening=0, pieces=())
        assert books.shifts.last_at(desk).number == 1
        assert books.shifts.open_at(desk).id == again.id

    work(shift)


def test_one_objection_is_open_at_a_time(people, work):
    holder = people.staff()

    def dispute(books):
        raised = books.disputes.raise_one(holder_id=holder, balance=500, words="too little")
        with pytest.raises(Conflict):
            books.disputes.raise_one(holder_id=holder, balance=500, words="again")
        books.disputes.settle(raised, settlement="looked up")
        assert books.disputes.open_of(holder) is None
        with pytest.raises(Conflict):
            books.disputes.settle(raised, settlement="twice")

    work(dispute)


def test_a_found_card_is_kept_until_something_becomes_of_it(people, work, desk):
    holder = people.staff()

    def find(books):
        [card] = books.cards.of_holder(holder)
        found = books.found_cards.keep(card_id=card.id, desk_id=desk, where="library", on=TODAY)
        assert found.card_number == card.number
        with pytest.raises(Conflict):
            books.found_cards.keep(card_id=card.id, desk_id=desk, where="", on=TODAY)
        books.found_cards.told(found, on=TODAY)
        assert [f.told_on for f in books.found_cards.kept(desk_id=desk)] == [TODAY]
        assert [f.id for f in books.found_cards.kept_of(holder)] == [found.id]
        books.found_cards.end(found, FoundState.GIVEN_BACK, on=TODAY)
        assert not books.found_cards.kept()

    work(find)


def test_query_passwords_are_replaced_and_never_kept_readable(people, work):
    holder = people.staff()

    def put(books):
        assert books.query_passwords.since(holder) is None
        books.query_passwords.put(holder, password_hash="$argon2id$1", is_default=True)
        books.query_passwords.put(holder, password_hash="$argon2id$2", is_default=False)
        assert books.query_passwords.since(holder)[1] is False
        kept = books.connection.execute(text("SELECT password_hash FROM query_passwords")).all()
        assert kept == [("$argon2id$2",)]

    work(put)


def test_every_entry_tells_where_it_came_from(store, people, work, desk, clerk_actor):
    holder = people.staff(balance=500)

    def pay(books):
        [card] = books.cards.of_holder(holder)
        account = books.ledger.card_account(card.id)
        drawer = books.ledger.account(AccountKind.CASH, desk_id=desk)
        books.ledger.post(Entry(debit=drawer, credit=account, amount=300, memo="recharge"))
        return account.id

    account_id = work(pay, actor=clerk_actor)
    with store.reading() as books:
        entries = books.history.of_accounts([account_id])
        last = entries[-1]
        assert (last.code, last.desk, last.memo) == ("counter", "22", "recharge")
        assert (last.change_of(account_id), last.after_of(account_id)) == (300, 800)
        assert (last.debit.kind, last.debit.number) == (AccountKind.CASH, "22")
        assert last.credit.number == books.cards.of_holder(holder)[0].number
        assert books.history.of_action(last.action_id) == [last]
        assert [balance for _name, balance in books.history.accounts_of(holder)] == [800]
        with pytest.raises(Refusal):
            books.history.get(10**6)

    def take_back(books):
        entry = books.history.get(last.id)
        account = books.ledger.card_account(books.cards.of_holder(holder)[0].id)
        drawer = books.ledger.account(AccountKind.CASH, desk_id=desk)
        books.ledger.post(
            Entry(debit=account, credit=drawer, amount=300, memo="back", reverses_id=entry.id)
        )

    work(take_back)
    with store.reading() as books:
        assert books.history.get(last.id).reversed_by == last.id + 1


def test_what_is_kept_on_closed_cards_is_listed(store, people, work):
    holder = people.staff(balance=700)

    def give_back(books):
        [card] = books.cards.of_holder(holder)
        books.cards.move(card, CardState.RETURNED)

    with store.reading() as books:
        assert not books.history.liabilities(most=9)
    work(give_back)
    with store.reading() as books:
        [kept] = books.history.liabilities(most=9)
        assert (kept.holder_id, kept.balance) == (holder, 700)


def test_what_is_kept_is_read_a_piece_at_a_time(store, people, clock):
    for at in range(1, 6):
        people.staff(number=f"{at}", card="returned", balance=100 * at)
        clock.move(days=at % 2)  # some since the same moment
    with store.reading() as books:
        everything = books.history.liabilities(most=9)
        assert [one.balance for one in everything] == [100, 200, 300, 400, 500]
        assert books.history.liabilities_total() == (5, 1_500)
        read, after = [], None
        while piece := books.history.liabilities(most=2, after=after):
            read += piece
            after = piece[-1].place
        assert read == everything


def test_a_frozen_account_stays_as_it_is(people, work):
    holder = people.staff(balance=100)

    def freeze(books):
        [card] = books.cards.of_holder(holder)
        account = books.ledger.card_account(card.id)
        books.ledger.freeze(account)
        with pytest.raises(Conflict):
            books.ledger.freeze(account)

    work(freeze)
