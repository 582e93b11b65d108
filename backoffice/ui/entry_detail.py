"""One application for campus entry in full: who, where, when, why, and what was before."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.entry import STATE_NAMES, EntryApplication
from backoffice.domain.sentences import sentence
from backoffice.procedures.entry import entry_of
from backoffice.ui.entry_words import campus_words, entry_line
from backoffice.ui.portrait import Portrait
from backoffice.ui.texts import Text, rule
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from backoffice.domain.entry import Answer, Campus
    from backoffice.ports import Books
    from backoffice.ui.desk import Desk
    from backoffice.ui.waiting_entries import Applied
    from backoffice.ui.words import Said

_EARLIER = 6


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What is shown of one application."""

    one: Applied
    picture: bytes | None
    answer: Answer
    earlier: tuple[EntryApplication, ...]
    campuses: Mapping[str, Campus]


def read(books: Books, one: Applied, today: date) -> Looked:
    """Read an application with what its holder has already."""
    holder_id = one.holder.id
    photo = books.photos.to_print(holder_id)
    others = [o for o in books.entry.of_holder(holder_id) if o.id != one.application.id]
    return Looked(
        one=one,
        picture=books.photos.picture(photo.id) if photo else None,
        answer=entry_of(books, holder_id, today),
        earlier=tuple(others[:_EARLIER]),
        campuses={campus.code: campus for campus in books.entry.campuses()},
    )


class EntryDetail(ttk.Frame):
    """Shows the application that is looked at.

    Attributes:
        seen: Row of the application that is shown; 0 while it is read.
    """

    def __init__(self, parent: tk.Misc, desk: Desk, told: Callable[[], None]) -> None:
        super().__init__(parent, padding=24)
        self._desk = desk
        self._told = told
        self._wanted = self._coming = 0
        self.seen = 0
        self.columnconfigure(0, weight=1)

    def show(self, one: Applied) -> None:
        """Read an application and show it."""
        if one.application.id in (self.seen, self._coming):
            return
        self._coming = one.application.id
        self._wanted += 1
        wanted = self._wanted
        self.seen = 0
        program = self._desk.program

        def look() -> Looked:
            with program.store().reading() as books:
                return read(books, one, program.clock.today())

        self._desk.lanes.run(
            "store",
            self,
            look,
            then=self._show,
            failed=self._desk.failed,
            wanted=lambda: wanted == self._wanted,
        )

    def forget(self) -> None:
        """Show nothing."""
        self._wanted += 1
        self.seen = self._coming = 0
        for child in self.winfo_children():
            child.destroy()

    def _show(self, looked: Looked) -> None:
        self.forget()
        one, application = looked.one, looked.one.application
        self._head(looked).grid(sticky="ew")
        rule(self).grid(sticky="ew", pady=16)
        facts = ttk.Frame(self)
        facts.grid(sticky="ew")
        facts.columnconfigure(1, weight=1)
        days = sentence(
            "{start} to {end}",
            start=application.from_on.isoformat(),
            end=application.until_on.isoformat(),
        )
        applied = application.applied_at.astimezone().strftime("%Y-%m-%d %H:%M")
        lines: list[tuple[Said, Said]] = [
            (sentence("Campus"), campus_words(one.campus)),
            (sentence("Days"), days),
            (sentence("Reason"), lambda: application.reason),
            (sentence("Applied on"), lambda: applied),
            (sentence("Campus entry"), lambda: entry_line(looked.answer)),
        ]
        for row, (label, said) in enumerate(lines):
            Text(facts, label, ink="secondary").grid(
                row=row, column=0, sticky="nw", padx=(0, 24), pady=4
            )
            font = "Desk.Strong" if row < len(lines) - 2 else "Desk.Body"
            Text(facts, said, font=font, wrap=True).grid(row=row, column=1, sticky="ew", pady=4)
        if looked.earlier:
            rule(self).grid(sticky="ew", pady=16)
            Text(self, sentence("Earlier applications"), ink="secondary").grid(sticky="w")
        for other in looked.earlier:
            text = Text(self, font="Desk.Small", wrap=True)
            text.say(partial(_earlier, other, looked.campuses[other.campus]))
            text.grid(sticky="ew", pady=(4, 0))
        self.seen = application.id
        self._told()

    def _head(self, looked: Looked) -> ttk.Frame:
        holder = looked.one.holder
        head = ttk.Frame(self)
        head.columnconfigure(1, weight=1)
        Portrait(head, self._desk, looked.picture).grid(row=0, column=0, rowspan=3, sticky="nw")
        facts = (
            (holder.name, "Desk.Name", "fg"),
            (holder.name_latin if holder.name_latin != holder.name else "", "Desk.Body", "fg"),
            (f"{holder.number} · {holder.unit_name}", "Desk.Body", "secondary"),
        )
        for row, (fact, font, ink) in enumerate(facts):
            text = Text(head, font=font, ink=ink, wrap=True)
            text.show(fact)
            text.grid(row=row, column=1, sticky="new", padx=(16, 0))
        head.rowconfigure(2, weight=1)
        return head


def _earlier(one: EntryApplication, campus: Campus) -> str:
    days = f"{one.from_on.isoformat()} – {one.until_on.isoformat()}"
    said = (_(campus_words(campus)), days, _(STATE_NAMES[one.state]), one.answer)
    return " · ".join(filter(None, said))
