"""What is under way at this desk: forms the power cut off, and cards nobody has scanned back."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.print_jobs import JOB_STATE_NAMES, LIVE, JobKind, JobState
from backoffice.domain.sentences import Sentence, sentence
from backoffice.ui import registry, words
from backoffice.ui.texts import Text, rule
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.domain.print_jobs import PrintJob
    from backoffice.ports import Books
    from backoffice.ui.desk import Desk
    from backoffice.ui.unfinished import Fate

_MOST = 8


@dataclass(frozen=True, kw_only=True)
class UnderWay:
    """One card on its way, and whose it is."""

    job: PrintJob
    name: str


def read(books: Books, desk_id: int) -> list[UnderWay]:
    """Return the cards a desk's printer was given or is about to be given, oldest first."""
    jobs = [job for job in books.jobs.at_desk(desk_id, LIVE) if job.kind is JobKind.CARD]
    return [
        UnderWay(job=job, name=books.holders.get(job.holder_id).name)
        for job in jobs[:_MOST]
        if job.holder_id is not None
    ]


class UnderWayColumn(ttk.Frame):
    """Stands in the right column while no workflow is open."""

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, padding=16)
        self._desk = desk
        self._fates: list[Fate] = []
        self._cards: list[UnderWay] = []
        self.columnconfigure(0, weight=1)
        self._draw()

    def show(self, cards: list[UnderWay]) -> None:
        """Show the cards under way."""
        if cards != self._cards:
            self._cards = cards
            self._draw()

    def show_fates(self, fates: list[Fate]) -> None:
        """Show what became of the forms that were open when the program stopped."""
        self._fates = fates
        self._draw()

    def _draw(self) -> None:
        for child in self.winfo_children():
            child.destroy()
        if self._fates:
            self._title(sentence("Open when the program stopped"))
            for fate in self._fates:
                self._fate(fate)
        self._title(sentence("Under way at this desk"))
        if not self._cards:
            Text(self, sentence("Nothing waits to be scanned back."), ink="secondary").grid(
                sticky="w", pady=(4, 0)
            )
        for card in self._cards:
            self._card(card)

    def _title(self, said: Sentence) -> None:
        above = 0 if self.grid_size()[1] == 0 else 24
        Text(self, said, font="Desk.Heading").grid(sticky="w", pady=(above, 8))

    def _card(self, card: UnderWay) -> None:
        box = self._box()
        title = Text(box, font="Desk.Strong")
        title.show(f"…{card.job.number[-4:]}  {card.name}")
        title.grid(row=0, column=0, sticky="w")
        Text(box, _next_move(card.job), ink="secondary", wrap=True).grid(
            row=1, column=0, sticky="ew"
        )
        holder_id = card.job.holder_id
        assert holder_id is not None  # noqa: S101  read() leaves the others out
        self._button(box, sentence("Open"), lambda: self._desk.show_person(holder_id))

    def _fate(self, fate: Fate) -> None:
        box = self._box()
        view = registry.view(fate.form.workflow)
        title = view.title if view else fate.form.workflow
        head = Text(box, font="Desk.Strong", wrap=True)
        head.say(lambda: f"{_(title)} · {fate.name}" if fate.name else _(title))
        head.grid(row=0, column=0, sticky="ew")
        if fate.done_at is None:
            said = sentence("Nothing was done.")
            self._button(box, sentence("Begin again"), lambda: self._look(fate, again=True))
        else:
            moment = fate.done_at.astimezone().strftime("%H:%M")
            said = sentence("It was done at {time}.", time=moment)
            self._button(box, sentence("Open"), lambda: self._look(fate, again=False))
        Text(box, said, ink="secondary", wrap=True).grid(row=1, column=0, sticky="ew")
        drop = ttk.Button(box, command=lambda: self._drop(fate))
        words.put(drop, sentence("Noted"))
        drop.grid(row=0, column=2, rowspan=2, padx=(8, 0))

    def _look(self, fate: Fate, *, again: bool) -> None:
        self._drop(fate)
        self._desk.resume(fate.form, again=again)

    def _drop(self, fate: Fate) -> None:
        self._fates = [other for other in self._fates if other is not fate]
        self._desk.unfinished.drop(fate.form)
        self._draw()

    def _box(self) -> ttk.Frame:
        box = ttk.Frame(self, padding=(0, 8))
        box.columnconfigure(0, weight=1)
        box.grid(sticky="ew")
        rule(self).grid(sticky="ew")
        return box

    @staticmethod
    def _button(box: ttk.Frame, said: Sentence, command: Callable[[], None]) -> None:
        button = ttk.Button(box, command=command)
        words.put(button, said)
        button.grid(row=0, column=1, rowspan=2, padx=(8, 0))


def _next_move(job: PrintJob) -> Sentence:
    if job.state is JobState.UNCONFIRMED:
        return sentence("Not confirmed: scan the card that came out.")
    if job.note:
        return sentence("It can't be printed as it is.")
    return sentence("{state}", state=sentence(JOB_STATE_NAMES[job.state]))
