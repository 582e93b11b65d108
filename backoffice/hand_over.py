"""Hands the photos that became effective over to the gates, as files (P7).

A hand-over is begun in the books, written beside its final place, shown by one rename and then
marked as written. Wherever the program dies, a reader finds the whole folder or none, and the next
run goes on with the oldest that is not marked.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import sys
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.actions import perform
from backoffice.day_change import change_day
from backoffice.domain import manifests
from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence
from backoffice.workflows.photo_hand_over import AGAIN, WORKFLOW, WRITTEN, Numbered, Request

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from backoffice.domain.photos import HandOver
    from backoffice.domain.roles import Actor
    from backoffice.ports import Clock, Store

LOCK = ".photos.lock"
_PARTS = ".photos-*.part"
_WRITTEN_IDS = uuid.UUID("f1b0a3de-7f0b-4c55-8a5e-2a4c8f5f4b72")


@dataclass(frozen=True, kw_only=True)
class Written:
    """A hand-over whose folder is complete."""

    number: int
    photos: int
    folder: Path


def hand_over(
    store: Store,
    clock: Clock,
    folder: Path,
    *,
    actor: Actor,
    action_id: str,
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[Written]:
    """Write what is due into ``folder``, earlier hand-overs that were never completed first.

    Args:
        store: The books.
        clock: Tells which photos are in force.
        folder: Where the gates look; made if it is not there.
        actor: Who hands over.
        action_id: However often it is sent, one hand-over begins.
        told: Is given how many photos are written, and of how many.

    Returns:
        Oldest first; empty if another desk wrote it meanwhile.

    Raises:
        Refusal: Nothing is due, or the clock is doubtful.
        Fault: The books or the folder can't be written; what is not complete comes next time.
    """
    with _alone_in(folder):
        change_day(store, clock)
        perform(store, clock, WORKFLOW, Request(), action_id=action_id, actor=actor)
        with store.reading() as books:
            unwritten = books.hand_overs.unwritten()
        every, done = sum(one.photos for one in unwritten), itertools.count(1)
        complete = []
        for one in unwritten:
            complete.append(_Folder(folder, one).write(store, lambda: told(next(done), every)))
            _mark(store, clock, one, actor)
        return complete


def hand_over_again(
    store: Store,
    clock: Clock,
    folder: Path,
    *,
    number: int,
    actor: Actor,
    action_id: str,
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> Written:
    """Write an earlier hand-over again, byte for byte.

    Raises:
        Refusal: There is no such hand-over, or pictures of it were removed since.
        Fault: The books can't be read or the folder can't be written.
    """
    with _alone_in(folder):
        perform(store, clock, AGAIN, Numbered(number=number), action_id=action_id, actor=actor)
        with store.reading() as books:
            found = books.hand_overs.get(number)
        assert found is not None  # noqa: S101  the action would have refused
        place = _Folder(folder, found)
        place.require_free_or_whole()
        done, every = itertools.count(1), found.photos
        written = place.write(store, lambda: told(next(done), every))
        if found.written_at is None:
            _mark(store, clock, found, actor)
        return written


def _mark(store: Store, clock: Clock, one: HandOver, actor: Actor) -> None:
    action_id = str(uuid.uuid5(_WRITTEN_IDS, str(one.number)))
    perform(store, clock, WRITTEN, Numbered(number=one.number), action_id=action_id, actor=actor)


class _Folder:
    """The folder of one hand-over."""

    def __init__(self, parent: Path, one: HandOver) -> None:
        self._one = one
        self._manifest = one.manifest.encode()
        self._parent = parent
        self._target = parent / f"photos-{one.number:06d}"
        self._part = parent / f".{self._target.name}.part"

    def write(self, store: Store, told: Callable[[], None]) -> Written:
        """Let the folder appear as a whole; one with the same manifest is this one."""
        try:
            if self._target.exists():
                self._require(self._has(manifests.NAME, hashlib.sha256(self._manifest).hexdigest()))
            else:
                self._appear(store, told)
            _sync(self._parent)
        except OSError as error:
            raise _unwritable(self._parent) from error
        return Written(number=self._one.number, photos=self._one.photos, folder=self._target)

    def require_free_or_whole(self) -> None:
        """Do nothing if the folder is not there, or is there with every picture."""
        if self._target.exists():
            lines = manifests.read(self._one.manifest)
            self._require(all(self._has(line.file, line.sha256) for line in lines))

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

    def _appear(self, store: Store, told: Callable[[], None]) -> None:
        self._part.mkdir()
        try:
            self._fill(store, told)
            _write(self._part / manifests.NAME, self._manifest)
            _sync(self._part)
            self._part.rename(self._target)
        finally:
            shutil.rmtree(self._part, ignore_errors=True)  # the next run removes what stays

    def _fill(self, store: Store, told: Callable[[], None]) -> None:
        with store.reading() as books:
            photos = books.hand_overs.photos(self._one.number)
        ids = {photo.holder_number: photo.photo_id for photo in photos}
        for line in manifests.read(self._one.manifest):
            photo_id = ids.get(line.holder_number)
            # One by one: neither memory nor a transaction grows with the hand-over.
            with store.reading() as books:
                picture = books.photos.picture(photo_id) if photo_id is not None else b""
            if hashlib.sha256(picture).hexdigest() != line.sha256:
                raise Fault(
                    "picture-damaged",
                    sentence(
                        "The photo of {number} in the books is not the one that was approved. Have "
                        "the books checked.",
                        number=line.holder_number,
                    ),
                )
            _write(self._part / Path(line.file).name, picture)
            told()


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other exports out of a folder; remove what a killed one left behind."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise _unwritable(folder) from error
    try:
        _take(lock, folder)
        _clear(folder)
        yield
    finally:
        os.close(lock)


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


def _clear(folder: Path) -> None:
    try:
        for part in folder.glob(_PARTS):
            shutil.rmtree(part)
    except OSError as error:
        raise _unwritable(folder) from error


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


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
