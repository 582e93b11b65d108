"""Lets each simulated clerk work in a process of its own, all from the same moment on."""

from __future__ import annotations

import random
import signal
import sys
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backoffice.commands._drill.acknowledging import AcknowledgingStore
from backoffice.commands._drill.people import staff
from backoffice.commands._drill.printers import StandInPrinters
from backoffice.commands._drill.seat import Person, Seat, play_one
from backoffice.domain.refusal import Fault, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.context import SpawnProcess
    from pathlib import Path

    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection as Connection
    else:
        from multiprocessing.connection import Connection

    from backoffice.ports import Program, Store

_GONE = (EOFError, OSError)
_READY, _BEGIN = "ready", "begin"
_TRIES = 40
"""Plays for each wanted action, after which a clerk goes home: nothing may be possible at all."""
_MOST_FAULTS = 10


@dataclass(frozen=True, kw_only=True)
class Orders:
    """What one clerk is to do.

    Attributes:
        actions: How many to have acknowledged.
        seed: Of everything this clerk decides.
        acknowledged: Where their ids are written; None for nowhere.
    """

    desk_id: int
    actions: int
    seed: str
    people: Sequence[Person]
    portraits: Sequence[bytes] = field(repr=False)
    hashed: str = field(repr=False)
    acknowledged: Path | None


@dataclass(kw_only=True)
class Tally:
    """What became of it; ``taken`` in milliseconds for each acknowledged action."""

    taken: list[float] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Add what another clerk did."""
        self.taken += other.taken
        self.refusals += other.refusals
        self.faults += other.faults


@dataclass(frozen=True)
class _Desk:
    process: SpawnProcess
    pipe: Connection[str, str | Tally]


def work_at_once(program: Program, orders: Sequence[Orders]) -> tuple[Tally, float]:
    """Let every clerk work; return what they did together, and in how many seconds.

    A clerk whose process ends without a word counts as the fault ``desk-ended``.
    """
    every = Tally()
    with _opened(program, orders) as desks:
        first = [_told(desk) for desk in desks]
        begun = time.perf_counter()
        for desk, said in zip(desks, first, strict=True):
            if said == _READY:
                desk.pipe.send(_BEGIN)
        for desk, said in zip(desks, first, strict=True):
            last = _told(desk) if said == _READY else said
            every.add(last if isinstance(last, Tally) else Tally(faults=Counter(["desk-ended"])))
        return every, time.perf_counter() - begun


@contextmanager
def _opened(program: Program, orders: Sequence[Orders]) -> Iterator[list[_Desk]]:
    desks: list[_Desk] = []
    try:
        desks += (_open(program, one) for one in orders)
        yield desks
    finally:
        for desk in desks:
            desk.pipe.close()
        for desk in desks:
            desk.process.terminate()
            desk.process.join()


def _open(program: Program, orders: Orders) -> _Desk:
    from multiprocessing import get_context  # noqa: PLC0415  only where it is needed

    spawning = get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=_sit_down, args=(theirs, program, orders), daemon=True)
    process.start()
    theirs.close()  # so that the pipe ends when the clerk does
    return _Desk(process, ours)


def _told(desk: _Desk) -> str | Tally | None:
    try:
        return desk.pipe.recv()
    except _GONE:
        return None


def _sit_down(pipe: Connection[str | Tally, str], program: Program, orders: Orders) -> None:
    """Work from the word of the parent on; end without a word if there is no parent any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is asked to stop, and stops all
    with suppress(*_GONE):
        try:
            store = AcknowledgingStore(program.store(), orders.acknowledged)
            seat = _seat(program, store, orders)
        except (Refusal, Fault) as error:
            pipe.send(Tally(faults=Counter([error.code])))
            return
        pipe.send(_READY)
        pipe.recv()
        tally = Tally(taken=store.taken)
        for _ in range(orders.actions * _TRIES):
            if len(tally.taken) >= orders.actions or pipe.poll() or _too_many(tally):
                break
            _play(program, seat, tally)
        pipe.send(tally)


def _seat(program: Program, store: Store, orders: Orders) -> Seat:
    chance = random.Random(orders.seed)
    with store.reading() as books:
        here = staff(books, orders.desk_id)
    return Seat(
        store=store,
        clock=program.clock,
        printers=StandInPrinters(chance),
        chance=chance,
        desk_id=orders.desk_id,
        staff=here,
        people=orders.people,
        portraits=orders.portraits,
        hashed=orders.hashed,
    )


def _play(program: Program, seat: Seat, tally: Tally) -> None:
    try:
        play_one(seat)
    except Refusal as refusal:
        tally.refusals[refusal.code] += 1
    except Fault as fault:
        tally.faults[fault.code] += 1
    except Exception as error:  # noqa: BLE001  a defect is what a drill looks for; it goes on
        program.incident(error)
        tally.faults["unforeseen"] += 1


def _too_many(tally: Tally) -> bool:
    return tally.faults.total() > _MOST_FAULTS
