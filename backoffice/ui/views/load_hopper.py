"""Load the printer's hopper from a box, or empty it; only desks that count their hopper need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.sentences import N_, sentence
from backoffice.ui.view import Offer, View
from backoffice.workflows import load_hopper
from backoffice.workflows.load_hopper import WAY_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping


class LoadHopper(View):
    """Blanks go from a box into the hopper, or back."""

    code = "load_hopper"
    title = N_("Load or empty the hopper")
    short = N_("Load the hopper")
    order = 20
    belongs: ClassVar[Mapping[str, str]] = {"hopper-count": "blanks"}

    @classmethod
    def offer_desk(cls) -> Offer:
        """Offer it on the page of the blanks."""
        return Offer.yes()

    def build(self) -> None:
        """Make the step of the blanks and the sheet."""
        first = self.step("blanks", N_("Blank cards"), action=N_("Check"), act=self._check)
        first.count("blanks", N_("How many blank cards"))
        first.choice("way", N_("Where they go"), list(WAY_NAMES.items()))
        first.note(
            sentence("Who books no hopper need not begin: cards are then fed from the boxes.")
        )
        self.sheet_step(N_("Book it"), self._move)

    def _check(self) -> None:
        request = load_hopper.Request(way=self.read("way"), blanks=self.read("blanks"))
        self.consequences(load_hopper.WORKFLOW, request)

    def _move(self) -> None:
        self.confirm(load_hopper.WORKFLOW, self._done)

    def _done(self, outcome: load_hopper.Outcome) -> None:
        self.finish(
            sentence(
                "{hopper} blank cards are in the hopper, {stock} in the boxes.",
                hopper=outcome.hopper,
                stock=outcome.stock,
            )
        )
