"""Books that write down which actions they acknowledged, and how long each took."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from backoffice.domain.search import Found
    from backoffice.ports import Books, Store


class AcknowledgingStore:
    """Implements ``ports.Store`` around another one.

    Each action that was committed is appended to a file, and synced, before the next may begin.

    Attributes:
        taken: Milliseconds from the first try of each acknowledged action to its commit.
    """

    def __init__(self, store: Store, file: Path | None) -> None:
        self.taken: list[float] = []
        self._store = store
        self._begun: dict[str, float] = {}
        self._file = None if file is None else open_to_append(file)

    def reading(self) -> AbstractContextManager[Books]:
        """Open a consistent view."""
        return self._store.reading()

    def find(self, text: str) -> Sequence[Found]:
        """Return who is meant by ``text``."""
        return self._store.find(text)

    def alone(self, work: str) -> AbstractContextManager[None]:
        """Keep every other program out of a piece of work."""
        return self._store.alone(work)

    def together(self, work: str) -> AbstractContextManager[None]:
        """Keep whoever wants to be alone at a piece of work out."""
        return self._store.together(work)

    @contextmanager
    def writing(self, action_id: str, at: datetime) -> Iterator[Books]:
        """Open one write transaction, and acknowledge the action it committed."""
        begun = self._begun.setdefault(action_id, time.perf_counter())
        with self._store.writing(action_id, at) as books:
            known = books.journal.find(action_id) is not None
            yield books
            done = not known and books.journal.find(action_id) is not None
        del self._begun[action_id]
        if done:
            self.taken.append(1_000 * (time.perf_counter() - begun))
            self._acknowledge(action_id)

    def _acknowledge(self, action_id: str) -> None:
        if self._file is not None:
            # One write at the end of the file: lines of other clerks come before or after it.
            os.write(self._file, f"{action_id}\n".encode())
            os.fsync(self._file)


def open_to_append(file: Path) -> int:
    """Return a descriptor that adds at the end of ``file``.

    Raises:
        Fault: The file can't be written.
    """
    try:
        return os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    except OSError as error:
        raise Fault(
            "file-unwritable", sentence("The file {path} can't be written.", path=str(file))
        ) from error


def _proves_the_port(store: AcknowledgingStore) -> Store:
    return store
