"""Work that one program at a time may do on the same books, also over many transactions.

Or that several may do beside one another while nobody is alone at it.

The lock is the operating system's or the server's: it ends with the program that holds it, however
that ends, so nobody has to clear it away and no time limit has to be guessed.
"""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from backoffice.ports import Conflict
from db.engine import translated, unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

# Two that ask at the same moment may each find the trace of the other and both give up.
_PATIENCE_S = 0.1


@contextmanager
def held(engine: Engine, work: str, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock of a piece of work, alone or beside others who share it.

    Raises:
        Conflict: Another program holds it in a way that does not go with this.
        Fault: The database can't be reached, or no file can be made beside it.
    """
    if engine.dialect.name == "postgresql":
        with _held_by_server(engine, zlib.crc32(work.encode()), shared=shared):
            yield
    elif engine.url.database:
        with _held_by_file(f"{engine.url.database}-{work}", shared=shared):
            yield


@contextmanager
def _held_by_server(engine: Engine, number: int, *, shared: bool) -> Iterator[None]:
    take = func.pg_try_advisory_lock_shared if shared else func.pg_try_advisory_lock
    let_go = func.pg_advisory_unlock_shared if shared else func.pg_advisory_unlock
    with translated():
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    with closing(connection):
        with translated():
            if not connection.scalar(select(take(number))):
                raise Conflict(str(number))
        try:
            yield
        finally:
            # A server that is gone let go of it already.
            with suppress(DBAPIError):
                connection.scalar(select(let_go(number)))


@contextmanager
def _held_by_file(path: str, *, shared: bool) -> Iterator[None]:
    """Lock an empty SQLite file of its own: the books beside it go on being read and written."""
    try:
        connection = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise unreachable() from error
    with closing(connection):
        try:
            connection.execute("BEGIN" if shared else "BEGIN EXCLUSIVE")
            connection.execute("SELECT count(*) FROM sqlite_master")  # a BEGIN alone takes no lock
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise Conflict(path) from error
            raise unreachable() from error
        yield
