"""Takes the photos that the portal collected into the books: a folder or ZIP, named by holder.

Each photo is cut, measured and waits for approval. Only one photo of a person can wait: of several
files for one holder the last by name is entered, the others count as matched too.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from backoffice.actions import Turn, Workflow, new_action_id, perform
from backoffice.commands._measuring import measure
from backoffice.commands._photo_files import Source, open_source
from backoffice.commands._photo_names import number_in
from backoffice.commands._photo_report import (
    Owned,
    Report,
    as_json,
    one_by_one,
    summary,
    warnings,
)
from backoffice.domain.measurements import Measurements
from backoffice.domain.photos import NewPhoto, PhotoReason, PhotoSource
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Actor, Right, Role
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.words import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Generator, Iterable, Sequence

    from backoffice.ports import Books, Program

NAME = ("import", "photos")
SUMMARY = N_("take in photos from a folder or ZIP, named by holder number")

_BATCH = 200
_ASKED_AT_ONCE = 500
_ACTOR = Actor(clerk_id=None, name="import", role=Role.ADMINISTRATOR)


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """A portrait, cut and measured, and whose it is."""

    holder_id: int
    portrait: bytes = field(repr=False)
    measured: Measurements


@dataclass(frozen=True, kw_only=True)
class Request:
    """The photos that are entered together."""

    photos: tuple[Submitted, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How many of them wait for approval now."""

    entered: int


def enter(books: Books, turn: Turn, request: Request) -> Outcome:
    """Let each photo wait for approval, unless it does already."""
    entered = 0
    for one in request.photos:
        if books.photos.has(one.holder_id, one.portrait):
            continue
        books.photos.submit(
            NewPhoto(
                holder_id=one.holder_id,
                picture=one.portrait,
                source=PhotoSource.PORTAL,
                reason=PhotoReason.COLLECTED,
                taken_on=turn.today,
                taken_by=None,
                measured=one.measured,
            )
        )
        entered += 1
    return Outcome(entered=entered)


WORKFLOW = Workflow(code="import_photos", right=Right.ADMINISTER, run=enter, outcome=Outcome)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("path", type=Path, metavar="PATH")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--json", action="store_true")


def run(program: Program, options: argparse.Namespace) -> int:
    """Measure every photo of a known holder and enter it; return the exit code.

    0 also when some were refused; 1 when nothing could be taken in.
    """
    report = Report()
    with closing(open_source(options.path)) as source:
        owned = _owned(program, source, report)
        with closing(_portraits(program, source, owned, report)) as portraits:
            while batch := list(islice(portraits, _BATCH)):
                if not options.dry_run:
                    report.entered += _enter(program, batch)
    _tell(program, options, report)
    return 0 if report.measured else 1


def _owned(program: Program, source: Source, report: Report) -> list[Owned]:
    """Return the files of known holders, those of one holder together, the last by name last."""
    named = []
    for file in source.files():
        report.files += 1
        if file.refusal:
            report.refused.append((file.name, file.refusal))
        else:
            named.append((number_in(file.name), file))
    known = _known(program, sorted({number for number, _ in named}))
    owned = []
    for number, file in named:
        if number in known:
            owned.append(Owned(file=file, number=number, holder_id=known[number]))
        else:
            report.refused.append((file.name, _unknown()))
    return sorted(owned, key=lambda one: (one.number, one.file.name))


def _known(program: Program, numbers: Sequence[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    with program.store().reading() as books:
        for first in range(0, len(numbers), _ASKED_AT_ONCE):
            known |= books.holders.ids(numbers[first : first + _ASKED_AT_ONCE])
    return known


def _unknown() -> Refusal:
    return Refusal(
        "unknown_holder",
        sentence("Nobody has this holder number."),
        advice=sentence("Name the file by the holder number, for example 20140217.jpg."),
    )


def _portraits(
    program: Program, source: Source, owned: Sequence[Owned], report: Report
) -> Generator[Submitted]:
    """Yield one portrait for each holder with a picture that can be used."""
    told = _progress(program, len(owned))
    files = [one.file for one in owned]
    results = zip(owned, measure(source, program.studio(), files), strict=True)
    for holder_id, of_holder in groupby(results, key=lambda result: result[0].holder_id):
        last: tuple[str, Submitted] | None = None
        for one, (_, found) in of_holder:
            told()
            if isinstance(found, Refusal):
                report.refused.append((one.file.name, found))
                continue
            report.measured.append((one, found.measured))
            if last:
                report.replaced.append((last[0], one.file.name))
            last = (
                one.file.name,
                Submitted(holder_id=holder_id, portrait=found.picture, measured=found.measured),
            )
        if last:
            yield last[1]


def _enter(program: Program, batch: Sequence[Submitted]) -> int:
    with program.store().reading() as books:
        new = [one for one in batch if not books.photos.has(one.holder_id, one.portrait)]
    if not new:
        return 0
    request = Request(photos=tuple(new))
    return perform(
        program.store(), program.clock, WORKFLOW, request, action_id=new_action_id(), actor=_ACTOR
    ).entered


def _progress(program: Program, count: int) -> Callable[[], None]:
    began, done = monotonic(), 0

    def told() -> None:
        nonlocal done
        done += 1
        if sys.stderr.isatty():
            left = round((monotonic() - began) / done * (count - done))
            minutes = f"{left // 60}:{left % 60:02}"
            text = sentence(
                "{done} of {count} photos measured, {minutes} min left …",
                done=done,
                count=count,
                minutes=minutes,
            )
            end = "" if done < count else "\n"
            said = say(text, program.settings.language)
            print(f"\r{said} ", end=end, file=sys.stderr, flush=True)

    return told


def _tell(program: Program, options: argparse.Namespace, report: Report) -> None:
    def tell(told: Iterable[Sentence]) -> None:
        for one in told:
            print(say(one, program.settings.language), file=sys.stderr)

    if options.json:
        figures = as_json(report) | {"dry_run": options.dry_run}
        print(json.dumps(figures, ensure_ascii=False))
    else:
        tell(one_by_one(report))
        print(say(summary(report), program.settings.language))
    tell(warnings(report))
