"""Hand the cards of a batch over to its unit: who takes them, sheet, receipt and papers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.batches import BatchSum
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import unit_papers
from backoffice.ui.section import RowView
from backoffice.ui.view import Offer
from backoffice.workflows import batch_hand_over

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class HandOverBatch(RowView[BatchSum]):
    """Center → unit."""

    code = "batch_hand_over"
    title = N_("Hand over to the unit")
    short = N_("Hand over to the unit")
    order = 30
    happenings: ClassVar[Mapping[str, str]] = {"batch_hand_over": N_("Batch handed over")}
    belongs: ClassVar[Mapping[str, str]] = {"needs-name": "who"}

    @classmethod
    def offer_batch(cls, batch: BatchSum) -> Offer:
        """Offer it while a pile of packed cards is here that somebody could take along."""
        if batch.packed:
            return Offer.yes()
        return Offer.no(sentence("No card of it is packed for the unit."))

    def build(self) -> None:
        """Make the step of the person and the sheet."""
        first = self.step("who", N_("Who"), action=N_("Continue"), act=self._look)
        self._which = first.note("", ink="fg")
        first.text(
            "taken_by",
            N_("Who takes the cards along"),
            required=N_("Enter the name of the person at the counter."),
        )
        self.sheet_step(N_("Hand over"), self._do)

    def about(self, row: BatchSum) -> None:
        """Say which batch it is, and fill in the unit's contact."""
        self._batch = row.batch
        self._which.say(
            sentence("Batch {number}, {unit}", number=row.batch.number, unit=row.batch.unit.name)
        )
        self.steps["who"].fields["taken_by"].start(row.batch.unit.contact)

    def _look(self) -> None:
        request = batch_hand_over.Request(batch_id=self._batch.id, taken_by=self.read("taken_by"))
        self.consequences(batch_hand_over.WORKFLOW, request)

    def _do(self) -> None:
        self.confirm(batch_hand_over.WORKFLOW, self._papers)

    def _papers(self, outcome: batch_hand_over.Outcome) -> None:
        self.work(
            partial(unit_papers.save, self.desk, self._batch.id, carrier=outcome.taken_by),
            partial(self._done, outcome),
            lane="files",
        )

    def _done(self, outcome: batch_hand_over.Outcome, paths: tuple[Path, ...]) -> None:
        self.finish(
            sentence(
                "{cards} cards of batch {number} are at the unit.",
                cards=outcome.cards,
                number=outcome.number,
            ),
            sentence("Receipt {number} is printing.", number=outcome.receipt),
            *(sentence("To be signed: {path}", path=str(path)) for path in paths),
        )


class SaveUnitSheet(RowView[BatchSum]):
    """Write the signature sheet once more, of the cards that are still at the unit."""

    code = "batch_hand_over"
    title = N_("Signature sheet of the unit")
    short = N_("Hand over to the unit")
    order = 32

    @classmethod
    def offer_batch(cls, batch: BatchSum) -> Offer | None:
        """Offer it while cards are at the unit."""
        return Offer.yes() if batch.at_unit else None

    def build(self) -> None:
        """Make the one step."""
        self.step("confirm", N_("Signature sheet"), action=N_("Save as PDF"), act=self._write)

    def about(self, row: BatchSum) -> None:
        """Say how many rows it has."""
        self._batch = row.batch
        self.steps["confirm"].notice.tell(
            sentence(
                "{cards} cards are still at {unit}.", cards=row.at_unit, unit=row.batch.unit.name
            )
        )

    def _write(self) -> None:
        self.work(
            partial(unit_papers.save, self.desk, self._batch.id),
            lambda paths: self.finish(sentence("To be signed: {path}", path=str(paths[0]))),
            lane="files",
        )
