"""Hands the rights of entry over to the gates, as files: the newest number holds (E3).

Each hand-over holds everything that is in force, so one that was never written is not made up for:
it would give a gate what was true earlier.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import perform
from backoffice.day_change import change_day
from backoffice.domain import gate_rights
from backoffice.gate_folder import GateFolder, alone_in
from backoffice.procedures.handing_over import Numbered
from backoffice.workflows.entry_hand_over import AGAIN, WORKFLOW, WRITTEN, Request

if TYPE_CHECKING:
    from pathlib import Path

    from backoffice.domain.entry import EntryHandOver
    from backoffice.domain.roles import Actor
    from backoffice.ports import Clock, Store

_KIND = "entry"
_WRITTEN_IDS = uuid.UUID("5d0a7f3e-3c1b-4b7e-8f4c-2f7d1f4f0a91")


@dataclass(frozen=True, kw_only=True)
class Written:
    """A hand-over whose folder is complete."""

    number: int
    rights: int
    folder: Path


def hand_over(store: Store, clock: Clock, folder: Path, *, actor: Actor, action_id: str) -> Written:
    """Write what is in force today or later into ``folder``.

    Args:
        store: The books.
        clock: Tells the day.
        folder: Where the gates look; made if it is not there.
        actor: Who hands over.
        action_id: However often it is sent, one hand-over begins.

    Raises:
        Refusal: The clock is doubtful.
        Fault: The books or the folder can't be written.
    """
    with alone_in(store, folder, _KIND):
        change_day(store, clock)
        begun = perform(store, clock, WORKFLOW, Request(), action_id=action_id, actor=actor)
        return _write(store, clock, folder, number=begun.number, actor=actor)


def hand_over_again(
    store: Store, clock: Clock, folder: Path, *, number: int, actor: Actor, action_id: str
) -> Written:
    """Write an earlier hand-over again, byte for byte.

    Raises:
        Refusal: There is no such hand-over.
        Fault: The books can't be read or the folder can't be written.
    """
    with alone_in(store, folder, _KIND):
        perform(store, clock, AGAIN, Numbered(number=number), action_id=action_id, actor=actor)
        return _write(store, clock, folder, number=number, actor=actor)


def _write(store: Store, clock: Clock, folder: Path, *, number: int, actor: Actor) -> Written:
    with store.reading() as books:
        one = books.entry.hand_over(number)
    assert one is not None  # noqa: S101  the action would have refused
    written = Written(number=number, rights=one.rights, folder=_show(folder, one))
    if one.written_at is None:
        action_id = str(uuid.uuid5(_WRITTEN_IDS, str(number)))
        perform(store, clock, WRITTEN, Numbered(number=number), action_id=action_id, actor=actor)
    return written


def _show(parent: Path, one: EntryHandOver) -> Path:
    manifest = gate_rights.manifest(one.text, rights=one.rights)
    folder = GateFolder(parent, kind=_KIND, number=one.number, manifest=manifest)
    folder.require_free_or_whole([(gate_rights.NAME, gate_rights.digest(one.text))])
    return folder.show(
        lambda: folder.appear_with(lambda: folder.put(gate_rights.NAME, one.text.encode()))
    )
