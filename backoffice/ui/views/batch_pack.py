"""Pack a batch: card after card into the pile, what is missing beside it, one confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.sentences import N_, sentence
from backoffice.ui.scanned_pile import ScannedPile, lines_of
from backoffice.ui.view import Offer
from backoffice.workflows import batch_pack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backoffice.domain.batches import BatchRow, BatchSum
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books


class PackBatch(ScannedPile):
    """From the printer, or from the print shop, into the pile of the unit."""

    code = "batch_pack"
    title = N_("Pack the cards")
    short = N_("Pack the cards")
    order = 28
    happenings: ClassVar[Mapping[str, str]] = {"batch_pack": N_("Cards packed")}
    belongs: ClassVar[Mapping[str, str]] = {
        "not-of-batch": "scan",
        "nothing-scanned": "scan",
        "unknown-card": "scan",
        "needs-": "scan",
    }

    @classmethod
    def offer_batch(cls, batch: BatchSum) -> Offer:
        """Offer it while cards of it are here."""
        if batch.printing or batch.at_center:
            return Offer.yes()
        return Offer.no(sentence("No card of it is here."))

    def build(self) -> None:
        """Make the step of the scans and the sheet."""
        first = self.step("scan", N_("Scan"), action=N_("Continue"), act=self.take)
        first.scan(
            "scanned",
            N_("Scan a card of the pile"),
            explain=N_("Scan one after the other; then Enter goes on."),
        )
        first.text(
            "rest_reason",
            N_("Why the rest is good as well"),
            explain=N_("Only if not every card is scanned: a supervisor answers for the others."),
        )
        self.begin_pile(first)
        self.sheet_step(N_("Pack"), self._do)

    def due(self, books: Books, batch_id: int) -> Sequence[BatchRow]:
        """Return what is not packed yet."""
        return batch_pack.to_pack(books, batch_id)

    def counted(self) -> Sentence:
        """Say how many of those that are not packed were scanned."""
        return sentence(
            "{scanned} of {there} cards scanned; still missing:",
            scanned=len(self.scanned),
            there=len(self.expected),
        )

    def listed(self) -> str:
        """Return what is still missing, one a line."""
        missing = (row for number, row in self.expected.items() if number not in self.scanned)
        return lines_of(missing) or "—"

    def take(self) -> None:
        """Ask the books about a card that could not be scanned when the form was opened."""
        row = self.expected.get(self.read("scanned").strip())
        if row is not None and not batch_pack.printed(row):
            self.steps["scan"].fields["scanned"].start("")
            self.not_due(row.card_number)
            return
        super().take()

    def not_due(self, number: str) -> None:
        """Say whose card it is, and where it belongs."""
        program, batch_id = self.desk.program, self.batch.id

        def ask() -> BatchRow:
            with program.store().reading() as books:
                return batch_pack.require_of_batch(books, batch_id, number)

        self.work(ask, self._printed_since)

    def _printed_since(self, row: BatchRow) -> None:
        others = {n: one for n, one in self.expected.items() if one.card.row != row.card.row}
        self.expected = others | {row.card_number: row}
        self.scanned = {n: None for n in self.scanned if n in others} | {row.card_number: None}
        self.steps["scan"].notice.clear()
        self.say_pile()

    def go_on(self) -> None:
        """Ask what would be packed."""
        request = batch_pack.Request(
            batch_id=self.batch.id,
            scanned=tuple(self.scanned),
            rest_reason=self.read("rest_reason"),
        )
        self.consequences(batch_pack.WORKFLOW, request)

    def _do(self) -> None:
        self.confirm(batch_pack.WORKFLOW, self._done)

    def _done(self, outcome: batch_pack.Outcome) -> None:
        self.finish(
            sentence(
                "{cards} cards of batch {number} are packed.",
                cards=outcome.cards,
                number=outcome.number,
            ),
            sentence("{cards} cards are still missing.", cards=outcome.missing),
        )
