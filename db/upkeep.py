"""Care of a whole database: check, copy, fill again, and the key on paper."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from backoffice.domain.documents import RecoverySheet
from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence
from db import tables as t
from db import vault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from backoffice.domain.invariants import BrokenInvariant
    from backoffice.domain.settings import Settings
    from backoffice.ports import Upkeep
    from db.store import SqlStore


def _never() -> bool:
    return False


class SqlUpkeep:
    """Implements ``ports.Upkeep``.

    Args:
        store: Opens the books when they are needed; filling an empty database must come before.
        settings: Where books, key and backups are.
    """

    def __init__(self, store: Callable[[], SqlStore], settings: Settings) -> None:
        self._store = store
        self._settings = settings

    @property
    def invariants(self) -> Sequence[str]:
        """The names of all invariants."""
        from db.invariants import INVARIANTS  # noqa: PLC0415  only where the books are checked

        return [invariant.name for invariant in INVARIANTS]

    def check(self, *, stop: Callable[[], bool] = _never) -> Sequence[BrokenInvariant]:
        """Ask every invariant; an empty answer means that all is well."""
        from db.invariants import check  # noqa: PLC0415

        store = self._store()
        with store.reading() as books:
            return check(books.connection, store.vault, stop=stop)

    def backup(self, target: Path) -> None:
        """Write a consistent, checked copy while desks work; ``Fault`` if it can't be written."""
        from db.backup import checked_copy  # noqa: PLC0415

        store = self._store()
        checked_copy(store.engine, store.vault, target)

    def restore(self, source: Path) -> None:
        """Fill an empty database from a copy, checked before it is accepted."""
        from db.backup import restore  # noqa: PLC0415

        restore(self._settings.database, source, key_file=self._settings.key_file)

    def key_sheet(self) -> RecoverySheet:
        """Return the key of the certificate numbers as it stands on paper.

        Raises:
            Fault: There is no key here.
        """
        path = self._settings.key_file
        if not path.exists():
            raise Fault("key-missing", sentence("There is no key at {path}.", path=str(path)))
        key, _ = vault.open_or_create(path)
        made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return RecoverySheet(groups=key.groups, fingerprint=key.fingerprint, created_at=made)

    def restore_key(self, typed: str) -> None:
        """Write the key file again from the groups on the recovery sheet."""
        vault.restore(self._settings.key_file, typed)

    @property
    def example(self) -> bool:
        """Whether the database holds invented people."""
        with self._store().reading() as books:
            return books.example

    @property
    def empty(self) -> bool:
        """Whether there are no cardholders yet."""
        with self._store().reading() as books:
            return books.connection.scalar(select(t.holders.c.id).limit(1)) is None


def _proves_the_port(upkeep: SqlUpkeep) -> Upkeep:
    return upkeep
