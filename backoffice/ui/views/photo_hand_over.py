"""Hand photos over to the gates: a folder, how many are due, progress, the number."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.sentences import N_, sentence
from backoffice.hand_over import Written, hand_over, hand_over_again
from backoffice.ui.gate_view import GateView
from backoffice.ui.progress import Progress
from backoffice.ui.view import Offer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books
    from backoffice.ui.steps import Step


class PhotoHandOver(GateView[list[Written]]):
    """Offered on the photos page."""

    code = "photo_hand_over"
    title = N_("Photos for the gates")
    short = N_("Hand over to the gates")
    order = 60
    explain = N_("Empty: what is due now. With its number, that one is written again.")
    happenings: ClassVar[Mapping[str, str]] = {
        "hand_over_written": N_("Photos handed over"),
        "hand_over_again": N_("Photos handed over again"),
    }

    @classmethod
    def offer_photos(cls) -> Offer:
        """Offer it beside the photos: it concerns nobody in particular."""
        return Offer.yes()

    def add_below(self, step: Step) -> None:
        """Show how far it is."""
        self._progress = Progress(
            step.below, lambda: self.waiting, N_("{done} of {every} photos …")
        )
        self._progress.pack(fill="x")

    def count(self, books: Books) -> Sentence:
        """Say how many photos are due."""
        due = len(books.hand_overs.due(on=self.desk.program.clock.today()))
        unwritten = len(books.hand_overs.unwritten())
        if unwritten:
            return sentence(
                "Photos due: {due}. Earlier hand-overs that were not finished: {unwritten}; "
                "they are written first.",
                due=due,
                unwritten=unwritten,
            )
        return sentence("Photos due: {due}. They became effective since last time.", due=due)

    def hand_over(self, folder: Path, action_id: str) -> list[Written]:
        """Write what is due."""
        program = self.desk.program
        return hand_over(
            program.store(),
            program.clock,
            folder,
            actor=self.desk.actor,
            action_id=action_id,
            told=self._progress.told,
        )

    def hand_over_again(self, folder: Path, action_id: str, number: int) -> list[Written]:
        """Write an earlier one again."""
        program = self.desk.program
        written = hand_over_again(
            program.store(),
            program.clock,
            folder,
            number=number,
            actor=self.desk.actor,
            action_id=action_id,
            told=self._progress.told,
        )
        return [written]

    def handed_over(self, written: list[Written]) -> None:
        """Say which numbers are in their place."""
        if not written:
            self.finish(sentence("Another desk handed these photos over meanwhile."))
            return
        lines = (
            sentence(
                "Hand-over {number} · photos: {photos} · folder: {folder}",
                number=one.number,
                photos=one.photos,
                folder=one.folder.name,
            )
            for one in written
        )
        again = sentence("It can be written again by its number.")
        self.finish(sentence("The gates can read it now."), *lines, again)
