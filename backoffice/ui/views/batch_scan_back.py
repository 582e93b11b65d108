"""Scan what became of the cards at a unit: scan after scan, one sheet, one confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.sentences import N_, sentence
from backoffice.procedures.unit_papers import at_unit
from backoffice.ui.scanned_pile import ScannedPile
from backoffice.ui.view import Offer
from backoffice.workflows import batch_scan_back
from backoffice.workflows.batch_scan_back import FATE_NAMES, Fate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backoffice.domain.batches import BatchRow, BatchSum
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books


class ScanBack(ScannedPile):
    """Unit → holder, or back to the center."""

    code = "batch_scan_back"
    title = N_("Scan back from the unit")
    short = N_("Scan back from the unit")
    order = 34
    happenings: ClassVar[Mapping[str, str]] = {"batch_scan_back": N_("Cards scanned back")}
    belongs: ClassVar[Mapping[str, str]] = {"not-at-unit": "scan", "nothing-scanned": "scan"}

    @classmethod
    def offer_batch(cls, batch: BatchSum) -> Offer:
        """Offer it while cards are at the unit."""
        if batch.at_unit:
            return Offer.yes()
        return Offer.no(sentence("No card of it is at the unit."))

    def build(self) -> None:
        """Make the step of the scans and the sheet."""
        first = self.step("scan", N_("Scan"), action=N_("Continue"), act=self.take)
        first.choice("fate", N_("What the unit did with them"), list(FATE_NAMES.items()))
        first.scan(
            "scanned",
            N_("Scan a signed row, or a card"),
            explain=N_("Scan one after the other; Enter with an empty field goes on."),
        )
        self.begin_pile(first)
        self.sheet_step(N_("Book them"), self._do)

    def due(self, books: Books, batch_id: int) -> Sequence[BatchRow]:
        """Return what is at the unit."""
        return at_unit(books, batch_id)

    def counted(self) -> Sentence:
        """Say how many of those at the unit were scanned."""
        unit, there = self.batch.unit.name, len(self.expected)
        return sentence(
            "{scanned} of {there} cards at {unit}",
            scanned=len(self.scanned),
            there=there,
            unit=unit,
        )

    def not_due(self, number: str) -> None:
        """Say that it is not at this unit."""
        refusal = batch_scan_back.not_expected(number, self.batch)
        self.steps["scan"].notice.refuse(refusal)

    def go_on(self) -> None:
        """Ask what would be booked."""
        request = batch_scan_back.Request(
            batch_id=self.batch.id, scanned=tuple(self.scanned), fate=self.read("fate")
        )
        self.consequences(batch_scan_back.WORKFLOW, request)

    def _do(self) -> None:
        self.confirm(batch_scan_back.WORKFLOW, self._done)

    def _done(self, outcome: batch_scan_back.Outcome) -> None:
        said = (
            sentence("{cards} cards are handed out and work.", cards=outcome.cards)
            if outcome.fate is Fate.HANDED_OUT
            else sentence("{cards} cards are back and are kept here.", cards=outcome.cards)
        )
        self.finish(
            said, sentence("{cards} cards are still at the unit.", cards=outcome.still_at_unit)
        )
