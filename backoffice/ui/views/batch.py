"""Make a batch: what it would be, its consequence sheet, one confirmation; or cancel what waits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

import ttkbootstrap as ttk

from backoffice import batch_preflight
from backoffice.domain.batches import BatchSum
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.procedures import batch_means, left_out_list
from backoffice.ui import words
from backoffice.ui.left_out_table import LeftOutTable
from backoffice.ui.progress import Progress
from backoffice.ui.section import RowView
from backoffice.ui.view import Offer, View
from backoffice.workflows import batch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from backoffice.batch_preflight import Preflight
    from backoffice.domain.documents import LeftOutList


class MakeBatch(View):
    """Opened from the page of batches with the units that were chosen there."""

    code = "batch"
    title = N_("Make a batch")
    short = N_("Batch made")
    order = 20
    unfinished = False
    happenings: ClassVar[Mapping[str, str]] = {"batch_cancel": N_("Batch cancelled")}

    def build(self) -> None:
        """Make the step of the preflight and the sheet."""
        self._units: tuple[int, ...] = ()
        self._found: Preflight | None = None
        first = self.step("check", N_("Preflight"), action=N_("Continue"), act=self._sheet_of_it)
        self._count = first.note("", ink="fg")
        self._count.configure(font="Desk.Heading")
        names = self.desk.program.settings.printers_of("card")
        self._printer = first.choice(
            "printer", N_("Printer"), [(name, sentence("{name}", name=name)) for name in names]
        )
        self._printer.when_changed(self._look)
        if len(names) == 1:
            self._printer.pack_forget()
        self._facts = first.note("")
        self._progress = Progress(
            first.below, lambda: self.waiting, N_("{done} of {every} names looked at …")
        )
        self._progress.pack(fill="x")
        self._table = LeftOutTable(first.below, self.desk)
        self._save = ttk.Button(first.below, command=self._save_list)
        words.put(self._save, N_("Save this list as PDF"))
        self.sheet_step(N_("Make the batch"), self._make)

    def about(self, unit_ids: Sequence[int]) -> None:
        """Look at these units."""
        self._units = tuple(unit_ids)
        self._look()

    def _look(self) -> None:
        if not self._units or self.waiting:
            return
        program, actor = self.desk.program, self.desk.actor
        request = batch.Request(unit_ids=self._units, printer=self._printer.read())
        told = self._progress.told

        def look() -> Preflight:
            return batch_preflight.look(
                program.store(),
                program.clock,
                program.printers(),
                request,
                actor=actor,
                told=told,
            )

        self.work(look, self._show_preflight, lane="files")

    def _show_preflight(self, found: Preflight) -> None:
        self._found = found
        judged, step = found.judged, self.steps["check"]
        cards, units = len(judged.included), len(judged.units)
        if units == 1:
            self._count.say(
                sentence("Cards for {unit}: {cards}", cards=cards, unit=judged.units[0].name)
            )
        else:
            self._count.say(sentence("Cards for {units} units: {cards}", cards=cards, units=units))
        told = list(batch_means.said(cards, found.means)) if found.means and cards else []
        self._facts.say(lambda: "\n".join(words._(said) for warns, said in told if not warns))
        warnings = [said for warns, said in told if warns]
        if not cards:
            warnings = [sentence("Nobody of these units can get a card with a batch now.")]
        if warnings:
            step.notice.warn(*warnings)
        self._table.show(judged)
        self._table.pack(fill="x", pady=(16, 0))
        if self._table.rows:
            self._save.pack(anchor="w", pady=(8, 0))
        else:
            self._save.pack_forget()

    def _sheet_of_it(self) -> None:
        if self._found is not None:
            self.consequences(batch.WORKFLOW, self._found.request)

    def _save_list(self) -> None:
        found, desk = self._found, self.desk
        if found is None or self.waiting:
            return
        paper = left_out_list.before(
            found.judged, desk=desk.session_place, actor=desk.actor, at=desk.program.clock.now()
        )
        self.work(
            partial(save, self, paper),
            lambda path: self.say(sentence("The list is in {path}.", path=str(path))),
            lane="files",
        )

    def _make(self) -> None:
        self.confirm(batch.WORKFLOW, self._made)

    def _made(self, outcome: batch.Outcome) -> None:
        numbers = ", ".join(one.number for one in outcome.batches)
        cards = sum(one.cards for one in outcome.batches)
        out = sum(one.left_out for one in outcome.batches)
        self.finish(
            sentence(
                "Batch {numbers} is in the queue, cards: {cards}.", numbers=numbers, cards=cards
            ),
            *_left_out(out),
            sentence("They are printed after whoever stands at the window."),
        )


def _left_out(people: int) -> list[Sentence]:
    if not people:
        return []
    return [sentence("Left out: {people}. The batch keeps the list.", people=people)]


class CancelBatch(RowView[BatchSum]):
    """Give up what has not been printed."""

    code = "batch_cancel"
    title = N_("Cancel what waits")
    happenings: ClassVar[Mapping[str, str]] = {"batch_cancel": N_("Batch cancelled")}
    belongs: ClassVar[Mapping[str, str]] = {"needs-reason": "reason"}

    @classmethod
    def offer_batch(cls, batch: BatchSum) -> Offer:
        """Offer it while something waits."""
        if batch.waiting:
            return Offer.yes()
        return Offer.no(sentence("Nothing of it waits any more."))

    def build(self) -> None:
        """Make the step of the reason and the sheet."""
        first = self.step("reason", N_("Reason"), action=N_("Continue"), act=self._look)
        self._which = first.note("", ink="fg")
        first.text("reason", N_("Why"), required=N_("Write in a few words why."))
        self.sheet_step(N_("Cancel what waits"), self._do)

    def about(self, row: BatchSum) -> None:
        """Say which batch it is."""
        self._batch = row
        number, unit = row.batch.number, row.batch.unit.name
        self._which.say(sentence("Batch {number}, {unit}", number=number, unit=unit))

    def _look(self) -> None:
        request = batch.Cancelling(batch_id=self._batch.batch.id, reason=self.read("reason"))
        self.consequences(batch.CANCEL, request)

    def _do(self) -> None:
        self.confirm(batch.CANCEL, self._done)

    def _done(self, outcome: batch.Cancelled) -> None:
        self.finish(
            sentence(
                "Batch {number}: cards cancelled: {cards}.",
                cards=outcome.cards,
                number=outcome.number,
            )
        )


class SaveLeftOut(RowView[BatchSum]):
    """Write the list of those left out of a batch once more."""

    code = "batch"
    title = N_("List of those left out")
    short = N_("Batch made")

    @classmethod
    def offer_batch(cls, batch: BatchSum) -> Offer:
        """Offer it where somebody was left out."""
        if batch.left_out:
            return Offer.yes()
        return Offer.no(sentence("Nobody was left out."))

    def build(self) -> None:
        """Make the one step."""
        self.step("confirm", N_("List"), action=N_("Save as PDF"), act=self._write)

    def about(self, row: BatchSum) -> None:
        """Say how long the list is."""
        self._batch = row
        self.steps["confirm"].notice.tell(
            sentence(
                "Left out of batch {number}: {people}.",
                people=row.left_out,
                number=row.batch.number,
            )
        )

    def _write(self) -> None:
        program, actor = self.desk.program, self.desk.actor

        def write() -> Path:
            with program.store().reading() as books:
                paper = left_out_list.of_batch(
                    books, self._batch.batch.id, actor=actor, at=program.clock.now()
                )
            return save(self, paper)

        self.work(
            write,
            lambda path: self.finish(sentence("The list is in {path}.", path=str(path))),
            lane="files",
        )


def save(view: View, paper: LeftOutList) -> Path:
    """Write a list where this desk's papers go; off the Tk thread."""
    folder = view.desk.program.settings.printed
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"left-out-{paper.batch}.pdf"
    view.desk.program.save(paper, path)
    return path
