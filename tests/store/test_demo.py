import io

import pytest
from PIL import Image
from sqlalchemy import func, select, text

from backoffice.commands import demo, registry
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Role
from db import tables as t

HOLDERS = 160


@pytest.fixture
def fill(program):
    def filled(*arguments):
        return demo.run(program, registry.command_line("en").parse_args(["demo", *arguments]))

    return filled


def counts(store, column):
    with store.engine.connect() as connection:
        rows = connection.execute(select(column, func.count()).group_by(column))
        return {row[0]: row[1] for row in rows}


def test_books_are_filled_with_everything_there_is(store, program, fill, capsys):
    assert fill("--holders", str(HOLDERS)) == 0
    assert "card-center" in capsys.readouterr().out
    assert program.upkeep().example
    assert set(counts(store, t.holders.c.kind)) == {"staff", "student", "temporary"}
    assert set(counts(store, t.cards.c.state)) == {"active", "lost", "expired"}
    assert set(counts(store, t.photos.c.state)) == {"approved", "submitted"}
    assert len(counts(store, t.certificates.c.kind)) >= 5
    assert len(counts(store, t.units.c.code)) >= 15
    assert counts(store, t.accounts.c.kind)["meal"] > 5
    with store.reading() as books:
        for typed in ("王小明", "20140217", "𠅤", "䶮", "阿卜杜热合曼", "hohenberg"):
            assert books.holders.find(typed), typed
        [known] = [f for f in books.holders.find("王小明") if f.number == "20140217"]
        [card] = books.cards.of_holder(known.holder_id)
        assert books.ledger.card_account(card.id).balance == 12_345


def test_the_documented_people_sign_in(store, program, fill):
    fill("--holders", "2")
    with store.reading() as books:
        clerks = {clerk.login: clerk for clerk in books.clerks.everyone()}
        assert {login: clerk.role for login, clerk in clerks.items()} == {
            "lina": Role.CLERK,
            "wangfang": Role.CLERK,
            "zhang": Role.SUPERVISOR,
            "admin": Role.ADMINISTRATOR,
            "auditor": Role.AUDITOR,
        }
        for clerk in clerks.values():
            assert program.passwords.matches(clerk.password_hash, demo.PASSWORD)
            assert not clerk.must_change


def test_every_desk_has_blanks(store, fill):
    fill("--holders", "2")
    with store.engine.connect() as connection:
        stock = select(t.accounts.c.balance).where(t.accounts.c.kind == "stock")
        balances = connection.scalars(stock).all()
    assert len(balances) == 3
    assert min(balances) > 0


def test_books_with_people_are_left_alone(store, people, program, fill):
    people.staff()
    with pytest.raises(Refusal) as refused:
        fill()
    assert refused.value.code == "not-empty"
    assert not program.upkeep().example
    assert sum(counts(store, t.holders.c.kind).values()) == 1


def test_the_same_seed_invents_the_same_people(store, clock):
    from backoffice.commands._invented.people import People

    def invented(seed):
        people = People(seed=seed, today=clock.today(), portraits=[b"a", b"b", b"c"])
        return list(people.invent(50))

    assert invented(3) == invented(3)
    assert invented(3) != invented(4)


def test_portraits_are_certificate_photos(store, fill):
    fill("--holders", "30")
    with store.engine.connect() as connection:
        pictures = connection.scalars(select(t.photos.c.picture)).all()
    for picture in pictures:
        with Image.open(io.BytesIO(picture)) as opened:
            opened.load()
            assert (opened.format, opened.size) == ("JPEG", (358, 441))
        assert len(picture) < 15_000
    assert len(set(pictures)) > len(pictures) // 3


def test_more_people_than_one_action_holds(store, monkeypatch, fill):
    monkeypatch.setattr(demo, "_ONE_ACTION", 7)
    fill("--holders", "20")
    with store.engine.connect() as connection:
        actions = connection.scalar(text("SELECT count(*) FROM actions WHERE code = 'demo'"))
    assert actions == 3
    assert sum(counts(store, t.holders.c.kind).values()) == 20
