"""May this card enter today? One scan, one answer that is read from two steps away (E3)."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import Sentence, sentence
from backoffice.procedures.entry import may_enter
from backoffice.ui.entry_words import campus_words
from backoffice.ui.portrait import Portrait
from backoffice.ui.texts import Text
from backoffice.ui.words import _

if TYPE_CHECKING:
    from datetime import date

    from backoffice.domain.cards import Card
    from backoffice.domain.entry import Answer, CampusStanding
    from backoffice.domain.holders import Holder
    from backoffice.ports import Books
    from backoffice.ui.desk import Desk

_FACE = (208, 256)


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A card that was scanned, whose it is, and the answer."""

    card: Card
    holder: Holder
    picture: bytes | None
    answer: Answer


def check(books: Books, number: str, today: date) -> Checked:
    """Answer for the card with this number.

    Raises:
        Refusal: It is no card of ours.
    """
    card = books.cards.by_number(number.strip())
    if card is None:
        raise Refusal(
            "not-our-card",
            sentence("This is no card of ours."),
            advice=sentence("Scan the bar code of the card once more."),
            rule="E3",
            source="FAQ 6",
        )
    photo = books.photos.to_print(card.holder_id)
    return Checked(
        card=card,
        holder=books.holders.get(card.holder_id),
        picture=books.photos.picture(photo.id) if photo else None,
        answer=may_enter(books, card, today),
    )


class EntryCheck(ttk.Frame):
    """Shows the answer for the card scanned last; the next scan replaces it."""

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, padding=24)
        self._desk = desk
        self.columnconfigure(0, weight=1)

    def show(self, checked: Checked) -> None:
        """Show whether the card may enter, and its holder's face."""
        answer = checked.answer
        self._begin(allowed=answer.allowed)
        if answer.why_not is None:
            for one in answer.open:
                self._line(one)
        else:
            self._say(answer.why_not)
        inside = ttk.Frame(self)
        inside.grid(sticky="w", pady=(24, 0))
        Portrait(inside, self._desk, checked.picture, size=_FACE).grid(row=0, column=0, rowspan=4)
        holder = checked.holder
        facts = (
            (holder.name, "Desk.Name"),
            (holder.name_latin if holder.name_latin != holder.name else "", "Desk.Heading"),
            (f"{holder.number} · {holder.unit_name}", "Desk.Body"),
            (checked.card.number, "Desk.Body"),
        )
        for row, (fact, font) in enumerate(facts):
            text = Text(inside, font=font, ink="fg" if row == 0 else "secondary")
            text.show(fact)
            text.grid(row=row, column=1, sticky="nw", padx=(24, 0))

    def refuse(self, refusal: Refusal) -> None:
        """Show that there is no such card."""
        self._begin(allowed=False)
        self._say(refusal.message)
        if refusal.advice is not None:
            self._say(refusal.advice)

    def _begin(self, *, allowed: bool) -> None:
        for child in self.winfo_children():
            child.destroy()
        ground, ink = ("good", "success") if allowed else ("wash", "danger")
        box = ttk.Frame(self, style=f"{ground.title()}.TFrame", padding=24)
        box.grid(sticky="ew", pady=(0, 16))
        said = sentence("May enter today") if allowed else sentence("May not enter today")
        icon = Text(box, ground=ground, ink=ink)
        icon.configure(icon="check-circle-fill" if allowed else "x-octagon-fill", icon_size=40)
        icon.pack(side="left", padx=(0, 16))
        Text(box, said, ground=ground, ink=ink, font="Desk.Verdict").pack(side="left")

    def _say(self, said: Sentence) -> None:
        Text(self, said, font="Desk.Heading", wrap=True).grid(sticky="ew", pady=(0, 4))

    def _line(self, one: CampusStanding) -> None:
        text = Text(self, font="Desk.Heading", wrap=True)
        text.say(lambda: f"{_(campus_words(one.campus))}: {_(one.says)}")
        text.grid(sticky="ew", pady=(0, 4))
