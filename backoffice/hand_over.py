"""Hands the photos that became effective over to the gates, as files (P7).

A hand-over is begun in the books, written beside its final place, shown by one rename and then
marked as written. Wherever the program dies, a reader finds the whole folder or none, and the next
run goes on with the oldest that is not marked.
"""

from __future__ import annotations

import hashlib
import itertools
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.actions import perform
from backoffice.day_change import change_day
from backoffice.domain import manifests
from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence
from backoffice.gate_folder import GateFolder, alone_in
from backoffice.procedures.handing_over import Numbered
from backoffice.workflows.photo_hand_over import AGAIN, WORKFLOW, WRITTEN, Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.domain.photos import HandOver
    from backoffice.domain.roles import Actor
    from backoffice.ports import Clock, Store

_KIND = "photos"
LOCK = f".{_KIND}.lock"
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
    with alone_in(store, folder, _KIND):
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
    with alone_in(store, folder, _KIND):
        perform(store, clock, AGAIN, Numbered(number=number), action_id=action_id, actor=actor)
        with store.reading() as books:
            found = books.hand_overs.get(number)
        assert found is not None  # noqa: S101  the action would have refused
        place = _Folder(folder, found)
        place.require_free_or_whole_pictures()
        done, every = itertools.count(1), found.photos
        written = place.write(store, lambda: told(next(done), every))
        if found.written_at is None:
            _mark(store, clock, found, actor)
        return written


def _mark(store: Store, clock: Clock, one: HandOver, actor: Actor) -> None:
    action_id = str(uuid.uuid5(_WRITTEN_IDS, str(one.number)))
    perform(store, clock, WRITTEN, Numbered(number=one.number), action_id=action_id, actor=actor)


class _Folder(GateFolder):
    """The folder of one hand-over of photos."""

    def __init__(self, parent: Path, one: HandOver) -> None:
        super().__init__(parent, kind=_KIND, number=one.number, manifest=one.manifest)
        self._one = one

    def write(self, store: Store, told: Callable[[], None]) -> Written:
        """Let the folder appear as a whole."""
        folder = self.show(lambda: self._appear(store, told))
        return Written(number=self._one.number, photos=self._one.photos, folder=folder)

    def require_free_or_whole_pictures(self) -> None:
        """Do nothing if the folder is not there, or is there with every picture."""
        lines = manifests.read(self._one.manifest)
        self.require_free_or_whole((line.file, line.sha256) for line in lines)

    def _appear(self, store: Store, told: Callable[[], None]) -> None:
        self.appear_with(lambda: self._fill(store, told))

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
            self.put(Path(line.file).name, picture)
            told()
