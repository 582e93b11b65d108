"""Copies of whole books: one SQLite file, whichever database they come from or go to.

A copy has the schema of its revision, so that an older one can be restored by a newer program. The
key is never in it: without the key file or the recovery sheet its certificate numbers stay closed.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import MetaData, create_engine, func, insert, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import sentence
from db import schema, vault
from db import tables as t
from db.engine import open_engine, translated
from db.invariants import check
from db.opening import require_key, require_known, upgrading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from backoffice.domain.invariants import BrokenInvariant

_ROWS = 1000


def checked_copy(engine: Engine, key: vault.Vault, target: Path) -> None:
    """Write a copy to ``target`` while desks work; it is there whole and proven, or not at all.

    Raises:
        Refusal: The file exists already, or the copy does not pass the check.
        Fault: It can't be written.
    """

    def prove(copy: Engine) -> None:
        with copy.connect() as connection:
            _require_clean(check(connection, key))

    copy_to(engine, target, prove=prove)


def copy_to(
    engine: Engine, target: Path, *, prove: Callable[[Engine], None] = lambda _copy: None
) -> None:
    """Write a copy of the database at whatever revision it is; ``prove`` may refuse it."""
    if target.exists() and target.stat().st_size:
        raise Refusal(
            "backup-exists",
            sentence("There is already a file {path}.", path=str(target)),
            advice=sentence("Choose another name; copies are never written over."),
        )
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            if engine.dialect.name == "sqlite":
                _copy_file(engine, part)
            else:
                _copy_rows(engine, part)
            with _opened(part) as copy:
                prove(copy)
            _settle(part, target)
        finally:
            _remove(part)
    except (OSError, sqlite3.Error) as error:
        raise Fault(
            "backup-unwritable",
            sentence("The copy {path} can't be written; there is none.", path=str(target)),
        ) from error


def restore(url: str, source: Path, *, key_file: Path) -> None:
    """Fill an empty database from a copy, bring it up to date and check it before it is accepted.

    Books that were opened but never used count as empty.

    Raises:
        Refusal: The database is not empty, or the copy does not pass the check.
        Fault: The copy is none or from a newer program, the key is missing or another one, or
            something can't be read or written.
    """
    key = _key(key_file)
    with _unpacked(source, key) as copy:
        engine = open_engine(url)
        try:
            with upgrading(engine) as connection:
                _require_empty(connection)
                schema.wipe(connection)
                found = _revision(copy)
                schema.migrate(connection, found)
                with copy.connect() as rows:
                    _stream(rows, connection)
                _count_on(connection)
                if found != schema.head():
                    schema.migrate(connection, schema.head())
                _require_clean(check(connection, key))
        finally:
            engine.dispose()


def _copy_file(engine: Engine, part: Path) -> None:
    with engine.connect() as connection, closing(sqlite3.connect(part)) as copy:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)  # noqa: S101  the dialect says so
        # In one step: a copy in several begins again whenever a desk commits.
        source.backup(copy, pages=-1)


def _copy_rows(engine: Engine, part: Path) -> None:
    with _opened(part) as copy, translated(), engine.connect() as source:
        source.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        # It waits while the copy is made and written, however slow that disk is.
        source.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        found = schema.revision(source)
        require_known(found)
        assert found  # noqa: S101  books that are open have a revision
        with upgrading(copy) as target:
            schema.migrate(target, found)
            _stream(source, target)


def _stream(source: Connection, target: Connection) -> None:
    """Copy every row of every table; both have the same revision."""
    reflected = MetaData()
    reflected.reflect(target)
    for table in reflected.sorted_tables:
        if table.name == "alembic_version":
            continue
        # By key: a row comes after those of its own table it refers to.
        rows = source.execute(
            select(table).order_by(*table.primary_key.columns),
            execution_options={"yield_per": _ROWS},
        )
        for batch in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in batch])


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL give the next row a number that is free."""
    if connection.dialect.name != "postgresql":
        return
    reflected = MetaData()
    reflected.reflect(connection)
    for table in reflected.sorted_tables:
        sequence = "id" in table.c and connection.scalar(
            text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name}
        )
        if sequence:
            last = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
            connection.execute(select(func.setval(sequence, last, False)))  # noqa: FBT003  SQL


def _require_empty(connection: Connection) -> None:
    found = schema.revision(connection)
    require_known(found)
    if found is None:
        return
    used = connection.scalar(select(t.holders.c.id).limit(1)) or connection.scalar(
        select(t.actions.c.seq).where(t.actions.c.code != "user_add").limit(1)
    )
    if used:
        raise Refusal(
            "not-empty",
            sentence("These books are not empty; nothing was done."),
            advice=sentence("Restore into a new database."),
        )


def _require_clean(broken: Sequence[BrokenInvariant]) -> None:
    if broken:
        raise Refusal(
            "copy-broken",
            sentence(
                "The copy does not pass the check and is not accepted: {names}.",
                names=", ".join(one.invariant for one in broken),
            ),
            advice=sentence("Run the check on the books themselves and look for an older copy."),
        )


def _key(key_file: Path) -> vault.Vault:
    if not key_file.exists():
        raise Fault(
            "key-missing",
            sentence(
                "Restore the key first, from the recovery sheet: there is none at {path}.",
                path=str(key_file),
            ),
        )
    return vault.open_or_create(key_file)[0]


@contextmanager
def _unpacked(source: Path, key: vault.Vault) -> Iterator[Engine]:
    """Open a copy for reading only: it stays as it was written."""
    address = f"{source.resolve().as_uri()}?mode=ro"
    copy = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool
    )
    try:
        found = _revision(copy)
        require_known(found)
        with copy.connect() as connection:
            require_key(key, connection.scalar(select(t.books.c.key_fingerprint)))
    except (OSError, DatabaseError) as error:
        raise Fault(
            "backup-unreadable", sentence("The copy {path} can't be read.", path=str(source))
        ) from error
    yield copy


def _revision(copy: Engine) -> str:
    with copy.connect() as connection:
        found = schema.revision(connection)
    if found is None:
        raise Fault("backup-unreadable", sentence("There is nothing in this copy."))
    return found


@contextmanager
def _opened(part: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{part}")
    try:
        yield engine
    finally:
        engine.dispose()


def _settle(part: Path, target: Path) -> None:
    """Make one file of it, bring it to the disk and give it its name."""
    with closing(sqlite3.connect(part)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _remove(part: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        part.with_name(part.name + ending).unlink(missing_ok=True)
