"""Cuts and measures many photos on every core, a few at a time.

Each worker has a pipe of its own. In the standard pool of processes the workers share one: it can
wait for ever when one of them is killed while it writes, and they outlive a killed parent.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backoffice.commands._photo_names import shown
from backoffice.domain.pictures import PORTRAIT
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.context import SpawnProcess

    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection as Connection
    else:
        from multiprocessing.connection import Connection

    from backoffice.commands._photo_files import PhotoFile, Source
    from backoffice.domain.measurements import Measurements
    from backoffice.ports import Studio

_AHEAD = 3
"""So many photos wait at each worker: none is idle, and memory stays bounded."""
_LONGEST_SECONDS = 60.0
_GONE = (EOFError, OSError)


@dataclass(frozen=True, kw_only=True, slots=True)
class Portrait:
    """A portrait, cut and measured."""

    picture: bytes = field(repr=False)
    measured: Measurements


@dataclass(frozen=True, slots=True)
class _Refused:
    """A refusal on its way through a pipe."""

    code: str
    message: Sentence


@dataclass(frozen=True, slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection[str, Portrait | _Refused]


def measure(
    source: Source, studio: Studio, files: Sequence[PhotoFile]
) -> Iterator[tuple[PhotoFile, Portrait | Refusal]]:
    """Yield each file with its portrait, or why there is none, in the order of ``files``.

    Raises:
        Fault: ``measuring-ended``: a worker was killed, or hangs.
    """
    with _started(source, studio, min(_cores(), len(files))) as workers:
        waiting: deque[tuple[PhotoFile, _Worker]] = deque()
        for at, file in enumerate(files):
            if len(waiting) >= _AHEAD * len(workers):
                yield _answer(*waiting.popleft())
            worker = workers[at % len(workers)]
            with suppress(*_GONE):  # whoever is gone is missed when the answer is due
                worker.pipe.send(file.place)
            waiting.append((file, worker))
        while waiting:
            yield _answer(*waiting.popleft())


@contextmanager
def _started(source: Source, studio: Studio, count: int) -> Iterator[list[_Worker]]:
    workers: list[_Worker] = []
    try:
        workers += (_start(source, studio) for _ in range(count))
        yield workers
    finally:
        for worker in workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in workers:
            worker.process.join()


def _start(source: Source, studio: Studio) -> _Worker:
    from multiprocessing import get_context  # noqa: PLC0415  only where it is needed

    spawning = get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=_work, args=(theirs, source, studio), daemon=True)
    process.start()
    theirs.close()  # so that the pipe ends when the worker does
    return _Worker(process, ours)


def _answer(file: PhotoFile, worker: _Worker) -> tuple[PhotoFile, Portrait | Refusal]:
    try:
        if not worker.pipe.poll(_LONGEST_SECONDS):
            worker.process.kill()
            raise _ended(file)
        answer = worker.pipe.recv()
    except _GONE as error:
        raise _ended(file) from error
    if isinstance(answer, _Refused):
        return file, Refusal(answer.code, answer.message)
    return file, answer


def _ended(file: PhotoFile) -> Fault:
    return Fault(
        "measuring-ended",
        sentence(
            "The measuring broke off at {file}. Import again: it goes on where it stopped; if it "
            "stops there again, take that photo out.",
            file=shown(file.name),
        ),
    )


def _cores() -> int:
    """Return how many cores this program may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    else:  # noqa: RET505  so that mypy reads each branch for its own platform
        return os.cpu_count() or 1


def _work(pipe: Connection[Portrait | _Refused, str], source: Source, studio: Studio) -> None:
    """Answer until the pipe ends: the photos were all measured, or the parent was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is asked to stop, and stops all
    try:
        while True:
            pipe.send(_portrait(source, studio, pipe.recv()))
    except _GONE:
        return


def _portrait(source: Source, studio: Studio, place: str) -> Portrait | _Refused:
    try:
        still = studio.open(source.read(place))
        crop = still.automatic_crop()
        picture = still.cut(crop)
        measured = studio.measure(picture, enlarged=PORTRAIT[0] / crop.width, others=crop.others)
    except Refusal as refusal:
        return _Refused(refusal.code, refusal.message)
    except Exception as error:  # noqa: BLE001  one picture made to break readers stops no other
        kind = type(error).__name__
        return _Refused("not_an_image", sentence("This picture can't be opened: {why}.", why=kind))
    return Portrait(picture=picture, measured=measured)
