"""Make the batch of a unit without a window, for night runs: into a file or on a printer (FAQ 4).

Run again after it was cut off, it goes on with the batch that is there; it never makes a second one
for the same people.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from backoffice import batch_file, batch_preflight
from backoffice.actions import new_action_id, perform, preview
from backoffice.commands._batch_report import Report
from backoffice.domain.holds import held_because
from backoffice.domain.print_jobs import TO_FILE, JobState
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.roles import Actor, Role
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.lane import step
from backoffice.ports import Conflict
from backoffice.procedures import batch_means
from backoffice.words import say
from backoffice.workflows import batch

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from backoffice.domain.batches import Batch, UnitOnFile
    from backoffice.ports import Program

NAME = ("batch",)
SUMMARY = N_("make the cards of a unit: a PDF to be printed elsewhere, or a run on a printer")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare for whom, and where to."""
    parser.add_argument("--unit", action="append", required=True, metavar="CODE")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--output", type=Path, metavar="FILE.pdf")
    way.add_argument("--printer", metavar="NAME")
    parser.add_argument("--json", action="store_true")


def run(program: Program, options: argparse.Namespace) -> int:
    """Make the batch, or finish the one that was begun; tell what there is.

    Raises:
        Refusal: A unit or the printer is unknown, nobody can get a card, or a file stands there.
        Fault: Books, folder or printer failed, or a card is in doubt; what was begun is finished by
            the next run.
    """
    store = program.store()
    try:
        with store.alone("batch"):
            return _Run(program, options).go()
    except Conflict as error:
        raise Fault(
            "batch-busy", sentence("Another run is just making a batch. Wait until it is done.")
        ) from error


class _Run:
    """One run of the command."""

    def __init__(self, program: Program, options: argparse.Namespace) -> None:
        self._program = program
        self._json = bool(options.json)
        self._store = program.store()
        self._file: Path | None = options.output.absolute() if options.output else None
        self._printer: str = options.printer or ""
        self._units = self._known_units(list(dict.fromkeys(options.unit)))
        self._actor = self._at_desk()
        self._report = Report(
            unit=",".join(unit.code for unit in self._units),
            output=str(self._file) if self._file else self._printer,
        )

    def go(self) -> int:
        """Make or finish the batch and tell; return the exit code."""
        if self._file is None and self._printer not in self._program.settings.printers_of("card"):
            raise Refusal(
                "printer-unknown",
                sentence("This desk has no card printer “{name}”.", name=self._printer),
                advice=sentence(
                    "Choose one of: {names}.",
                    names=", ".join(self._program.settings.printers_of("card")),
                ),
            )
        if self._file is not None:
            batch_file.require_folder(self._file)
        batches = self._unfinished() or self._earlier()
        if batches:
            self._say(
                sentence(
                    "Batch {numbers} is there already: no second one is made.",
                    numbers=", ".join(one.number for one in batches),
                )
            )
            self._report.recall_left_out(self._store, batches)
        else:
            batches = self._make()
        self._finish(batches)
        self._report.count_cards(self._store, batches, pages=self._file is not None)
        self._tell()
        if self._file is None:
            self._require_no_doubt()
        return 0

    def _known_units(self, codes: Sequence[str]) -> list[UnitOnFile]:
        with self._store.reading() as books:
            known = {unit.code: unit for unit in books.batches.units()}
        for code in codes:
            if code not in known:
                raise Refusal(
                    "unit-unknown",
                    sentence("There is no unit “{code}”.", code=code),
                    advice=sentence("Look at the codes under “Batches”, or import the holders."),
                )
        return [known[code] for code in codes]

    def _at_desk(self) -> Actor:
        with self._store.reading() as books:
            code = self._program.settings.desk
            desk = books.places.desk_by_code(code) or next(
                iter(books.places.desks_in_service()), None
            )
        return Actor(
            clerk_id=None, name="batch", role=Role.CLERK, desk_id=desk.id if desk else None
        )

    def _of_units(self) -> Sequence[Batch]:
        with self._store.reading() as books:
            return books.batches.of_units(
                [unit.id for unit in self._units], printer=self._printer or TO_FILE
            )

    def _unfinished(self) -> list[Batch]:
        """Return the batches that were begun for this file or printer and are not finished."""
        with self._store.reading() as books:
            every = [unit.id for unit in books.batches.units()]
            in_files = books.batches.of_units(every, printer=TO_FILE) if self._file else ()
        here = {unit.id for unit in self._units}
        same_file = [one for one in in_files if one.output == str(self._file)]
        if others := self._begun([one for one in same_file if one.unit.id not in here]):
            raise Refusal(
                "batch-shares-file",
                sentence(
                    "{file} was begun with batch {numbers} as well, of unit {codes}.",
                    file=str(self._file),
                    numbers=", ".join(one.number for one in others),
                    codes=", ".join(one.unit.code for one in others),
                ),
                advice=sentence(
                    "Name every unit of the file, or cancel that batch under “Batches” first."
                ),
            )
        begun = self._begun(self._of_units())
        for one in begun:
            if one.output and one.output != str(self._file):
                raise Refusal(
                    "batch-unwritten",
                    sentence(
                        "Batch {number} was begun for {file} and is not written yet.",
                        number=one.number,
                        file=one.output,
                    ),
                    advice=sentence("Run it with that file, or cancel it under “Batches”."),
                )
        return begun

    def _begun(self, batches: Sequence[Batch]) -> list[Batch]:
        waits = {JobState.QUEUED, JobState.SENT}
        return [one for one in batches if waits & set(batch_file.jobs_of(self._store, one))]

    def _earlier(self) -> list[Batch]:
        """Return the batches of an earlier run into this very file."""
        if self._file is None or not self._file.exists():
            return []
        return [one for one in self._of_units() if one.output == str(self._file)]

    def _make(self) -> list[Batch]:
        if self._file is not None:
            batch_file.require_free(self._file)
            batch_file.require_writable(self._file)
        program, store, clock = self._program, self._store, self._program.clock
        request = batch.Request(
            unit_ids=tuple(unit.id for unit in self._units),
            printer=self._printer,
            output=str(self._file) if self._file else "",
        )
        found = batch_preflight.look(
            store, clock, program.printers(), request, actor=self._actor, told=self._looked
        )
        self._report.count_left_out(found.judged)
        cards = len(found.judged.included)
        for _warns, said in batch_means.said(cards, found.means) if found.means and cards else ():
            self._say(said)
        own, actor = new_action_id(), self._actor
        try:
            sheet = preview(store, clock, batch.WORKFLOW, found.request, action_id=own, actor=actor)
        except Refusal:
            self._tell()  # who was left out and why is the whole answer
            raise
        confirmed = replace(found.request, sheet=sheet.digest)
        outcome = perform(store, clock, batch.WORKFLOW, confirmed, action_id=own, actor=actor)
        with store.reading() as books:
            return [books.batches.get(one.batch_id) for one in outcome.batches]

    def _finish(self, batches: Sequence[Batch]) -> None:
        if self._file is None:
            self._print(batches)
        elif any(
            {JobState.QUEUED, JobState.SENT} & set(batch_file.jobs_of(self._store, one))
            for one in batches
        ):
            batch_file.write(
                self._store,
                self._program.clock,
                self._program.printers(),
                batches,
                self._file,
                actor=self._actor,
                told=self._drawn,
            )

    def _print(self, batches: Sequence[Batch]) -> None:
        """Work the lane of the printer until nothing of these batches waits there, or it must stop.

        What somebody gave to another printer is left to that one.
        """
        desk_id = self._actor.desk_id
        assert desk_id is not None  # noqa: S101  a batch was made at one
        while waiting := self._waiting(batches):
            self._say_at(sentence("{count} cards wait", count=waiting))
            report = step(
                self._store,
                self._program.clock,
                self._program.printers(),
                desk_id=desk_id,
                printer=self._printer,
            )
            if report is None and self._waiting(batches) < waiting:
                continue  # somebody took some away in the same moment
            if report is None or report.outcome == "waiting":
                raise Fault(
                    "batch-held",
                    sentence(
                        "{count} cards wait: {why} They are printed by the next run, or when the"
                        " window of the desk is open.",
                        count=waiting,
                        why=report.said if report else sentence("the printer takes no more."),
                    ),
                )

        self._say_elsewhere(batches)

    def _require_no_doubt(self) -> None:
        """Do nothing unless the printer is held: what stopped it may have been the last card."""
        assert self._actor.desk_id is not None  # noqa: S101  a batch was made at one
        with self._store.reading() as books:
            hold = books.holds.of(self._actor.desk_id, self._printer)
        if hold is not None:
            raise Fault("batch-held", held_because(hold.reason))

    def _waiting(self, batches: Sequence[Batch]) -> int:
        """Return how many cards wait for the printer."""
        found = self._waiting_at(batches)
        return sum(found[place] for place in self._served())

    def _served(self) -> list[tuple[int, str]]:
        """Return desk and printer of the jobs this run prints; the first one takes the unnamed."""
        assert self._actor.desk_id is not None  # noqa: S101  a batch was made at one
        first, *_ = self._program.settings.printers_of("card")
        names = [self._printer, ""] if self._printer == first else [self._printer]
        return [(self._actor.desk_id, name) for name in names]

    def _waiting_at(self, batches: Sequence[Batch]) -> Counter[tuple[int, str]]:
        found: Counter[tuple[int, str]] = Counter()
        with self._store.reading() as books:
            for one in batches:
                found.update(books.batches.waiting_at(one.id))
        return found

    def _say_elsewhere(self, batches: Sequence[Batch]) -> None:
        found = self._waiting_at(batches)
        for place in self._served():
            del found[place]
        if not found:
            return
        with self._store.reading() as books:
            codes = {desk.id: desk.code for desk in books.places.desks()}
        places = [
            " ".join(filter(None, (codes[desk], printer, f"({count})")))
            for (desk, printer), count in found.items()
        ]
        self._say(
            sentence(
                "{count} cards wait for other printers: {places}. They are printed there.",
                count=found.total(),
                places=", ".join(sorted(places)),
            )
        )

    def _looked(self, done: int, every: int) -> None:
        self._say_at(sentence("{done} of {every} names looked at …", done=done, every=every))

    def _drawn(self, done: int) -> None:
        self._say_at(sentence("{done} cards drawn …", done=done))

    def _say_at(self, said: Sentence) -> None:
        """Say how far it is, in place, to a person who waits."""
        if sys.stderr.isatty():
            print(f"\r\033[K{self._spoken(said)}", end="", file=sys.stderr, flush=True)

    def _say(self, said: Sentence) -> None:
        print(self._spoken(said), file=sys.stderr)

    def _spoken(self, said: Sentence) -> str:
        return say(said, self._program.settings.language)

    def _tell(self) -> None:
        if sys.stderr.isatty():
            print(file=sys.stderr)
        if self._json:
            print(self._report.as_json())
            return
        for line in self._report.lines():
            print(self._spoken(line))
