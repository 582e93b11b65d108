"""Hand photos over to the gates: a folder, how many are due, progress, the number."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from backoffice import actions
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.hand_over import hand_over, hand_over_again
from backoffice.ui.gate_step import add_fields, ask_folder, number_of
from backoffice.ui.progress import Progress
from backoffice.ui.view import Offer, View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.hand_over import Written


class PhotoHandOver(View):
    """Offered on the photos page; nightly runs use the command line."""

    code = "photo_hand_over"
    title = N_("Photos for the gates")
    short = N_("Hand over to the gates")
    order = 60
    right = Right.APPROVE
    # What was begun and not written completely, the next hand-over writes first.
    unfinished = False
    happenings: ClassVar[Mapping[str, str]] = {
        "hand_over_written": N_("Photos handed over"),
        "hand_over_again": N_("Photos handed over again"),
    }
    belongs: ClassVar[Mapping[str, str]] = {"": "confirm"}

    @classmethod
    def offer_photos(cls) -> Offer:
        """Offer it beside the photos: it concerns nobody in particular."""
        return Offer.yes()

    def build(self) -> None:
        """Make the one step: where to, and whether an earlier one."""
        step = self.step(
            "confirm", N_("Confirm"), action=N_("Hand over"), act=self._hand_over, confirms=True
        )
        self._due = step.note("")
        add_fields(
            step,
            self,
            explain=N_("Empty: what is due now. With its number, that one is written again."),
        )
        self._progress = Progress(
            step.below, lambda: self.waiting, N_("{done} of {every} photos …")
        )
        self._count()

    def open_file(self) -> None:
        """Choose the folder."""
        ask_folder(self)

    def _count(self) -> None:
        program = self.desk.program

        def count() -> tuple[int, int]:
            with program.store().reading() as books:
                due = books.hand_overs.due(on=program.clock.today())
                return len(due), len(books.hand_overs.unwritten())

        def show(found: tuple[int, int]) -> None:
            due, unwritten = found
            self._due.say(
                sentence(
                    "Photos due: {due}. Earlier hand-overs that were not finished: {unwritten}; "
                    "they are written first.",
                    due=due,
                    unwritten=unwritten,
                )
                if unwritten
                else sentence("Photos due: {due}. They became effective since last time.", due=due)
            )

        self.desk.lanes.run("store", self, count, then=show, failed=self.desk.failed)

    def _hand_over(self) -> None:
        folder, number = Path(self.read("folder")).expanduser(), number_of(self.read("again"))
        program, actor, told = self.desk.program, self.desk.actor, self._progress.told
        books = (program.store(), program.clock, folder)

        def write() -> list[Written]:
            if number is None:
                return hand_over(*books, actor=actor, action_id=self.action_id, told=told)
            action_id = actions.new_action_id()  # looked at again, not done again
            return [
                hand_over_again(*books, number=number, actor=actor, action_id=action_id, told=told)
            ]

        self.work(write, self._done, lane="files")

    def _done(self, written: list[Written]) -> None:
        self.desk.something_happened()
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
