"""Takes a list of holders into the books: CSV or XLSX, all rows or none."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.actions import Turn, Workflow, new_action_id, perform
from backoffice.commands._spreadsheets import Line, read_lines
from backoffice.domain.holder_rows import (
    BadCell,
    Header,
    read_header,
    read_row,
)
from backoffice.domain.intake import HolderRow, Standing
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Actor, Right, Role
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.words import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from backoffice.ports import Books, Program

NAME = ("import", "holders")
SUMMARY = N_("take in holders from a CSV or XLSX file")

CODE = "import_holders"
_BATCH = 2_000
_NOT_ENTERED = {
    Standing.OTHER_KIND: ("kind", N_("The holder with this number is of another kind.")),
    Standing.OTHER_CERTIFICATE: (
        "certificate_number",
        N_("The account was opened with another certificate; change it at a desk."),
    ),
}


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
class Reading:
    """One pass through the file; ``batches`` yields checked rows, ``refused`` collects the others.

    Attributes:
        told: Is given the number of rows after each batch.
    """

    path: Path
    today: date
    told: Callable[[int], None]
    rows: int = 0
    header: Header | None = None
    refused: list[Refused] = field(default_factory=list)

    def batches(self) -> Iterator[list[tuple[int, HolderRow]]]:
        """Yield the checked rows with their lines, a bounded number at a time."""
        checked = self._checked()
        while batch := list(islice(checked, _BATCH)):
            yield batch
            self.told(self.rows)

    def refuse(self, line: int, column: str, reason: Sentence) -> None:
        """Keep a row out."""
        self.refused.append(Refused(row=line, column=column, reason=reason))

    def _checked(self) -> Iterator[tuple[int, HolderRow]]:
        lines = read_lines(self.path)
        seen: dict[str, int] = {}
        first = next(lines, None)
        self.header = read_header([str(c or "") for c in first.cells] if first else [])
        for line in lines:
            self.rows += 1
            try:
                row = self._row(self.header, line)
                self._only_once(seen, row, line)
            except BadCell as bad:
                self.refuse(line.number, bad.column, bad.reason)
            else:
                yield line.number, row

    def _row(self, header: Header, line: Line) -> HolderRow:
        cells = {
            column: line.cells[at] for column, at in header.places.items() if at < len(line.cells)
        }
        return read_row(cells, today=self.today)

    @staticmethod
    def _only_once(seen: dict[str, int], row: HolderRow, line: Line) -> None:
        first = seen.setdefault(row.number, line.number)
        if first != line.number:
            raise BadCell(
                "number", sentence("The same number stands in line {line} already.", line=first)
            )


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--skip-bad", action="store_true")
    parser.add_argument("--json", action="store_true")


def run(program: Program, options: argparse.Namespace) -> int:
    """Check the whole file first, then enter it in one transaction; return the exit code."""
    path: Path = options.file
    checking = _reading(program, path, sentence("checked"))
    standings = _compare(program, checking)
    _warn(program, checking.header)
    entering = options.skip_bad or not checking.refused
    counts = standings if entering else Counter()
    if entering and not options.dry_run and counts[Standing.NEW] + counts[Standing.CHANGED]:
        request = Request(file=path.name, sha256=_sha256(path), skip_bad=options.skip_bad)
        _enter(program, path, request)
    _report(program, options, checking, counts)
    return 0 if entering else 1


def _reading(program: Program, path: Path, done: Sentence) -> Reading:
    def told(rows: int) -> None:
        if sys.stderr.isatty():
            text = say(sentence("{rows} rows {done} …", rows=rows, done=done), language)
            print(f"\r{text}", end="", file=sys.stderr, flush=True)

    language = program.settings.language
    return Reading(path=path, today=program.clock.today(), told=told)


def _compare(program: Program, reading: Reading) -> Counter[Standing]:
    """Count how the rows stand to the books; nothing is locked meanwhile."""
    counts: Counter[Standing] = Counter()
    for batch in reading.batches():
        with program.store().reading() as books:
            _settle(reading, batch, books.intake.standings([row for _, row in batch]), counts)
    return counts


def _enter(program: Program, path: Path, request: Request) -> Outcome:
    def take_in(books: Books, _turn: Turn, request: Request) -> Outcome:
        books.intake.take_time()
        reading = _reading(program, path, sentence("entered"))
        counts: Counter[Standing] = Counter()
        for batch in reading.batches():
            _settle(reading, batch, books.intake.enter([row for _, row in batch]), counts)
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

    workflow = Workflow(code=CODE, right=Right.ADMINISTER, run=take_in, outcome=Outcome)
    actor = Actor(clerk_id=None, name="import", role=Role.ADMINISTRATOR)
    return perform(
        program.store(), program.clock, workflow, request, action_id=new_action_id(), actor=actor
    )


def _settle(
    reading: Reading,
    batch: Sequence[tuple[int, HolderRow]],
    standings: Iterable[Standing],
    counts: Counter[Standing],
) -> None:
    for (line, _), standing in zip(batch, standings, strict=True):
        counts[standing] += 1
        if standing in _NOT_ENTERED:
            column, reason = _NOT_ENTERED[standing]
            reading.refuse(line, column, sentence(reason))


def _warn(program: Program, header: Header | None) -> None:
    if header and header.unknown:
        names = ", ".join(header.unknown)
        warning = sentence("Columns that are not known were left out: {names}.", names=names)
        print(say(warning, program.settings.language), file=sys.stderr)


def _report(
    program: Program, options: argparse.Namespace, reading: Reading, counts: Counter[Standing]
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
