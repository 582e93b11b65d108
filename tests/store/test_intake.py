from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select, text

from backoffice.domain.cards import CardState
from backoffice.domain.certificates import CertificateKind
from backoffice.domain.holders import HolderKind
from backoffice.domain.intake import (
    BroughtCard,
    BroughtPhoto,
    HolderRow,
    MealAccount,
    Newcomer,
    Standing,
)
from backoffice.domain.ledger import AccountKind
from backoffice.domain.photos import PhotoState
from db import tables as t
from tests.fixtures.books import PROGRAM, run

ROW = HolderRow(
    number="0012",
    name="吕小明",
    name_latin="",
    kind=HolderKind.STAFF,
    unit_code="PHYS",
    unit_name="物理学院",
    certificate_kind=CertificateKind.PASSPORT,
    certificate_number="E12345678",
)
PHOTO = BroughtPhoto(picture=b"\xff\xd8jpeg", state=PhotoState.APPROVED, taken_on=date(2026, 1, 2))


@pytest.fixture
def enter(store, clock):
    def entered(*rows):
        return run(store, clock, PROGRAM, "take_in", lambda books, _: _values(books, rows))

    return entered


def _values(books, rows):
    return [standing.value for standing in books.intake.enter(rows)]


@pytest.fixture
def bring(store, clock):
    return lambda *people: run(
        store, clock, PROGRAM, "bring", lambda books, _: books.intake.bring(people)
    )


def card(state, balance=0):
    return BroughtCard(
        state=state,
        since=datetime(2026, 3, 4, 8, tzinfo=UTC),
        issued_on=date(2026, 3, 4),
        unit_name="物理学院",
        design="staff",
        balance=balance,
    )


def one_holder(store):
    with store.reading() as books:
        [found] = books.holders.find("0012")
        return books.holders.get(found.holder_id)


def test_a_new_holder_is_entered_whole(store, enter):
    assert enter(ROW) == ["new"]
    holder = one_holder(store)
    assert (holder.name, holder.name_latin, holder.unit_name) == (
        "吕小明",
        "Lyu Xiaoming",
        "物理学院",
    )
    with store.reading() as books:
        assert books.holders.certificate(holder.id).masked == "E12••••••"
        assert books.holders.certificate_matches(holder.id, CertificateKind.PASSPORT, "E12345678")
        assert [f.name for f in books.holders.find("lvxm")] == ["吕小明"]


def test_the_same_again_changes_nothing(store, enter):
    enter(ROW)
    before = dump(store)
    assert enter(ROW, replace(ROW, name_latin="Lyu Xiaoming")) == ["unchanged", "unchanged"]
    assert dump(store) == before


def dump(store):
    with store.engine.connect() as connection:
        return [
            connection.execute(select(table).order_by(*table.primary_key)).all()
            for table in (t.holders, t.units, t.certificates, t.search_keys)
        ]


def test_what_changed_is_updated_and_found_anew(store, enter):
    enter(ROW)
    moved = replace(ROW, name="马丽", unit_code="CHEM", unit_name="化学学院")
    assert enter(moved) == ["changed"]
    holder = one_holder(store)
    assert (holder.name, holder.name_latin, holder.unit_code) == ("马丽", "Ma Li", "CHEM")
    with store.reading() as books:
        assert [f.number for f in books.holders.find("mali")] == ["0012"]
        assert books.holders.find("吕") == []


def test_a_latin_name_on_record_stays_while_the_name_does(store, enter):
    enter(replace(ROW, name_latin="Ming Lü"))
    assert enter(replace(ROW, unit_code="CHEM", unit_name="化学学院")) == ["changed"]
    assert one_holder(store).name_latin == "Ming Lü"


@pytest.mark.parametrize(
    ("change", "standing"),
    [
        ({"kind": HolderKind.STUDENT}, "other_kind"),
        ({"certificate_number": "E87654321"}, "other_certificate"),
        ({"certificate_kind": CertificateKind.TAIWAN_PERMIT}, "other_certificate"),
    ],
)
def test_kind_and_certificate_are_never_changed_by_a_list(store, enter, change, standing):
    enter(ROW)
    before = dump(store)
    assert enter(replace(ROW, name="马丽", **change)) == [standing]
    assert dump(store) == before


def test_a_certificate_that_was_missing_is_added(store, people, enter):
    people.staff(number="0012", name="吕小明", name_latin="Lyu Xiaoming", certificate=None)
    assert enter(ROW) == ["changed"]
    with store.reading() as books:
        assert books.holders.find("E12345678")[0].by_certificate


def test_a_unit_is_known_by_its_code_or_else_by_its_name(store, enter):
    enter(ROW, replace(ROW, number="0013", unit_code=""), replace(ROW, number="0014", unit_name=""))
    enter(replace(ROW, number="0015", unit_code="", unit_name="图书馆"))
    with store.engine.connect() as connection:
        units = connection.execute(select(t.units.c.code, t.units.c.name).order_by(t.units.c.id))
        assert [tuple(unit) for unit in units] == [("PHYS", "物理学院"), ("图书馆", "图书馆")]


def test_comparing_writes_nothing(store):
    with store.reading() as books:
        assert books.intake.standings([ROW]) == [Standing.NEW]
        assert books.intake.holders_known == 0


def test_newcomers_bring_cards_balances_and_meal_accounts(store, bring):
    cards = (card(CardState.LOST), card(CardState.ACTIVE, balance=12_345))
    bring(
        Newcomer(
            row=ROW, photos=(PHOTO,), cards=cards, meal=MealAccount(number="F1", balance=-350)
        ),
        Newcomer(row=replace(ROW, number="0099", certificate_number="E2345678")),
    )
    holder = one_holder(store)
    with store.reading() as books:
        new, old = books.cards.of_holder(holder.id)
        assert (old.state, new.state, new.predecessor_id) == (
            CardState.LOST,
            CardState.ACTIVE,
            old.id,
        )
        assert new.name_latin == "Lyu Xiaoming"
        assert books.ledger.card_account(new.id).balance == 12_345
        assert books.ledger.meal_account(holder.id).balance == -350
        assert books.ledger.account(AccountKind.OPENING).balance == 350 - 12_345
        assert books.ledger.account(AccountKind.MADE).balance == 2
        assert books.holders.find(new.number)[0].card_id == new.id
        assert books.photos.picture(new.photo_id) == PHOTO.picture


def test_the_next_card_gets_the_next_number(store, bring):
    bring(Newcomer(row=ROW, photos=(PHOTO,), cards=(card(CardState.ACTIVE),)))
    other = replace(ROW, number="0099", certificate_number="E2345678")
    bring(Newcomer(row=other, photos=(PHOTO,), cards=(card(CardState.ACTIVE),)))
    with store.engine.connect() as connection:
        numbers = connection.scalars(select(t.cards.c.number).order_by(t.cards.c.id)).all()
    first, second = map(int, numbers)
    assert second - first == 1


def test_rows_entered_the_usual_way_follow_those_taken_in(store, bring, people):
    bring(Newcomer(row=ROW, photos=(PHOTO,), cards=(card(CardState.ACTIVE, balance=5),)))
    people.staff(balance=7)
    with store.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(t.accounts)) == 5


@pytest.mark.parametrize("state", [CardState.SPOILED, CardState.QUEUED])
def test_only_finished_cards_can_be_brought(store, bring, state):
    with pytest.raises(ValueError, match=state.value):
        bring(Newcomer(row=ROW, photos=(PHOTO,), cards=(card(state),)))
    with store.reading() as books:
        assert books.intake.holders_known == 0


def test_certificate_numbers_are_nowhere_in_clear(sqlite_url, store, enter, tmp_path):
    enter(ROW)
    store.close()
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or b"12345678" not in file.read_bytes()


def test_moments_are_kept_the_same_way_by_both_ways_in(store, bring, people):
    bring(Newcomer(row=ROW, photos=(PHOTO,), cards=(card(CardState.ACTIVE),)))
    with store.reading() as books:
        [brought] = books.cards.of_holder(one_holder(store).id)
        assert brought.since == datetime(2026, 3, 4, 8, tzinfo=UTC)
        later = text("SELECT count(*) FROM cards WHERE since >= :at")
        at = datetime(2026, 3, 4, 7).isoformat(sep=" ")  # noqa: DTZ001  as the database keeps it
        assert books.connection.scalar(later, {"at": at}) == 1


def test_a_slow_list_is_waited_for_and_only_in_its_own_transaction(store, clock):
    served = store.engine.dialect.name == "postgresql"
    show = text("SHOW idle_in_transaction_session_timeout" if served else "SELECT ''")

    def wait(books, _turn):
        books.intake.take_time()
        return books.connection.scalar(show)

    assert run(store, clock, PROGRAM, "wait", wait) == ("10min" if served else "")
    with store.engine.connect() as connection:
        assert connection.scalar(show) == ("5s" if served else "")
