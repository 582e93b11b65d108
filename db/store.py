"""The store: opens the books of one database for reading, or for one write at a time."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import select

from backoffice.ports import Conflict
from db import tables as t
from db.batches import SqlBatches
from db.blanks import SqlBlanks, SqlWaste
from db.counter import SqlDisputes, SqlFoundCards, SqlQueryPasswords, SqlShifts
from db.designs import SqlCardDesigns
from db.desks import SqlClerks, SqlPlaces
from db.engine import translated, unreachable
from db.entry import SqlEntryApplications
from db.exclusion import held
from db.hand_overs import SqlHandOvers
from db.holds import SqlPrinterHolds
from db.intake import SqlIntake
from db.journal import SqlJournal
from db.ledger import SqlLedger
from db.ledger_history import SqlLedgerHistory
from db.photos import SqlPhotos, SqlPolicies
from db.print_queue import SqlPrintJobs
from db.registers import SqlCards, SqlHolders
from db.reports import SqlReports

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from backoffice.domain.search import Found
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
        self.photos = SqlPhotos(connection, at)
        self.hand_overs = SqlHandOvers(connection, at)
        self.entry = SqlEntryApplications(connection, at)
        self.shifts = SqlShifts(connection, at)
        self.blanks = SqlBlanks(connection, action_id, at)
        self.waste = SqlWaste(connection, at)
        self.disputes = SqlDisputes(connection, at)
        self.found_cards = SqlFoundCards(connection)
        self.query_passwords = SqlQueryPasswords(connection, at)
        self.history = SqlLedgerHistory(connection)
        self.reports = SqlReports(connection)
        self.policies = SqlPolicies(connection)
        self.designs = SqlCardDesigns(connection, at)
        self.cards = SqlCards(connection, self.ledger, at)
        self.batches = SqlBatches(connection, action_id, at)
        self.holds = SqlPrinterHolds(connection, at)
        self.jobs = SqlPrintJobs(connection, action_id, at)
        self.places = SqlPlaces(connection)
        self.clerks = SqlClerks(connection)
        self.journal = SqlJournal(connection, vault)
        self.intake = SqlIntake(connection, vault, self.ledger, action_id)

    @property
    def example(self) -> bool:
        """Whether the people in them are invented: their cards say SPECIMEN."""
        return bool(self.connection.scalar(select(t.books.c.example)))


class SqlStore:
    """Implements ``ports.Store``; open it with ``db.opening.open_store``."""

    def __init__(self, engine: Engine, vault: Vault, *, key_created: bool = False) -> None:
        self.engine = engine
        self.vault = vault
        self.key_created = key_created

    @contextmanager
    def reading(self) -> Iterator[SqlBooks]:
        """Open a consistent view; nothing can be written."""
        with self._open(isolation_level="REPEATABLE READ", postgresql_readonly=True) as books:
            yield books

    def find(self, text: str) -> Sequence[Found]:
        """Return who is meant by ``text`` or a scan, best first, at most ``search.MOST``."""
        # One statement is a consistent view of its own: begin and end would double its time.
        with self._open(isolation_level="AUTOCOMMIT") as books:
            return books.holders.find(text)

    @contextmanager
    def _open(self, **on_a_server: object) -> Iterator[SqlBooks]:
        try:
            with translated(), self.engine.connect() as connection:
                if self.engine.dialect.name == "postgresql":
                    connection.execution_options(**on_a_server)
                yield SqlBooks(connection, self.vault)
        except Conflict as error:  # a reader has nothing to perform again
            raise unreachable() from error

    @contextmanager
    def writing(self, action_id: str, at: datetime) -> Iterator[SqlBooks]:
        """Open one write transaction, audit head locked; leaving without an error commits."""
        with translated(), self.engine.connect() as connection:
            connection.execution_options(writing=True)
            with connection.begin():
                connection.execute(select(t.audit_head.c.seq).with_for_update())
                yield SqlBooks(connection, self.vault, action_id, at)

    @contextmanager
    def alone(self, work: str) -> Iterator[None]:
        """Keep every other program out of a piece of work; whoever dies in it leaves it open."""
        with held(self.engine, work):
            yield

    @contextmanager
    def together(self, work: str) -> Iterator[None]:
        """Keep whoever wants to be alone at a piece of work out while this goes on."""
        with held(self.engine, work, shared=True):
            yield

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _proves_the_port(store: SqlStore) -> Store:
    return store
