"""Hand photos over to the gates: a folder, how many are due, progress, the number."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import ttkbootstrap as ttk

from backoffice import actions
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.hand_over import hand_over, hand_over_again
from backoffice.ui import words
from backoffice.ui.dialogs import choose_folder
from backoffice.ui.progress import Progress
from backoffice.ui.view import Offer, View
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.hand_over import Written

_OPEN = sentence("Choose a folder")


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
        folder = step.text(
            "folder",
            N_("Folder that the gates read"),
            required=N_("Choose the folder that the gates read."),
        )
        folder.start(self.desk.program.settings.gates)
        button = ttk.Button(step.body, command=self.open_file)
        words.put(button, lambda: f"{_(_OPEN)}   Ctrl+O")
        button.pack(anchor="w", pady=(0, 16))
        step.text(
            "again",
            N_("Number of an earlier hand-over"),
            explain=N_("Empty: what is due now. With its number, that one is written again."),
        )
        self._progress = Progress(step.below, lambda: self.waiting)
        self._count()

    def open_file(self) -> None:
        """Choose the folder."""
        if self.waiting or self.finished:
            return
        chosen = choose_folder(self, title=sentence("Folder that the gates read"))
        if chosen is not None and self.winfo_exists():
            self.steps["confirm"].fields["folder"].put(str(chosen))

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
                    "{due} photos are due. {unwritten} earlier hand-overs were not finished and "
                    "are written first.",
                    due=due,
                    unwritten=unwritten,
                )
                if unwritten
                else sentence(
                    "{due} photos are due: they became effective since the last time.", due=due
                )
            )

        self.desk.lanes.run("store", self, count, then=show, failed=self.desk.failed)

    def _hand_over(self) -> None:
        folder, number = Path(self.read("folder")).expanduser(), _number(self.read("again"))
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
        first, *others = (
            sentence(
                "Hand-over {number}: {photos} photos in {folder}",
                number=one.number,
                photos=one.photos,
                folder=str(one.folder),
            )
            for one in written
        )
        self.finish(first, *others, sentence("It can be written again by its number."))


def _number(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise Refusal(
            "hand-over-unknown",
            sentence("“{text}” is no number of a hand-over.", text=text),
            advice=sentence("Its number stands in the name of its folder."),
        )
    return int(text)
