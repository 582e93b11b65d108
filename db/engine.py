"""Opens a database with the settings the promises rest on, and reads them back."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
)

from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import sentence
from backoffice.domain.texts import unfit
from backoffice.ports import Conflict

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

# FULL: NORMAL lost acknowledged work in two of three power cuts. recursive_triggers: without it
# INSERT OR REPLACE gets past the append-only triggers.
_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "secure_delete": 1,
    "busy_timeout": 10_000,
    # KiB, negative by SQLite's own rule: taking in a long list otherwise waits for its own pages.
    "cache_size": -65_536,
}
_PG_SETTINGS = {
    "lock_timeout": "4s",
    "idle_in_transaction_session_timeout": "5s",
    "synchronous_commit": "on",
    "TimeZone": "UTC",
}
# A desk that lost its power is missed within two minutes, as the server does not know by itself:
# so long its locks stay. Over a socket of this machine they mean nothing and read as 0.
_PG_KEEPALIVE = {"tcp_keepalives_idle": 30, "tcp_keepalives_interval": 10}
_SERIALISATION = {"40001", "40P01", "55P03"}
_SQLITE_OUTSIDE = ("disk I/O", "unable to open", "readonly", "malformed", "not a database")
_ONE_CARD = ("cards.holder_id", "cards.predecessor_id", "uq_cards_one", "uq_cards_predecessor")
_WITHOUT_STATE = (OperationalError, InterfaceError)  # what a server that is gone leaves behind
_PG_OUTSIDE = ("08", "53", "57", "58")  # connection, resources, operator intervention, system


def open_engine(url: str) -> Engine:
    """Return an engine whose every connection has the settings above.

    Raises:
        Fault: The address can't be understood, the database not reached, or a setting did not hold.
    """
    try:
        parsed = make_url(url)
        # Names and numbers must not reach a log with the error that mentions a statement.
        engine = create_engine(parsed, hide_parameters=True, **_options(parsed))
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise Fault(
            "database-address",
            sentence("The database address can't be understood. Correct it in the settings."),
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        with translated(), engine.connect() as connection:
            _read_back(connection)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _options(parsed: URL) -> dict[str, Any]:
    if parsed.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": 10}}
    wanted = {**_PG_SETTINGS, **_PG_KEEPALIVE}
    settings = " ".join(f"-c {name}={value}" for name, value in wanted.items())
    return {
        "pool_pre_ping": True,
        "connect_args": {"connect_timeout": 5, "options": settings},
    }


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not open transactions of its own
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that reads and then writes lets two desks pass each other.
    immediate = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _read_back(connection: Connection) -> None:
    wanted: dict[str, Any]
    if connection.dialect.name == "sqlite":
        wanted = _PRAGMAS
        found = {n: connection.exec_driver_sql(f"PRAGMA {n}").scalar() for n in wanted}
    else:
        wanted = _PG_SETTINGS
        found = {n: connection.scalar(text(f"SHOW {n}")) for n in wanted}
    wrong = sorted(name for name in wanted if found[name] != wanted[name])
    if wrong:
        raise Fault(
            "database-settings",
            sentence(
                "The database did not accept these settings: {names}. It must be on a local disk.",
                names=", ".join(wrong),
            ),
        )


class translated:  # noqa: N801  reads as a word: ``with translated():``
    """Turns what a database can do to us into a conflict, a refusal or a fault."""

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Translate the database's own errors; let everything else pass."""
        if isinstance(error, UnicodeEncodeError):
            raise unfit() from error
        if isinstance(error, DBAPIError):
            meant = _meaning(error)
            if meant is not None:
                raise meant from error


def _meaning(error: DBAPIError) -> Exception | None:
    state = getattr(error.orig, "sqlstate", None)
    said = str(error.orig)
    if isinstance(error, IntegrityError):
        return _broken_promise(said)
    if isinstance(error, DataError):
        return unfit()
    if error.connection_invalidated or state in _SERIALISATION or "database is locked" in said:
        return Conflict(said)
    if "disk is full" in said or state == "53100":
        return Fault(
            "disk-full",
            sentence("The disk of the database is full; nothing was done. Make room, try again."),
        )
    if isinstance(error.orig, sqlite3.Error):
        outside = any(words in said for words in _SQLITE_OUTSIDE)
    else:
        outside = state[:2] in _PG_OUTSIDE if state else isinstance(error, _WITHOUT_STATE)
    return unreachable() if outside else None


def unreachable() -> Fault:
    """Return the fault of a database that does not answer.

    Whether a COMMIT without an answer took place nobody knows, so it promises only what holds.
    """
    return Fault(
        "database-unreachable",
        sentence("The database can't be reached or written. Try again: nothing is done twice."),
    )


def _broken_promise(said: str) -> Refusal | None:
    if "floor" in said:
        return Refusal(
            "balance-too-small",
            sentence("A balance would fall under zero; nothing was done."),
            advice=sentence("Look at the balance again."),
        )
    if any(name in said for name in _ONE_CARD):
        return Refusal(
            "second-card",
            sentence("The holder would have two cards at once; nothing was done."),
            advice=sentence("Look the person up again: somebody else was first."),
        )
    return None
