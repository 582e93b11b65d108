"""Hand the rights of entry over to the gates: a folder, how many there are, the number."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.sentences import N_, sentence
from backoffice.entry_hand_over import Written, hand_over, hand_over_again
from backoffice.ui.gate_view import GateView
from backoffice.ui.view import Offer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books


class EntryHandOver(GateView[Written]):
    """Offered on the entry page."""

    code = "entry_hand_over"
    title = N_("Rights of entry for the gates")
    short = N_("Hand rights over to the gates")
    order = 61
    explain = N_("Empty: what is in force. With its number, that one is written again.")
    happenings: ClassVar[Mapping[str, str]] = {
        "entry_hand_over_written": N_("Rights of entry handed over"),
        "entry_hand_over_again": N_("Rights of entry handed over again"),
    }

    @classmethod
    def offer_entry(cls) -> Offer:
        """Offer it beside the applications: it concerns nobody in particular."""
        return Offer.yes()

    def count(self, books: Books) -> Sentence:
        """Say how many rights there are."""
        rights = books.entry.rights(on=self.desk.program.clock.today())
        return sentence(
            "Rights in force today or later: {rights}. Gates drop what they had before.",
            rights=len(rights),
        )

    def hand_over(self, folder: Path, action_id: str) -> Written:
        """Write what is in force."""
        program, actor = self.desk.program, self.desk.actor
        return hand_over(program.store(), program.clock, folder, actor=actor, action_id=action_id)

    def hand_over_again(self, folder: Path, action_id: str, number: int) -> Written:
        """Write an earlier one again."""
        program, actor = self.desk.program, self.desk.actor
        books = (program.store(), program.clock, folder)
        return hand_over_again(*books, number=number, actor=actor, action_id=action_id)

    def handed_over(self, written: Written) -> None:
        """Say which number is in its place."""
        self.finish(
            sentence(
                "Hand-over {number}: {rights} rights of entry in {folder}",
                number=written.number,
                rights=written.rights,
                folder=str(written.folder),
            ),
            sentence("It can be written again by its number."),
        )
