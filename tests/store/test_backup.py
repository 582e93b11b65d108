import hashlib
import shutil
import sqlite3
import threading
from contextlib import closing

import pytest
from sqlalchemy import create_engine, text

from backoffice.domain.refusal import Fault, Refusal
from db import engine, schema
from db import tables as t
from db.backup import checked_copy, restore
from db.opening import open_store
from tests.fixtures.books import require_clean
from tests.fixtures.people import People


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'restored.sqlite'}"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def copy(lived_in, tmp_path):
    checked_copy(lived_in.engine, lived_in.vault, tmp_path / "copy")
    return tmp_path / "copy"


def contents(store):
    """Return a digest of every row of every table."""
    found = {}
    with store.reading() as books:
        for table in t.metadata.sorted_tables:
            rows = books.connection.execute(table.select().order_by(*table.primary_key.columns))
            found[table.name] = hashlib.sha256(repr([tuple(row) for row in rows]).encode())
    return {name: digest.hexdigest() for name, digest in found.items()}


def test_books_come_back_as_they_were(lived_in, copy, empty_url, key_file, clock, tmp_path):
    restore(empty_url, copy, key_file=key_file)
    restored = open_store(empty_url, key_file=key_file, backups=tmp_path)
    assert contents(restored) == contents(lived_in)
    People(restored, clock).staff(name="新人")  # new rows get numbers that are free
    require_clean(restored)
    restored.close()


def test_a_copy_is_one_private_file_and_holds_no_key(copy, key_file):
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in copy.parent.glob("*copy*")] == ["copy"]
    assert key_file.read_bytes() not in copy.read_bytes()


def test_a_slow_disk_does_not_lose_the_copy(postgres_url, key_file, tmp_path, monkeypatch):
    monkeypatch.setitem(engine._PG_SETTINGS, "idle_in_transaction_session_timeout", "10ms")
    store = open_store(postgres_url, key_file=key_file, backups=tmp_path / "backups")
    checked_copy(store.engine, store.vault, tmp_path / "copy")  # making its tables takes longer
    store.close()
    assert (tmp_path / "copy").exists()


def test_a_copy_taken_while_desks_work_is_consistent(store, people, tmp_path, key_file):
    over, written, failures = threading.Event(), [], []

    def work():
        try:
            while not over.is_set():
                written.append(people.staff(balance=100))
        except Exception as error:  # noqa: BLE001  shown by the assertion below
            failures.append(error)

    desk = threading.Thread(target=work)
    desk.start()
    try:
        sizes = []
        for number in range(3):
            before = len(written)
            checked_copy(store.engine, store.vault, tmp_path / f"copy {number}")
            with closing(sqlite3.connect(tmp_path / f"copy {number}")) as rows:
                (holders,) = rows.execute("SELECT count(*) FROM holders").fetchone()
            assert before <= holders <= len(written) + 1
            sizes.append(holders)
    finally:
        over.set()
        desk.join(30)
    assert failures == []
    assert sizes == sorted(sizes)


def test_a_file_that_is_there_is_never_written_over(lived_in, copy):
    before = copy.read_bytes()
    with pytest.raises(Refusal) as refused:
        checked_copy(lived_in.engine, lived_in.vault, copy)
    assert refused.value.code == "backup-exists"
    assert copy.read_bytes() == before


def test_a_place_that_can_not_be_written_is_a_fault(store, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Fault) as fault:
        checked_copy(store.engine, store.vault, tmp_path / "file" / "copy")
    assert fault.value.code == "backup-unwritable"


@pytest.mark.breaks_invariants
def test_broken_books_give_no_copy(lived_in, tmp_path):
    with lived_in.engine.begin() as connection:
        connection.execute(text("UPDATE accounts SET balance = 1 WHERE kind = 'fees'"))
        connection.execute(text("UPDATE print_jobs SET anchor = NULL"))
    with pytest.raises(Refusal) as refused:
        checked_copy(lived_in.engine, lived_in.vault, tmp_path / "copy")
    assert refused.value.code == "copy-broken"
    assert "anchors-are-in-the-chain" in str(refused.value)
    assert list(tmp_path.glob("*copy*")) == []


def refused_restore(url, source, key_file):
    with pytest.raises((Refusal, Fault)) as caught:
        restore(url, source, key_file=key_file)
    return caught.value.code


def tables_in(url):
    engine = create_engine(url)
    with engine.connect() as connection:
        found = schema.revision(connection)
    engine.dispose()
    return found


def test_a_copy_somebody_changed_is_not_accepted(copy, empty_url, key_file):
    with closing(sqlite3.connect(copy)) as changed:
        changed.execute("UPDATE accounts SET balance = balance + 100 WHERE kind = 'card'")
        changed.commit()
    assert refused_restore(empty_url, copy, key_file) == "copy-broken"
    assert tables_in(empty_url) is None


def test_books_are_never_written_over(lived_in, copy, lived_in_url, key_file):
    before = contents(lived_in)
    assert refused_restore(lived_in_url, copy, key_file) == "not-empty"
    assert contents(lived_in) == before


def test_books_that_were_only_opened_count_as_empty(copy, empty_url, key_file, tmp_path, lived_in):
    open_store(empty_url, key_file=key_file, backups=tmp_path).close()
    restore(empty_url, copy, key_file=key_file)
    restored = open_store(empty_url, key_file=key_file, backups=tmp_path)
    assert contents(restored) == contents(lived_in)
    restored.close()


def test_a_copy_needs_its_own_key(copy, tmp_path, key_file):
    url = f"sqlite:///{tmp_path / 'restored.sqlite'}"
    assert refused_restore(url, copy, tmp_path / "no key") == "key-missing"
    (tmp_path / "other").write_bytes(b"k" * 32)
    assert refused_restore(url, copy, tmp_path / "other") == "wrong-key"


@pytest.mark.parametrize("content", [b"", b"a letter", b"SQLite format 3\0 and no more"])
def test_what_is_no_copy_is_not_restored(sqlite_url, tmp_path, key_file, content):
    (tmp_path / "copy").write_bytes(content)
    url = f"sqlite:///{tmp_path / 'restored.sqlite'}"
    assert refused_restore(url, tmp_path / "copy", key_file) == "backup-unreadable"
    assert refused_restore(url, tmp_path / "not there", key_file) == "backup-unreadable"


def test_a_cut_copy_is_not_restored(copy, tmp_path, key_file):
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])
    url = f"sqlite:///{tmp_path / 'restored.sqlite'}"
    assert refused_restore(url, copy, key_file) in {"backup-unreadable", "copy-broken"}


def test_an_older_copy_is_brought_up_to_date(
    lived_in, copy, empty_url, key_file, monkeypatch, tmp_path
):
    folder = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    head = schema.head()
    following = f"{int(head) + 1:04d}"
    (folder / "versions" / f"{following}_empty.py").write_text(
        f"revision = '{following}'\ndown_revision = '{head}'\ndef upgrade(): pass\n"
    )
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    restore(empty_url, copy, key_file=key_file)
    assert tables_in(empty_url) == following
    monkeypatch.undo()
    copy_of_newer = tmp_path / "newer"
    shutil.copy(copy, copy_of_newer)
    with closing(sqlite3.connect(copy_of_newer)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = ?", (following,))
        newer.commit()
    other = f"sqlite:///{tmp_path / 'other.sqlite'}"
    assert refused_restore(other, copy_of_newer, key_file) == "database-newer"
