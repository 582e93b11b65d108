"""Takes a list into the books: CSV or XLSX, checked whole first, then all rows or none."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from backoffice.actions import Turn, Workflow, new_action_id, perform
from backoffice.commands._spreadsheets import Line, read_lines
from backoffice.domain.cells import BadCell, Cell, Header
from backoffice.domain.intake import Standing
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Actor, Right, Role
from backoffice.domain.sentences import Sentence, sentence
from backoffice.words import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from backoffice.ports import Books, Program

Row = TypeVar("Row")
_BATCH = 2_000


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[Row]):
    """What stands in a list, and what is done with it.

    Attributes:
        code: Of the action that enters it.
        read_header: Finds the columns; ``Refusal`` if one is missing.
        read_row: Checks a row; ``BadCell`` if it is wrong.
        once: Columns, and attributes of a row, of which no value stands twice.
        compare: Tells how rows stand to the books, without writing.
        enter: Enters what is new and tells the same.
        kept_out: Why rows of a standing are not entered, each with the column to look at.
    """

    code: str
    read_header: Callable[[list[str]], Header]
    read_row: Callable[[Mapping[str, Cell], date], Row]
    once: tuple[str, ...]
    compare: Callable[[Books, Sequence[Row]], Sequence[Standing]]
    enter: Callable[[Books, Sequence[Row]], Sequence[Standing]]
    kept_out: Mapping[Standing, tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Refused:
    """One row that stays outside, with the first thing that is wrong in it."""

    row: int
    column: str
    reason: Sentence


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is taken in: a file, known by its content."""

    file: str
    sha256: str
    skip_bad: bool


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How many rows did what."""

    imported: int
    unchanged: int
    refused: int


@dataclass(kw_only=True)
class _Reading(Generic[Row]):
    """One pass through the file; ``batches`` yields checked rows, ``refused`` collects the others.

    Attributes:
        told: Is given the number of rows after each batch.
    """

    kind: Kind[Row]
    path: Path
    today: date
    told: Callable[[int], None]
    rows: int = 0
    header: Header | None = None
    refused: list[Refused] = field(default_factory=list)

    def batches(self) -> Iterator[list[tuple[int, Row]]]:
        """Yield the checked rows with their lines, a bounded number at a time."""
        checked = self._checked()
        while batch := list(islice(checked, _BATCH)):
            yield batch
            self.told(self.rows)

    def refuse(self, line: int, column: str, reason: Sentence) -> None:
        """Keep a row out."""
        self.refused.append(Refused(row=line, column=column, reason=reason))

    def _checked(self) -> Iterator[tuple[int, Row]]:
        lines = read_lines(self.path)
        seen: dict[tuple[str, str], int] = {}
        first = next(lines, None)
        self.header = self.kind.read_header([str(c or "") for c in first.cells] if first else [])
        for line in lines:
            self.rows += 1
            try:
                row = self._row(self.header, line)
                self._only_once(seen, row, line)
            except BadCell as bad:
                self.refuse(line.number, bad.column, bad.reason)
            else:
                yield line.number, row

    def _row(self, header: Header, line: Line) -> Row:
        cells = {
            column: line.cells[at] for column, at in header.places.items() if at < len(line.cells)
        }
        return self.kind.read_row(cells, self.today)

    def _only_once(self, seen: dict[tuple[str, str], int], row: Row, line: Line) -> None:
        for column in self.kind.once:
            first = seen.setdefault((column, getattr(row, column)), line.number)
            if first != line.number:
                raise BadCell(
                    column, sentence("The same number stands in line {line} already.", line=first)
                )


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what a command takes that takes in a list."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--skip-bad", action="store_true")
    parser.add_argument("--json", action="store_true")


def take_in(program: Program, options: argparse.Namespace, kind: Kind[Row]) -> int:
    """Check the whole file first, then enter it in one transaction; return the exit code."""
    path: Path = options.file
    checking = _reading(program, path, kind, sentence("checked"))
    standings = _compare(program, checking)
    _warn(program, checking.header)
    entering = options.skip_bad or not checking.refused
    counts = standings if entering else Counter()
    if entering and not options.dry_run and counts[Standing.NEW] + counts[Standing.CHANGED]:
        request = Request(file=path.name, sha256=_sha256(path), skip_bad=options.skip_bad)
        _enter(program, path, kind, request)
    _report(program, options, checking, counts)
    return 0 if entering else 1


def _reading(program: Program, path: Path, kind: Kind[Row], done: Sentence) -> _Reading[Row]:
    def told(rows: int) -> None:
        if sys.stderr.isatty():
            text = say(sentence("{rows} rows {done} …", rows=rows, done=done), language)
            print(f"\r{text}", end="", file=sys.stderr, flush=True)

    language = program.settings.language
    return _Reading(kind=kind, path=path, today=program.clock.today(), told=told)


def _compare(program: Program, reading: _Reading[Row]) -> Counter[Standing]:
    """Count how the rows stand to the books; nothing is locked meanwhile."""
    counts: Counter[Standing] = Counter()
    for batch in reading.batches():
        with program.store().reading() as books:
            _settle(reading, batch, reading.kind.compare(books, [row for _, row in batch]), counts)
    return counts


def _enter(program: Program, path: Path, kind: Kind[Row], request: Request) -> Outcome:
    def enter(books: Books, _turn: Turn, request: Request) -> Outcome:
        books.intake.take_time()
        reading = _reading(program, path, kind, sentence("entered"))
        counts: Counter[Standing] = Counter()
        for batch in reading.batches():
            _settle(reading, batch, kind.enter(books, [row for _, row in batch]), counts)
        if reading.refused and not request.skip_bad:
            raise Refusal(
                "file-changed",
                sentence("The file or the books changed meanwhile; nothing was entered."),
                advice=sentence("Import the file again."),
            )
        return Outcome(
            imported=counts[Standing.NEW] + counts[Standing.CHANGED],
            unchanged=counts[Standing.UNCHANGED],
            refused=len(reading.refused),
        )

    workflow = Workflow(code=kind.code, right=Right.ADMINISTER, run=enter, outcome=Outcome)
    actor = Actor(clerk_id=None, name="import", role=Role.ADMINISTRATOR)
    return perform(
        program.store(), program.clock, workflow, request, action_id=new_action_id(), actor=actor
    )


def _settle(
    reading: _Reading[Row],
    batch: Sequence[tuple[int, Row]],
    standings: Iterable[Standing],
    counts: Counter[Standing],
) -> None:
    for (line, _), standing in zip(batch, standings, strict=True):
        counts[standing] += 1
        if standing in reading.kind.kept_out:
            column, reason = reading.kind.kept_out[standing]
            reading.refuse(line, column, sentence(reason))


def _warn(program: Program, header: Header | None) -> None:
    if header and header.unknown:
        names = ", ".join(header.unknown)
        warning = sentence("Columns that are not known were left out: {names}.", names=names)
        print(say(warning, program.settings.language), file=sys.stderr)


def _report(
    program: Program,
    options: argparse.Namespace,
    reading: _Reading[Row],
    counts: Counter[Standing],
) -> None:
    language = program.settings.language
    refused = [
        asdict(one) | {"reason": say(one.reason, language)}
        for one in sorted(reading.refused, key=lambda one: one.row)
    ]
    figures = {
        "rows": reading.rows,
        "imported": counts[Standing.NEW] + counts[Standing.CHANGED],
        "unchanged": counts[Standing.UNCHANGED],
        "refused": refused,
        "dry_run": options.dry_run,
    }
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    for one in refused:
        found = sentence("line {row}, {column}: {reason}", **one)
        print(say(found, language), file=sys.stderr)
    done = sentence(
        "{rows} rows: {imported} imported, {unchanged} unchanged, {refused} refused.",
        **figures | {"refused": len(refused)},
    )
    print(say(done, language))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
