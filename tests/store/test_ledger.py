import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from backoffice.domain.holders import HolderKind
from backoffice.domain.ledger import AccountKind, Entry
from backoffice.domain.refusal import Refusal
from backoffice.workflows import photo_approval
from db.tables import APPEND_ONLY
from tests.fixtures.books import PROGRAM, run


@pytest.fixture
def card(store, people):
    holder_id = people.staff(balance=500)
    with store.reading() as books:
        return books.cards.of_holder(holder_id)[0]


@pytest.fixture
def a_version(store, clock):
    def save(books, turn):
        books.designs.save("staff", toml=books.designs.text("staff"), words="first", by=None)
        books.designs.use(HolderKind.STAFF, "staff@1", valid_from=turn.today, by=None)

    run(store, clock, PROGRAM, "card_design", save)


@pytest.fixture
def pay(store, clock, card):
    def do(amount, kind=AccountKind.FEES):
        def post(books, _turn):
            account = books.ledger.card_account(card.id)
            to = books.ledger.account(kind)
            books.ledger.post(Entry(debit=account, credit=to, amount=amount, memo="test"))
            return books.ledger.card_account(card.id).balance

        return run(store, clock, PROGRAM, "pay", post)

    return do


def balance(store, card):
    with store.reading() as books:
        return books.ledger.card_account(card.id).balance


def test_a_balance_can_go_down_to_zero(pay):
    assert pay(500) == 0


def test_no_balance_goes_under_its_floor(pay, store, card):
    with pytest.raises(Refusal) as refused:
        pay(501)
    assert refused.value.code == "balance-too-small"
    assert balance(store, card) == 500


def test_a_frozen_account_is_only_read(pay, store, clock, card):
    freeze = text("UPDATE accounts SET frozen = true WHERE card_id = :card")
    run(
        store,
        clock,
        PROGRAM,
        "freeze",
        lambda books, _turn: books.connection.execute(freeze, {"card": card.id}).rowcount,
    )
    with pytest.raises(Refusal) as refused:
        pay(1)
    assert refused.value.code == "account-frozen"
    assert balance(store, card) == 500


@pytest.mark.parametrize("amount", [0, -100])
def test_an_entry_moves_something_forward(pay, store, card, amount):
    with pytest.raises(IntegrityError):
        pay(amount, kind=AccountKind.OPENING)
    assert balance(store, card) == 500


def test_fen_never_become_blank_cards(pay, store, card):
    with pytest.raises(IntegrityError):
        pay(1, kind=AccountKind.MADE)
    assert balance(store, card) == 500


@pytest.fixture
def a_decision(store, clock, people):
    """Two people whom one action was about."""
    holder_ids = (people.staff(), people.student())
    decided = photo_approval.Outcome(photo_ids=(), holder_ids=holder_ids)
    run(store, clock, PROGRAM, "decided", lambda _books, _turn: decided)
    return holder_ids


def overwriting(table, dialect):
    if dialect == "sqlite":
        return f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    key = "seq" if table == "audit" else "id"
    return (
        f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {key} = '1'"
    )


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["update", "delete", "replace", "truncate"])
def test_what_is_written_stays(store, card, a_version, a_decision, table, change):
    dialect = store.engine.dialect.name
    columns = {"entries": "memo", "action_holders": "action_id", "card_designs": "words"}
    column = {**columns, "card_design_uses": "kind"}.get(table, "code")
    statement = {
        "update": f"UPDATE {table} SET {column} = 'x'",
        "delete": f"DELETE FROM {table}",
        "replace": overwriting(table, dialect),
        "truncate": f"DELETE FROM {table}" if dialect == "sqlite" else f"TRUNCATE {table} CASCADE",
    }[change]
    with store.engine.connect() as connection, connection.begin() as transaction:
        with pytest.raises(DatabaseError, match="never changed"):
            connection.execute(text(statement))
        transaction.rollback()


def test_without_recursive_triggers_a_row_could_be_replaced(sqlite_url):
    """The control: the trigger alone does not hold."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as plain:
        replaced = plain.execute("INSERT OR REPLACE INTO actions SELECT * FROM actions").rowcount
        plain.rollback()
    assert replaced == 1


def test_what_is_read_can_be_read_while_another_desk_writes(store, people):
    with store.reading() as reader:
        before = len(reader.clerks.everyone())
        people.staff()
        assert len(reader.clerks.everyone()) == before
        assert reader.connection.execute(text("SELECT count(*) FROM holders")).scalar() == 0


def test_an_action_about_several_people_stands_in_the_timeline_of_each(store, a_decision, people):
    other = people.staff()
    with store.reading() as books:
        codes = [[one.code for one in books.journal.of_holder(who)] for who in (*a_decision, other)]
    assert codes == [["decided"], ["decided"], []]
