"""The bottom of the window: what happened last, what is wrong, which day and database it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.print_jobs import JobState
from backoffice.domain.sentences import sentence
from backoffice.ui.texts import Text
from backoffice.ui.words import _

if TYPE_CHECKING:
    from backoffice.ui.desk import Desk
    from backoffice.ui.words import Said


class StatusLine(ttk.Frame):
    """One line of words; the newest stands there until the next one comes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, style="Chrome.TFrame", padding=(16, 6))
        self._desk = desk
        self._last = Text(self, ground="chrome", ink="secondary", font="Desk.Small")
        self._last.pack(side="left")
        self._facts = Text(self, ground="chrome", ink="secondary", font="Desk.Small")
        self._facts.pack(side="right")

    def tell(self, said: Said, *, ink: str = "secondary") -> None:
        """Say what happened."""
        self._last.say(said)
        self._last.paint(ink)

    def refresh(self) -> None:
        """Say the day, where the books are, and how many prints and photos wait."""
        program, desk_id = self._desk.program, self._desk.session_place.id

        def waiting() -> tuple[int, int]:
            with program.store().reading() as books:
                queued = len(books.jobs.at_desk(desk_id, {JobState.QUEUED}))
                return queued, books.photos.submitted_count

        self._desk.lanes.run("store", self, waiting, then=self._show, failed=self._desk.failed)

    def _show(self, waiting: tuple[int, int]) -> None:
        prints, photos = waiting
        program = self._desk.program
        local = program.settings.database.startswith("sqlite")
        parts = [
            sentence("{count} photos to approve", count=photos),
            sentence("{count} waiting to be printed", count=prints),
            sentence("day {day}", day=program.clock.today().isoformat()),
            sentence("books on this machine") if local else sentence("books on the server"),
        ]
        if self._desk.example:
            parts.append(sentence("example data"))
        self._facts.say(lambda: "  ·  ".join(_(part) for part in parts))
