import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from backoffice.domain.places import TerminalService, replacing
from backoffice.domain.refusal import Fault
from db import schema
from db import tables as t
from db.desks import SqlPlaces
from db.engine import open_engine
from db.opening import open_store

ROOT = Path(__file__).parents[2]
HEAD = schema.head()
NEXT = f"{int(HEAD) + 1:04d}"
SECOND = """
from alembic import op
from sqlalchemy import Column, String
revision = "{next}"
down_revision = "{head}"
def upgrade():
    op.add_column("units", Column("building", String(20)))
    {then}
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.sqlite'}"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def opening(tmp_path):
    opened = []

    def open_it(url, key="certificates.key"):
        store = open_store(url, key_file=tmp_path / key, backups=tmp_path / "backups")
        opened.append(store)
        return store

    yield open_it
    for store in opened:
        store.close()


@pytest.fixture
def next_revision(monkeypatch, tmp_path):
    """Let the program know one revision more than it ships."""

    def make(then="pass"):
        folder = tmp_path / "migrations"
        shutil.copytree(schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        text = SECOND.format(then=then, next=NEXT, head=HEAD)
        (folder / "versions" / f"{NEXT}_building.py").write_text(text)
        monkeypatch.setattr(schema, "MIGRATIONS", folder)

    return make


def revision_of(url):
    engine = create_engine(url)
    with engine.connect() as connection:
        found = schema.revision(connection), inspect(connection).get_columns("units")
    engine.dispose()
    return found[0], [column["name"] for column in found[1]]


def fault(opening, *given):
    with pytest.raises(Fault) as caught:
        opening(*given)
    return caught.value.code


def test_new_books_know_the_centers_places_and_fees(opening, empty_url, tmp_path):
    store = opening(empty_url)
    with store.reading() as books:
        assert [desk.code for desk in books.places.desks()] == ["22", "23", "2C"]
        assert {desk.telephone for desk in books.places.desks()} == {"86413000", "86414000"}
        second = books.places.desk_by_code("2C")
        terminals = books.places.terminals()
        assert [one.area for one in terminals] == ["1", "1", "2", "SP", "CB"]
        assert replacing(terminals, near=second)[0].name_zh == "二区信息服务中心"
        assert all(set(one.services) == set(TerminalService) for one in terminals)
        fees = books.connection.execute(text("SELECT kind, amount FROM fees ORDER BY kind")).all()
        assert fees == [("staff", 0), ("student", 2000), ("temporary", 2000)]
        assert books.journal.head() == (0, "0" * 64)
    assert store.key_created
    assert (tmp_path / "certificates.key").stat().st_mode & 0o777 == 0o600


def test_books_are_opened_again_with_the_same_key(opening, empty_url):
    first = opening(empty_url)
    again = opening(empty_url)
    assert not again.key_created
    assert again.vault.fingerprint == first.vault.fingerprint


def test_a_sqlite_file_may_be_named_from_here(opening, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    opening("sqlite:///here.sqlite")
    assert (tmp_path / "here.sqlite").stat().st_mode & 0o777 == 0o600


def test_opening_up_to_date_books_does_not_load_alembic(opening, tmp_path):
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    opening(url)
    program = (
        "import sys; from pathlib import Path; from db.opening import open_store;"
        f"open_store({url!r}, key_file=Path({str(tmp_path / 'certificates.key')!r}),"
        "backups=Path()).close(); print('alembic' in sys.modules)"
    )
    said = subprocess.check_output([sys.executable, "-c", program], cwd=ROOT, text=True)
    assert said == "False\n"


def test_the_newest_file_is_the_head_of_the_migrations():
    script = ScriptDirectory(str(schema.MIGRATIONS))
    assert schema.head() == script.get_current_head()
    assert schema.revisions() == sorted(r.revision for r in script.walk_revisions())


def described(engine, table):
    found = inspect(engine)
    wanted = ("columns", "check_constraints", "unique_constraints", "indexes", "foreign_keys")
    lists = {kind: getattr(found, f"get_{kind}")(table) for kind in wanted}
    if engine.dialect.name == "sqlite":  # a key added with its column shows no name there
        for key in lists["foreign_keys"]:
            key.pop("name")
    return {
        kind: sorted(json.dumps(row, default=str) for row in rows) for kind, rows in lists.items()
    }


def test_migrations_end_at_the_schema_of_the_tables(opening, empty_url, request, tmp_path):
    store = opening(empty_url)
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, t.metadata) == []
    url = f"sqlite:///{tmp_path / 'plain.sqlite'}"
    if store.engine.dialect.name == "postgresql":
        url = empty_url + "_plain"
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as server:
            server.execute(text(f"CREATE DATABASE {url.rpartition('/')[2]} TEMPLATE template0"))
    plain = create_engine(url)
    t.metadata.create_all(plain)
    try:
        for table in t.metadata.tables:
            assert described(store.engine, table) == described(plain, table), table
    finally:
        plain.dispose()


OLD_PHOTOS = """
    INSERT INTO units (id, code, name) VALUES (1, 'P', 'Physics');
    INSERT INTO holders (id, number, name, name_latin, kind, unit_id)
        VALUES (1, '1', 'Wang', 'Wang', 'staff', 1);
    INSERT INTO photos (holder_id, state, taken_on, effective_on, sha256, picture) VALUES
        (1, 'approved', '2026-01-02', NULL, 'a', '1'),
        (1, 'submitted', '2026-01-03', NULL, 'b', '1'),
        (1, 'submitted', '2026-01-04', NULL, 'c', '1'),
        (1, 'rejected', '2026-01-05', NULL, 'd', '1')
"""


def test_photos_of_the_first_books_keep_what_is_known_of_them(opening, empty_url):
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        schema.migrate(connection, "0001")
        for statement in OLD_PHOTOS.split(";"):
            connection.execute(text(statement))
        schema.migrate(connection, "0002")
        found = connection.execute(
            text("SELECT state, effective_on, source FROM photos ORDER BY id")
        ).all()
    engine.dispose()
    states = ["approved", "superseded", "submitted", "superseded"]
    assert [row.state for row in found] == states
    assert [str(row.effective_on) for row in found] == ["2026-01-02", "None", "None", "None"]
    assert {row.source for row in found} == {"portal"}


def test_places_of_older_books_go_on_in_service_and_lie_on_their_campus(opening, empty_url):
    engine = open_engine(empty_url)
    place = "'Desk', '窗口', 'Hall', '大厅', '86413000'"
    areas = {"Area 1": "1", "Area 2": "2", "Science Park": "SP", "Civil Building Area": "CB"}
    with engine.begin() as connection:
        schema.migrate(connection, "0011")
        for rank, area in enumerate(areas):
            columns = "code, name_en, name_zh, address_en, address_zh, telephone, area"
            connection.execute(
                text(f"INSERT INTO desks ({columns}) VALUES ('{rank}', {place}, '{area}')")
            )
            values = f"'{area}', 'Terminal', '自助机', {rank}"
            connection.execute(
                text(f"INSERT INTO terminals (area, name_en, name_zh, rank) VALUES ({values})")
            )
        schema.migrate(connection, "0012")
        places = SqlPlaces(connection)
        assert [one.area for one in places.terminals()] == list(areas.values())
        assert [one.area for one in places.desks_in_service()] == list(areas.values())
        assert {one.services for one in places.terminals()} == {tuple(TerminalService)}
        assert all(one.in_service for one in places.terminals())
    engine.dispose()


def test_books_of_a_newer_program_are_refused(opening, empty_url):
    store = opening(empty_url)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert fault(opening, empty_url) == "database-newer"


def test_a_file_of_another_program_is_refused_and_left_alone(opening, tmp_path):
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name)")
    before = path.read_bytes()
    assert fault(opening, f"sqlite:///{path}") == "database-foreign"
    assert path.read_bytes() == before
    assert not (tmp_path / "certificates.key").exists()


def test_a_file_that_is_no_database_is_refused_and_left_alone(opening, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir")
    assert fault(opening, f"sqlite:///{path}") == "database-foreign"
    assert path.read_text() == "Dear Sir"


def test_a_server_database_of_another_program_is_refused(opening, postgres_url):
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipes (name text)"))
    engine.dispose()
    assert fault(opening, postgres_url) == "database-foreign"


def test_books_do_not_open_with_another_key(opening, empty_url, tmp_path):
    opening(empty_url)
    opening(f"sqlite:///{tmp_path / 'others.sqlite'}", "others.key")
    assert fault(opening, empty_url, "others.key") == "wrong-key"


def test_a_lost_key_is_never_replaced_in_silence(opening, empty_url, tmp_path):
    opening(empty_url)
    (tmp_path / "certificates.key").unlink()
    assert fault(opening, empty_url) == "key-missing"
    assert not (tmp_path / "certificates.key").exists()


def test_an_address_that_is_none_and_a_server_that_is_not_there(opening, tmp_path):
    assert fault(opening, "books") == "database-address"
    assert fault(opening, "oracle://x") == "database-address"
    assert fault(opening, "postgresql+psycopg://x@127.0.0.1:1/x") == "database-unreachable"
    assert fault(opening, f"sqlite:///{tmp_path}/no/folder.sqlite") == "database-unreachable"


def test_older_books_are_copied_and_then_upgraded(opening, empty_url, next_revision, tmp_path):
    opening(empty_url).close()
    next_revision()
    opening(empty_url)
    found, columns = revision_of(empty_url)
    assert (found, "building" in columns) == (NEXT, True)
    (backup,) = (tmp_path / "backups").iterdir()
    assert f"-{HEAD}." in backup.name
    found, columns = revision_of(f"sqlite:///{backup}")
    assert (found, "building" in columns) == (HEAD, False)


def test_an_upgrade_that_fails_changes_nothing(opening, empty_url, next_revision):
    opening(empty_url).close()
    next_revision("raise ZeroDivisionError")
    with pytest.raises(ZeroDivisionError):
        opening(empty_url)
    found, columns = revision_of(empty_url)
    assert (found, "building" in columns) == (HEAD, False)


def test_no_upgrade_without_a_copy(opening, empty_url, next_revision, tmp_path):
    opening(empty_url).close()
    next_revision()
    (tmp_path / "backups").write_text("a file where the folder should be")
    assert fault(opening, empty_url) == "backup-unwritable"
    assert revision_of(empty_url)[0] == HEAD


def test_desks_that_start_at_once_make_one_set_of_books(empty_url, tmp_path):
    program = (
        "from pathlib import Path; from db.opening import open_store;"
        f"store = open_store({empty_url!r}, key_file=Path({str(tmp_path / 'key')!r}),"
        "backups=Path()); print(store.key_created); store.close()"
    )
    desks = [
        subprocess.Popen(
            [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    said = [desk.communicate(timeout=60)[0] for desk in desks]
    assert sorted(said) == ["False\n", "False\n", "True\n"]
    assert revision_of(empty_url)[0] == schema.head()


def test_every_setting_the_promises_rest_on_is_read_back(empty_url):
    engine = open_engine(empty_url)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            for name in ("foreign_keys", "recursive_triggers", "secure_delete"):
                assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == 1
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        else:
            assert connection.scalar(text("SHOW lock_timeout")) == "4s"
            assert connection.scalar(text("SHOW tcp_keepalives_idle")) == "30"
    engine.dispose()


def test_a_setting_that_does_not_hold_is_refused():
    with pytest.raises(Fault) as caught:
        open_engine("sqlite://")  # in memory there is no write-ahead log
    assert caught.value.code == "database-settings"
    assert "journal_mode" in str(caught.value)


def test_a_server_setting_that_does_not_hold_is_refused(postgres_url, monkeypatch):
    monkeypatch.setattr("db.engine._PG_SETTINGS", {"lock_timeout": "4001"})
    with pytest.raises(Fault) as caught:
        open_engine(postgres_url)  # it answers 4001ms
    assert caught.value.code == "database-settings"
