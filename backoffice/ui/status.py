"""Asks printers and books how they are, off the Tk thread, every few seconds, never in a queue."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.documents import Bilingual
from backoffice.domain.holds import held_because
from backoffice.domain.printers import NAMES, ROLES
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import Sentence, sentence
from backoffice.ui.tasks import printer_lane

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.domain.settings import Settings
    from backoffice.ports import Program
    from backoffice.ui.tasks import Lanes
    from backoffice.ui.words import Said

EVERY_MS = 4000
BOOKS = "books"


@dataclass(frozen=True, kw_only=True)
class State:
    """How one thing is; ``said`` is what it says of itself."""

    well: bool
    said: Sentence


UNKNOWN = State(well=False, said=sentence("not asked yet"))


def watched(settings: Settings) -> dict[str, Said]:
    """Return what is watched at a desk, and what it is called: printers by name, then the books."""
    called: dict[str, Said] = {}
    for role in ROLES:
        names = settings.printers_of(role)
        for name in names:
            alone = sentence(NAMES[role]) if len(names) == 1 else None
            called[printer_lane(name)] = alone or Bilingual(en=name, zh=name)
    return called | {BOOKS: sentence("books")}


class Watch:
    """Asks until it is stopped; one round at a time."""

    def __init__(
        self,
        owner: tk.Misc,
        lanes: Lanes,
        program: Program,
        told: Callable[[dict[str, State]], None],
    ) -> None:
        self._owner = owner
        self._lanes = lanes
        self._program = program
        self._told = told
        self._timer = ""

    def start(self) -> None:
        """Ask now, and then again and again."""
        self.stop()
        self._ask()

    def stop(self) -> None:
        """Ask no more."""
        if self._timer:
            self._owner.after_cancel(self._timer)
            self._timer = ""

    def _ask(self) -> None:
        self._timer = ""
        self._lanes.run("watch", self._owner, self._round, then=self._answer, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._timer = self._owner.after(EVERY_MS, self._ask)
        raise error

    def _answer(self, states: dict[str, State]) -> None:
        self._told(states)
        if not self._timer:
            self._timer = self._owner.after(EVERY_MS, self._ask)

    def _round(self) -> dict[str, State]:
        settings = self._program.settings
        held: dict[str, Sentence] = {}
        books = self._books(held)
        states = {
            printer_lane(name): State(well=False, said=held[name])
            if name in held
            else self._printer(name)
            for role in ROLES
            for name in settings.printers_of(role)
        }
        return states | {BOOKS: books}

    def _printer(self, name: str) -> State:
        try:
            state = self._program.printers().state(name)
        except (Refusal, Fault) as error:
            return State(well=False, said=error.message)
        except KeyError:
            return State(well=False, said=sentence("not set up at this desk"))
        return State(well=state.ready, said=state.sentence)

    def _books(self, held: dict[str, Sentence]) -> State:
        """Ask the books, and put into ``held`` what they know of printers of this desk."""
        try:
            with self._program.store().reading() as books:
                books.journal.head()
                here = books.places.desk_by_code(self._program.settings.desk)
                for hold in books.holds.at_desk(here.id) if here else ():
                    held[hold.printer] = held_because(hold.reason)
        except Fault as fault:
            return State(well=False, said=fault.message)
        return State(well=True, said=sentence("The books can be read and written."))
