"""Scan what became of the cards at a unit: scan after scan, one sheet, one confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.batches import BatchSum
from backoffice.domain.sentences import N_, sentence
from backoffice.procedures.unit_papers import at_unit
from backoffice.ui.section import RowView
from backoffice.ui.view import Offer
from backoffice.workflows import batch_scan_back
from backoffice.workflows.batch_scan_back import FATE_NAMES, Fate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backoffice.domain.batches import BatchRow

_SHOWN = 6


class ScanBack(RowView[BatchSum]):
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
        self._expected: dict[str, BatchRow] = {}
        self._scanned: list[str] = []
        first = self.step("scan", N_("Scan"), action=N_("Continue"), act=self._next)
        first.choice("fate", N_("What the unit did with them"), list(FATE_NAMES.items()))
        first.scan(
            "scanned",
            N_("Scan a signed row, or a card"),
            explain=N_("Scan one after the other; Enter with an empty field goes on."),
        )
        self._count = first.note("", ink="fg")
        self._names = first.note("")
        last = self.step(
            "confirm", N_("Confirm"), action=N_("Book them"), act=self._do, confirms=True
        )
        self._sheet = last.sheet()

    def about(self, row: BatchSum) -> None:
        """Read which cards are at the unit, so that each scan is answered at once."""
        self._batch = row.batch
        program, batch_id = self.desk.program, row.batch.id

        def read() -> Sequence[BatchRow]:
            with program.store().reading() as books:
                return at_unit(books, batch_id)

        self.work(read, self._expect)

    def _expect(self, rows: Sequence[BatchRow]) -> None:
        self._expected = {row.card_number: row for row in rows}
        self._say()

    def _say(self) -> None:
        unit, there = self._batch.unit.name, len(self._expected)
        self._count.say(
            sentence(
                "{scanned} of {there} cards at {unit}",
                scanned=len(self._scanned),
                there=there,
                unit=unit,
            )
        )
        newest = [self._expected[number] for number in reversed(self._scanned)][:_SHOWN]
        said = [f"{row.card.row}  {row.holder_name}  …{row.card_number[-4:]}" for row in newest]
        self._names.say(sentence("{names}", names="\n".join(said)))

    def _next(self) -> None:
        number = self.read("scanned").strip()
        step = self.steps["scan"]
        if not number:
            request = batch_scan_back.Request(
                batch_id=self._batch.id, scanned=tuple(self._scanned), fate=self.read("fate")
            )
            self.consequences(batch_scan_back.WORKFLOW, request, self._sheet)
            return
        step.fields["scanned"].start("")
        if number not in self._expected:
            refusal = batch_scan_back.not_expected(number, self._batch)
            step.notice.warn(refusal.message, *([refusal.advice] if refusal.advice else []))
        elif number in self._scanned:
            step.notice.tell(sentence("{number} was scanned already.", number=number))
        else:
            self._scanned.append(number)
            step.notice.clear()
            self._say()

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
