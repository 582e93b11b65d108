"""What forms that hand files over to the gates have alike: where to, and whether an earlier one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

import ttkbootstrap as ttk

from backoffice import actions
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import words
from backoffice.ui.dialogs import choose_folder
from backoffice.ui.view import View
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Books
    from backoffice.ui.steps import Step

W = TypeVar("W")
_OPEN = sentence("Choose a folder")


class GateView(View, Generic[W]):
    """One step; nightly runs use the command line.

    Attributes:
        explain: What an empty number hands over.
    """

    explain: ClassVar[str] = ""
    right = Right.APPROVE
    # Begun again it hands over what is due or true then, and what was not finished first.
    unfinished = False
    belongs: ClassVar[Mapping[str, str]] = {"": "confirm"}

    def build(self) -> None:
        """Make the one step: where to, and whether an earlier one."""
        step = self.confirm_step(N_("Hand over"), self._act)
        counted = step.note("")
        folder = step.text(
            "folder",
            N_("Folder that the gates read"),
            required=N_("Choose the folder that the gates read."),
        )
        folder.start(self.desk.program.settings.gates)
        button = ttk.Button(step.body, command=self.open_file)
        words.put(button, lambda: f"{_(_OPEN)}   Ctrl+O")
        button.pack(anchor="w", pady=(0, 16))
        step.text("again", N_("Number of an earlier hand-over"), explain=self.explain)
        self.add_below(step)
        program = self.desk.program

        def count() -> Sentence:
            with program.store().reading() as books:
                return self.count(books)

        self.desk.lanes.run("store", self, count, then=counted.say, failed=self.desk.failed)

    def open_file(self) -> None:
        """Choose the folder."""
        if self.waiting or self.finished or self.current is None:
            return
        chosen = choose_folder(self, title=sentence("Folder that the gates read"))
        if chosen is not None and self.winfo_exists():
            self.current.fields["folder"].put(str(chosen))

    def add_below(self, step: Step) -> None:
        """Add what stands below the fields; nothing by default."""

    def count(self, books: Books) -> Sentence:
        """Say how much would be handed over; off the Tk thread."""
        raise NotImplementedError

    def hand_over(self, folder: Path, action_id: str) -> W:
        """Hand over what is due; off the Tk thread."""
        raise NotImplementedError

    def hand_over_again(self, folder: Path, action_id: str, number: int) -> W:
        """Hand an earlier one over again; off the Tk thread."""
        raise NotImplementedError

    def handed_over(self, written: W) -> None:
        """Say what was handed over."""
        raise NotImplementedError

    def _act(self) -> None:
        folder, number = Path(self.read("folder")).expanduser(), number_of(self.read("again"))

        def write() -> W:
            if number is None:
                return self.hand_over(folder, self.action_id)
            # Looked at again, not done again.
            return self.hand_over_again(folder, actions.new_action_id(), number)

        self.work(write, self._done, lane="files")

    def _done(self, written: W) -> None:
        self.desk.something_happened()
        self.handed_over(written)


def number_of(text: str) -> int | None:
    """Return the number of an earlier hand-over; None where the field is empty.

    Raises:
        Refusal: It is no number.
    """
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise Refusal(
            "hand-over-unknown",
            sentence("“{text}” is no number of a hand-over.", text=text),
            advice=sentence("Its number stands in the name of its folder."),
        )
    return int(text)
