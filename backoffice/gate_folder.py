"""A folder that gates read: shown by one rename, so that a reader finds it whole or not at all.

What is written stands beside its place until every file is on the disk. Wherever the program dies,
what it leaves behind is hidden, and the next hand-over of its kind removes it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from backoffice.domain import manifests
from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence
from backoffice.ports import Conflict

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from backoffice.ports import Store


class GateFolder:
    """The folder of one hand-over, for example ``photos-000012``."""

    def __init__(self, parent: Path, *, kind: str, number: int, manifest: str) -> None:
        self._manifest = manifest.encode()
        self._parent = parent
        self._target = parent / f"{kind}-{number:06d}"
        self._part = parent / f".{self._target.name}.part"

    def show(self, appear: Callable[[], None]) -> Path:
        """Let the folder appear unless it is there; one with the same manifest is this one.

        Raises:
            Fault: It can't be written, or something else stands in its place.
        """
        try:
            if self._target.exists():
                digest = hashlib.sha256(self._manifest).hexdigest()
                self._require(self._has(manifests.NAME, digest))
            else:
                appear()
            _sync(self._parent)
        except OSError as error:
            raise _unwritable(self._parent) from error
        return self._target

    def appear_with(self, fill: Callable[[], None]) -> None:
        """Write what ``fill`` puts and the manifest, then show all of it at once."""
        self._part.mkdir()
        try:
            fill()
            self.put(manifests.NAME, self._manifest)
            _sync(self._part)
            self._part.rename(self._target)
        finally:
            shutil.rmtree(self._part, ignore_errors=True)  # the next run removes what stays

    def put(self, name: str, content: bytes) -> None:
        """Write a file of the folder down to the disk."""
        with (self._part / name).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def require_free_or_whole(self, files: Iterable[tuple[str, str]]) -> None:
        """Do nothing if the folder is not there, or has every file with its SHA-256."""
        if self._target.exists():
            self._require(all(self._has(name, sha256) for name, sha256 in files))

    def _require(self, same: bool) -> None:  # noqa: FBT001  what it asks for
        if not same:
            raise Fault(
                "hand-over-folder",
                sentence(
                    "The folder {path} is there already and holds something else. Move it away and "
                    "try again: nothing was overwritten.",
                    path=str(self._target),
                ),
            )

    def _has(self, name: str, sha256: str) -> bool:
        try:
            with (self._target / name).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            return False


@contextmanager
def alone_in(store: Store, folder: Path, kind: str) -> Iterator[None]:
    """Keep other exports of a kind out of these books and this folder; remove what one left behind.

    The books, so that nothing is written twice into two folders; the folder, for other books may
    write there too.

    Raises:
        Fault: Another export is at work, or the folder can't be written.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(store.alone(kind))
        except Conflict as error:
            raise Fault(
                "hand-over-busy",
                sentence("Another hand-over is just being written. Wait until it is done."),
            ) from error
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = os.open(folder / f".{kind}.lock", os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise _unwritable(folder) from error
        stack.callback(os.close, lock)
        _take(lock, folder)
        _clear(folder, kind)
        yield


def _take(lock: int, folder: Path) -> None:
    try:
        if sys.platform == "win32":
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as error:
        raise Fault(
            "hand-over-busy",
            sentence(
                "Another hand-over is just being written into {path}. Wait until it is done.",
                path=str(folder),
            ),
        ) from error
    except OSError as error:
        raise _unwritable(folder) from error


def _clear(folder: Path, kind: str) -> None:
    try:
        for part in folder.glob(f".{kind}-*.part"):
            shutil.rmtree(part)
    except OSError as error:
        raise _unwritable(folder) from error


def _sync(folder: Path) -> None:
    if os.name != "posix":  # Windows can't open folders, and its file system journals names
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unwritable(folder: Path) -> Fault:
    return Fault(
        "folder-unwritable",
        sentence(
            "The folder {path} can't be written, or its disk is full. Make room or choose another "
            "one: the hand-over goes on there.",
            path=str(folder),
        ),
    )
