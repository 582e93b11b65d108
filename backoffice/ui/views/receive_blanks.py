"""Enter a box of blank cards: number, label, count, sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.sentences import N_, sentence
from backoffice.ui.view import Offer, View
from backoffice.workflows import receive_blanks

if TYPE_CHECKING:
    from collections.abc import Mapping


class ReceiveBlanks(View):
    """A box of blanks has arrived at the desk."""

    code = "receive_blanks"
    title = N_("Blank cards received")
    short = N_("Blanks received")
    order = 10
    belongs: ClassVar[Mapping[str, str]] = {"box": "box", "blanks": "box"}

    @classmethod
    def offer_desk(cls) -> Offer:
        """Offer it on the page of the blanks: it concerns the desk, no person."""
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the box and the sheet."""
        first = self.step("box", N_("Box"), action=N_("Check"), act=self._check)
        first.scan("number", N_("Number on the box"), required=N_("Scan or type the box number."))
        first.count("blanks", N_("Blank cards counted in it"))
        first.tally(
            "labelled",
            N_("Blank cards by its label"),
            explain=N_("Only if it differs: some are missing or damaged."),
        )
        first.text("words", N_("What is known of the difference"))
        first.text("supplier", N_("Supplier"), explain=N_("Optional."))
        self.sheet_step(N_("Add to stock"), self._add)

    def _check(self) -> None:
        request = receive_blanks.Request(
            box=self.read("number"),
            blanks=self.read("blanks"),
            labelled=self.read("labelled"),
            supplier=self.read("supplier"),
            words=self.read("words"),
        )
        self.consequences(receive_blanks.WORKFLOW, request)

    def _add(self) -> None:
        self.confirm(receive_blanks.WORKFLOW, self._done)

    def _done(self, outcome: receive_blanks.Outcome) -> None:
        said = sentence("{count} blank cards are in stock now.", count=outcome.stock)
        if not outcome.difference:
            self.finish(said)
            return
        noted = sentence("Difference to the label: {count}; it is noted.", count=outcome.difference)
        self.finish(said, noted)
