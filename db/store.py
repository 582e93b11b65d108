"""The store: opens the books of one database for reading, or for one write at a time."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import select

from backoffice.ports import Conflict
from db import tables as t
from db.desks import SqlClerks, SqlPlaces
from db.engine import translated, unreachable
from db.intake import SqlIntake
from db.journal import SqlJournal
from db.ledger import SqlLedger
from db.print_queue import SqlPrintJobs
from db.registers import SqlCards, SqlHolders

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from backoffice.ports import Store
    from db.vault import Vault


class SqlBooks:
    """Implements ``ports.Books`` on one connection inside one transaction."""

    def __init__(
        self, connection: Connection, vault: Vault, action_id: str = "", at: datetime | None = None
    ) -> None:
        self.connection = connection
        self.vault = vault
        self.ledger = SqlLedger(connection, action_id)
        self.holders = SqlHolders(connection, vault)
        self.cards = SqlCards(connection, self.ledger, at)
        self.jobs = SqlPrintJobs(connection, action_id, at)
        self.places = SqlPlaces(connection)
        self.clerks = SqlClerks(connection)
        self.journal = SqlJournal(connection, vault)
        self.intake = SqlIntake(connection, vault, self.ledger, action_id)


class SqlStore:
    """Implements ``ports.Store``; open it with ``db.opening.open_store``."""

    def __init__(self, engine: Engine, vault: Vault, *, key_created: bool = False) -> None:
        self.engine = engine
        self.vault = vault
        self.key_created = key_created

    @contextmanager
    def reading(self) -> Iterator[SqlBooks]:
        """Open a consistent view; nothing can be written."""
        try:
            with translated(), self.engine.connect() as connection:
                if self.engine.dialect.name == "postgresql":
                    connection.execution_options(
                        isolation_level="REPEATABLE READ", postgresql_readonly=True
                    )
                yield SqlBooks(connection, self.vault)
        except Conflict as error:  # a reader has nothing to perform again
            raise unreachable() from error

    @contextmanager
    def writing(
        self,
        action_id: str,
        at: datetime,
        *,
        holder_id: int | None,  # noqa: ARG002  the head lock serialises already
    ) -> Iterator[SqlBooks]:
        """Open one write transaction, audit head locked; leaving without an error commits."""
        with translated(), self.engine.connect() as connection:
            connection.execution_options(writing=True)
            with connection.begin():
                connection.execute(select(t.audit_head.c.seq).with_for_update())
                yield SqlBooks(connection, self.vault, action_id, at)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _proves_the_port(store: SqlStore) -> Store:
    return store
