"""Hand the rights of entry over to the gates: a folder, how many there are, the number."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from backoffice import actions
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.entry_hand_over import hand_over, hand_over_again
from backoffice.ui.gate_step import add_fields, ask_folder, number_of
from backoffice.ui.view import Offer, View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.entry_hand_over import Written


class EntryHandOver(View):
    """Offered on the entry page; nightly runs use the command line."""

    code = "entry_hand_over"
    title = N_("Rights of entry for the gates")
    short = N_("Hand rights over to the gates")
    order = 61
    right = Right.APPROVE
    # Begun again it hands over what is true then.
    unfinished = False
    happenings: ClassVar[Mapping[str, str]] = {
        "entry_hand_over_written": N_("Rights of entry handed over"),
        "entry_hand_over_again": N_("Rights of entry handed over again"),
    }
    belongs: ClassVar[Mapping[str, str]] = {"": "confirm"}

    @classmethod
    def offer_entry(cls) -> Offer:
        """Offer it beside the applications: it concerns nobody in particular."""
        return Offer.yes()

    def build(self) -> None:
        """Make the one step: where to, and whether an earlier one."""
        step = self.step(
            "confirm", N_("Confirm"), action=N_("Hand over"), act=self._hand_over, confirms=True
        )
        self._count = step.note("")
        add_fields(
            step,
            self,
            explain=N_("Empty: what is in force. With its number, that one is written again."),
        )
        program = self.desk.program

        def count() -> int:
            with program.store().reading() as books:
                return len(books.entry.rights(on=program.clock.today()))

        def show(rights: int) -> None:
            self._count.say(
                sentence(
                    "Rights in force today or later: {rights}. Gates drop what they had before.",
                    rights=rights,
                )
            )

        self.desk.lanes.run("store", self, count, then=show, failed=self.desk.failed)

    def open_file(self) -> None:
        """Choose the folder."""
        ask_folder(self)

    def _hand_over(self) -> None:
        folder = Path(self.read("folder")).expanduser()
        number = number_of(self.read("again"))
        program, actor = self.desk.program, self.desk.actor
        books = (program.store(), program.clock, folder)

        def write() -> Written:
            if number is None:
                return hand_over(*books, actor=actor, action_id=self.action_id)
            action_id = actions.new_action_id()  # looked at again, not done again
            return hand_over_again(*books, number=number, actor=actor, action_id=action_id)

        self.work(write, self._done, lane="files")

    def _done(self, one: Written) -> None:
        self.desk.something_happened()
        self.finish(
            sentence(
                "Hand-over {number}: {rights} rights of entry in {folder}",
                number=one.number,
                rights=one.rights,
                folder=str(one.folder),
            ),
            sentence("It can be written again by its number."),
        )
