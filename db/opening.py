"""Opens the books of a desk: makes new ones, upgrades older ones, refuses all others."""

from __future__ import annotations

import sqlite3
import tomllib
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from backoffice.domain.audit import GENESIS
from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence
from backoffice.ports import Conflict
from db import counter_tables, schema, vault
from db import tables as t
from db.engine import open_engine, translated
from db.store import SqlStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

PLACES = Path(__file__).parent.parent / "assets" / "places.toml"
FIRST_CARD = 10_000_000
_OPENING = 0x0CA2D  # any number that nobody else locks
_SQLITE_SIGN = b"SQLite format 3\0"


def open_store(url: str, *, key_file: Path, backups: Path) -> SqlStore:
    """Return the store of a database that has this program's schema and this desk's key.

    An empty database is filled with the first rows, and a key is made if there is none yet
    (``SqlStore.key_created``). An older one is copied to ``backups`` before it is upgraded.

    Raises:
        Fault: ``database-newer``, ``database-foreign``, ``key-missing``, ``wrong-key``,
            ``books-busy``, or the database or the key can't be reached or written.
    """
    _require_ours(url)
    engine = open_engine(url)
    try:
        with translated(), engine.connect() as connection:
            found = schema.revision(connection)
        created = False
        if found != schema.head():
            created = _bring_up_to_date(engine, key_file, backups)
        return SqlStore(engine, _matching_key(engine, key_file), key_created=created)
    except Conflict as error:
        engine.dispose()
        raise Fault(
            "books-busy",
            sentence("Another desk is opening or upgrading the books. Start again in a minute."),
        ) from error
    except BaseException:
        engine.dispose()
        raise


@contextmanager
def upgrading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction in which no other desk opens, upgrades or writes these books."""
    with translated(), engine.connect() as connection:
        connection.execution_options(writing=True)
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL lock_timeout = '60s'"))
                connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_OPENING})"))
            yield connection


def require_known(found: str | None) -> None:
    """Do nothing for an empty database or one whose revision this program knows.

    Raises:
        Fault: It is not ours, or a newer program wrote it.
    """
    if found == "":
        raise _foreign()
    if found is not None and found not in schema.revisions():
        raise Fault(
            "database-newer",
            sentence("A newer version of this program wrote these books. Update the program here."),
        )


def first_rows(connection: Connection, key: vault.Vault) -> None:
    """Enter what a new database begins with: the center's places, the fees, the chain's begin."""
    places = tomllib.loads(PLACES.read_text(encoding="utf-8"))
    connection.execute(
        insert(t.books).values(
            one=1, key_fingerprint=key.fingerprint, example=False, created_at=datetime.now(UTC)
        )
    )
    connection.execute(insert(t.audit_head).values(one=1, seq=0, seal=GENESIS, cards=FIRST_CARD))
    connection.execute(insert(t.desks), places["desks"])
    campuses = [campus | {"rank": rank} for rank, campus in enumerate(places["campuses"])]
    connection.execute(insert(counter_tables.campuses), campuses)
    terminals = [place | {"rank": rank} for rank, place in enumerate(places["terminals"])]
    connection.execute(insert(t.terminals), terminals)
    connection.execute(insert(t.fees), places["fees"])


def _bring_up_to_date(engine: Engine, key_file: Path, backups: Path) -> bool:
    """Make or upgrade the schema, one desk at a time; tell whether a key was made."""
    with upgrading(engine) as connection:
        found = schema.revision(connection)  # again: another desk may have been first
        require_known(found)
        if found == schema.head():
            return False
        created = False
        if found is None:
            key, created = vault.open_or_create(key_file)
            schema.migrate(connection, schema.head())
            first_rows(connection, key)
        else:
            from db.backup import copy_to  # noqa: PLC0415  only needed here

            name = f"before-upgrade-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{found}.backup"
            copy_to(engine, backups / name)
            schema.migrate(connection, schema.head())
    return created


def _matching_key(engine: Engine, key_file: Path) -> vault.Vault:
    if not key_file.exists():
        raise Fault(
            "key-missing",
            sentence(
                "The key of these books is missing at {path}. Restore it from the recovery sheet.",
                path=str(key_file),
            ),
        )
    key, _ = vault.open_or_create(key_file)
    with translated(), engine.connect() as connection:
        fingerprint = connection.scalar(select(t.books.c.key_fingerprint))
    require_key(key, fingerprint)
    return key


def require_key(key: vault.Vault, fingerprint: str | None) -> None:
    """Do nothing if the books were sealed with this key; ``Fault`` (``wrong-key``) otherwise."""
    if key.fingerprint != fingerprint:
        raise Fault(
            "wrong-key",
            sentence(
                "These books belong to the key {wanted}, and this desk has the key {found}. "
                "Restore the right key from its recovery sheet.",
                wanted=fingerprint or "?",
                found=key.fingerprint,
            ),
        )


def _require_ours(url: str) -> None:
    # Before the engine is opened: its settings would already change a file that is not ours.
    try:
        parsed = make_url(url)
    except ArgumentError:
        return  # open_engine says it
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return
    path = Path(parsed.database)
    if not path.exists() and path.parent.is_dir():
        path.touch(mode=0o600)  # people's names and photos come in here
    if not path.is_file() or path.stat().st_size == 0:
        return
    with path.open("rb") as file:
        if file.read(len(_SQLITE_SIGN)) != _SQLITE_SIGN:
            raise _foreign()
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as peek:
            names = {n for (n,) in peek.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error:
        return  # a file that can't be read is reported when it is opened
    if names and not {"alembic_version", "books"} <= names:
        raise _foreign()


def _foreign() -> Fault:
    return Fault(
        "database-foreign",
        sentence("This database belongs to another program. Choose another one in the settings."),
    )
