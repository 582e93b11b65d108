"""Write the cards of batches into one PDF that is printed elsewhere.

The file is drawn beside its place, its cards are noted as sent, then it appears under its name:
whenever the program dies in between, the next run finds out how far it was and goes on from there.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow, new_action_id, perform
from backoffice.domain.cards import CardState
from backoffice.domain.documents import CardFace
from backoffice.domain.ledger import AccountKind, Entry
from backoffice.domain.print_jobs import TO_FILE, JobState
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.texts import fitting
from backoffice.lane import UNPRINTABLE, Finding, document_of
from backoffice.words import bilingual

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from backoffice.actions import Turn
    from backoffice.domain.batches import Batch, BatchRow
    from backoffice.domain.print_jobs import PrintJob
    from backoffice.domain.roles import Actor
    from backoffice.ports import Books, Clock, Printers, Store

_SOME = 500
_NOTE = 400


@dataclass(frozen=True, kw_only=True)
class Sending:
    """The batches of one file, and how many cards of them were drawn into it."""

    batch_ids: tuple[int, ...]
    cards: int


@dataclass(frozen=True, kw_only=True)
class Appearing:
    """The batches of one file; ``gone`` if it is neither in its place nor beside it."""

    batch_ids: tuple[int, ...]
    gone: bool = False


@dataclass(frozen=True, kw_only=True)
class Moved:
    """How many cards this was about."""

    cards: int


def send(books: Books, turn: Turn, request: Sending) -> Moved:  # noqa: ARG001  one signature
    """Note that cards are in a file that will appear now; their blanks come from outside.

    Raises:
        Refusal: The cards that wait are not those that were drawn.
    """
    sent = 0
    for batch_id in request.batch_ids:
        batch = books.batches.get(batch_id)
        cards = books.batches.advance(
            batch.id,
            jobs=(JobState.QUEUED, JobState.SENT),
            cards=(CardState.QUEUED, CardState.PRINTING),
            printer=TO_FILE,
        )
        sent += cards
        if cards:
            books.ledger.post(
                Entry(
                    debit=books.ledger.account(AccountKind.SUPPLIER),
                    credit=books.ledger.account(AccountKind.MAKING, desk_id=batch.desk_id),
                    amount=cards,
                    memo="blank-outside",
                )
            )
    if sent != request.cards:
        raise Refusal(
            _CHANGED,
            sentence("Cards of this batch were cancelled or moved meanwhile; nothing was sent."),
            advice=sentence("Run it again."),
        )
    return Moved(cards=sent)


def appear(books: Books, turn: Turn, request: Appearing) -> Moved:  # noqa: ARG001  one signature
    """Note that the file is there; whether a card exists is known once it is scanned back."""
    cards = 0
    for batch_id in request.batch_ids:
        file = books.batches.get(batch_id).output
        said = (
            sentence("Written into {file}, and gone from there.", file=file)
            if request.gone
            else sentence("Written into {file}.", file=file)
        )
        both = bilingual(said)
        cards += books.batches.advance(
            batch_id,
            jobs=(JobState.SENT, JobState.UNCONFIRMED),
            cards=(CardState.PRINTING, CardState.UNCONFIRMED),
            printer=TO_FILE,
            note=f"{both.en}\n{both.zh}"[:_NOTE],
        )
    return Moved(cards=cards)


_CHANGED = "batch-changed"
SENT = Workflow(code="batch_sent", right=Right.PRINT, run=send, outcome=Moved)
APPEARED = Workflow(code="batch_written", right=Right.PRINT, run=appear, outcome=Moved)


def write(
    store: Store,
    clock: Clock,
    printers: Printers,
    batches: Sequence[Batch],
    path: Path,
    *,
    actor: Actor,
    told: Callable[[int], None] = lambda _done: None,
) -> None:
    """Let the file of some batches appear, whole, however often this was begun before.

    Raises:
        Refusal: No card of them can be drawn, or cards were cancelled or moved meanwhile.
        Fault: Books or folder can't be read or written, something else stands in its place, or the
            file of an earlier run is gone.
    """
    drawn = path.with_name(f".{path.name}.part") / "cards.pdf"
    batch_ids = tuple(batch.id for batch in batches)
    if not any(JobState.SENT in jobs_of(store, batch) for batch in batches):
        require_free(path)
        cards = _draw(store, clock, printers, batches, drawn, actor=actor, told=told)
        sending = Sending(batch_ids=batch_ids, cards=cards)
        perform(store, clock, SENT, sending, action_id=new_action_id(), actor=actor)
    gone = not drawn.exists() and not path.exists()
    if drawn.exists():
        require_free(path)
        try:
            drawn.rename(path)
        except OSError as error:
            raise _unwritable(path) from error
    appearing = Appearing(batch_ids=batch_ids, gone=gone)
    perform(store, clock, APPEARED, appearing, action_id=new_action_id(), actor=actor)
    shutil.rmtree(drawn.parent, ignore_errors=True)
    if gone:
        raise Fault(
            "batch-file-gone",
            sentence(
                "{file} was drawn before and is gone. Its cards are not drawn a second time: find"
                " the file, or call each card a misprint.",
                file=str(path),
            ),
        )


def rows_of(store: Store, batch: Batch) -> Iterator[BatchRow]:
    """Yield every row of a batch; no transaction is open meanwhile."""
    last = 0
    while True:
        with store.reading() as books:
            some = books.batches.rows(batch.id, most=_SOME, after=last)
        if not some:
            return
        yield from some
        last = some[-1].card.row


def jobs_of(store: Store, batch: Batch) -> Mapping[JobState, int]:
    """Return how many print jobs of a batch, or of its file, are in which state."""
    with store.reading() as books:
        return books.batches.jobs(batch.id, printer=TO_FILE if batch.output else None)


def _draw(
    store: Store,
    clock: Clock,
    printers: Printers,
    batches: Sequence[Batch],
    drawn: Path,
    *,
    actor: Actor,
    told: Callable[[int], None],
) -> int:
    """Draw what waits and return how many cards; what can't be drawn is noted and left."""
    shutil.rmtree(drawn.parent, ignore_errors=True)
    try:
        drawn.parent.mkdir()
    except OSError as error:
        raise _unwritable(drawn) from error
    while True:
        faces = _Faces(store, batches)
        try:
            printers.write_cards(drawn, faces.each(), progress=told)
        except Refusal as refusal:
            if not faces.job_id or refusal.code.startswith("design-"):
                shutil.rmtree(drawn.parent, ignore_errors=True)
                raise
            both = bilingual(refusal.message)
            note = fitting(f"{both.en}\n{both.zh}")[:_NOTE]
            finding = Finding(job_id=faces.job_id, note=note)
            perform(store, clock, UNPRINTABLE, finding, action_id=new_action_id(), actor=actor)
        else:
            return faces.count


class _Faces:
    """The cards that can be drawn, one after another.

    Attributes:
        job_id: The print job of the last one.
        count: How many there were.
    """

    def __init__(self, store: Store, batches: Sequence[Batch]) -> None:
        self._store = store
        self._batches = batches
        self.job_id = self.count = 0

    def each(self) -> Iterator[CardFace]:
        """Yield what stands on each card; neither memory nor a transaction grows with them."""
        for batch in self._batches:
            for row in rows_of(self._store, batch):
                with self._store.reading() as books:
                    job = books.jobs.live_of_card(row.card.card_id)
                    if job is None or not _goes_into_it(job):
                        continue
                    self.job_id, self.count = job.id, self.count + 1
                    face = document_of(books, job)
                assert isinstance(face, CardFace)  # noqa: S101  the document of a card job
                yield face


def _goes_into_it(job: PrintJob) -> bool:
    """Tell whether a card can be drawn and nobody gave it to a printer here."""
    return job.state is JobState.QUEUED and job.printer == TO_FILE and not job.note


def require_free(path: Path) -> None:
    """Do nothing if no file stands there.

    Raises:
        Refusal: One does; it is never written over.
    """
    if path.exists():
        raise Refusal(
            "file-exists",
            sentence("There is a file {path} already; it is not written over.", path=str(path)),
            advice=sentence("Choose another name."),
        )


def require_folder(path: Path) -> None:
    """Do nothing if the folder of a file is there.

    Raises:
        Refusal: It is not; none is made, for a name that was typed wrong is no wish.
        Fault: No file can have this name.
    """
    if not path.parent.is_dir():
        raise Refusal(
            "folder-missing",
            sentence("There is no folder {path}.", path=str(path.parent)),
            advice=sentence("Make it first, or choose another one; nothing was begun."),
        )
    try:
        path.exists()
    except OSError as error:  # no file can have this name
        raise _unwritable(path) from error


def require_writable(path: Path) -> None:
    """Do nothing if files can be made beside this one: no card is asked for that can't be drawn.

    Raises:
        Fault: They can't.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent):
            pass
    except OSError as error:
        raise _unwritable(path) from error


def _unwritable(path: Path) -> Fault:
    return Fault("file-unwritable", sentence("The file {path} can't be written.", path=str(path)))
