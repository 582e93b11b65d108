"""The same file written by a process of its own, so that whoever asked for it stays free.

In a thread, 1,000 cards kept a window deaf for up to 100 ms at a time, because drawing is Python
and holds its lock. Here the caller only hands over one card after the other.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
from typing import TYPE_CHECKING, Any, cast

from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import sentence
from printing import print_shop

if TYPE_CHECKING:
    import sys
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection as Connection
    else:
        from multiprocessing.connection import Connection

    from backoffice.domain.documents import CardFace
    from printing.contracts import PrinterSettings

_TOLD_EVERY = 25


def write(
    path: Path,
    faces: Iterable[CardFace],
    *,
    settings: PrinterSettings,
    progress: Callable[[int], None],
) -> int:
    """Write the cards to ``path`` in another process; as ``print_shop.write``.

    Raises:
        Refusal: As there.
        Fault: As there, and ``printing-ended`` when the process is gone; there is no file then.
    """
    process_of = multiprocessing.get_context("spawn")
    ours, theirs = process_of.Pipe()
    process = process_of.Process(target=_serve, args=(theirs, path, settings), daemon=True)
    process.start()
    theirs.close()
    try:
        return _hand_over(ours, faces, progress)
    except (EOFError, OSError) as error:
        raise Fault(
            "printing-ended", sentence("The file was not finished. Try it again.")
        ) from error
    finally:
        ours.close()  # a process that waits for cards ends with it and leaves no file
        process.join()


def _hand_over(ours: Connection, faces: Iterable[CardFace], progress: Callable[[int], None]) -> int:
    for face in faces:
        if ours.poll():
            _heard(ours.recv(), progress)
        ours.send(face)
    ours.send(None)
    while (pages := _heard(ours.recv(), progress)) is None:
        pass
    return pages


def _heard(told: tuple[str, Any], progress: Callable[[int], None]) -> int | None:
    what, value = told
    if what == "refused":
        raise Refusal(value.pop("code"), value.pop("message"), **value)
    if what == "fault":
        raise Fault(**value)
    if what == "pages":
        return cast("int", value)
    progress(value)
    return None


def _serve(theirs: Connection, path: Path, settings: PrinterSettings) -> None:
    def told(done: int) -> None:
        if done % _TOLD_EVERY == 0:
            theirs.send(("done", done))

    with contextlib.suppress(EOFError, BrokenPipeError):  # nobody waits for it any more
        try:
            pages = print_shop.write(
                path,
                _received(theirs),
                settings=settings,
                drawing=threading.Lock(),
                progress=told,
            )
            theirs.send(("pages", pages))
        except Refusal as refusal:
            theirs.send(("refused", vars(refusal)))
        except Fault as fault:
            theirs.send(("fault", vars(fault)))


def _received(theirs: Connection) -> Iterator[CardFace]:
    while (face := theirs.recv()) is not None:
        yield face
