"""Found cards: what is kept at the desks, and beside it what can be done with the one chosen."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from backoffice.domain.cards import CardState
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, Sentence, sentence
from backoffice.ui import found_words, theme, words
from backoffice.ui.page import Page
from backoffice.ui.texts import Text, rule
from backoffice.ui.views.found_card import Destroy, GiveBack, HandIn, TellHolder
from backoffice.ui.words import _
from backoffice.workflows.found_card import kept_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from backoffice.domain.found_cards import FoundCard
    from backoffice.domain.places import Desk as Place
    from backoffice.ports import Books

_HEADS = (
    N_("Card"),
    N_("Holder"),
    N_("Found on"),
    N_("Found where"),
    N_("Told on"),
    N_("Kept until"),
    N_("Kept at"),
)
_WIDTHS = (88, 104, 88, 136, 88, 96, 176)
_ELSEWHERE = N_("It is kept at another desk.")
_DEAD = N_("The card is dead.")


@dataclass(frozen=True, kw_only=True)
class _Row:
    found: FoundCard
    place: Place
    until: date
    alive: bool


class FoundCards(Page):
    """A list of all desks, for a holder asks at any of them."""

    title = N_("Found cards")
    order = 50
    right = Right.SERVE

    def build(self) -> None:
        """Lay out list and side."""
        self._rows: dict[str, _Row] = {}
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.columnconfigure(2, minsize=theme.px(self, 456)[0])
        left = ttk.Frame(self, padding=16)
        left.grid(row=0, column=0, sticky="nsew")
        left.columnconfigure(0, weight=1)
        left.rowconfigure(2, weight=1)
        Text(left, sentence("Found cards that are kept"), font="Desk.Heading").grid(sticky="w")
        self._said = Text(left, ink="secondary", wrap=True)
        self._said.grid(sticky="ew", pady=(4, 12))
        self._list = self._make_list(left)
        self._list.grid(sticky="nsew")
        rule(self, vertical=True).grid(row=0, column=1, sticky="ns")
        self.column.grid(row=0, column=2, sticky="nsew")
        self.column.grid_propagate(False)
        self._side = ttk.Frame(self.column, padding=16)
        self._side.columnconfigure(0, weight=1)
        self.column.rest_with(self._side)
        words.on_switch(self, self._say)
        self._draw([])

    def opened(self) -> None:
        """Read the list anew."""
        self.refresh()
        if self.column.view is None:
            self._list.focus_set()

    def refresh(self) -> None:
        """Read the list again."""
        program = self.desk.program

        def read() -> list[_Row]:
            with program.store().reading() as books:
                return [_read(books, found) for found in books.found_cards.kept()]

        self.desk.lanes.run("store", self, read, then=self._draw, failed=self.desk.failed)

    def on_scan(self, text: str) -> bool:
        """Choose the card if it is kept already; else begin to hand it in."""
        if self.column.view is not None:
            return False
        known = [iid for iid, row in self._rows.items() if row.found.card_number == text.strip()]
        if known:
            self._list.selection_set(known)
            self._list.see(known[0])
        else:
            self.column.open(HandIn, None).on_scan(text)
        return True

    def _make_list(self, parent: tk.Misc) -> ttk.Treeview:
        names = [f"c{n}" for n in range(1, len(_HEADS))]
        table = ttk.Treeview(
            parent, style="Plain.Treeview", columns=names, selectmode="browse", height=6
        )
        for name, width in zip(("#0", *names), theme.px(self, *_WIDTHS), strict=True):
            table.column(name, width=width, minwidth=48, stretch=name in {"c3", names[-1]})
        table.bind("<<TreeviewSelect>>", lambda _event: self._offer())
        return table

    def _draw(self, rows: list[_Row]) -> None:
        chosen = self._list.selection()
        self._rows = {str(row.found.id): row for row in rows}
        self._say()
        still = [iid for iid in chosen if iid in self._rows]
        self._list.selection_set(still or list(self._rows)[:1])
        self._offer()

    def _say(self) -> None:
        columns = ("#0", *self._list.cget("columns"))
        for column, head in zip(columns, _HEADS, strict=True):
            self._list.heading(column, text=_(head), anchor="w")
        chosen = self._list.selection()
        self._list.delete(*self._list.get_children())
        for iid, row in self._rows.items():
            found = row.found
            values = (
                found.holder_name,
                found.found_on.isoformat(),
                found.found_where,
                found.told_on.isoformat() if found.told_on else "—",
                row.until.isoformat() if row.alive else _(N_("dead")),
                _(words.desk_name(row.place)),
            )
            self._list.insert("", "end", iid=iid, text=f"…{found.card_number[-4:]}", values=values)
        self._list.selection_set([iid for iid in chosen if iid in self._rows])
        self._said.say(
            sentence("Scan a found card to hand it in, or to see whether it is here.")
            if self._rows
            else sentence("No found card is kept. Scan one to hand it in.")
        )

    def _offer(self) -> None:
        for child in self._side.winfo_children():
            child.destroy()
        chosen = self._list.selection()
        row = self._rows.get(chosen[0]) if chosen else None
        if row is not None:
            self._offer_row(row)
        self._title(sentence("Another card"))
        self._button(HandIn.title, lambda: self.column.open(HandIn, None))

    def _offer_row(self, row: _Row) -> None:
        found, today = row.found, self.desk.program.clock.today()
        self._title(sentence("Chosen: {what}", what=found.card_number))
        for line in found_words.found_card(found, row.place):
            Text(self._side, line, ink="secondary", wrap=True).grid(sticky="ew", pady=(0, 4))
        here = "" if found.desk_id == self.desk.session_place.id else _ELSEWHERE
        letter = found_words.letter(found, row.place, row.until)
        self._button(TellHolder.title, partial(self._about, TellHolder, found, letter))
        give, destroy = partial(self._about, GiveBack, found), partial(self._about, Destroy, found)
        self._button(GiveBack.title, give, here or ("" if row.alive else _DEAD))
        early = row.alive and today < row.until
        until = sentence("It is kept until {day}.", day=row.until.isoformat())
        self._button(Destroy.title, destroy, here or (until if early else ""))
        self._button(
            N_("Open the person"), lambda: self.desk.show_person(found.holder_id, found.card_id)
        )

    def _about(self, kind: type[Any], *about: object) -> None:
        self.column.open(kind, None).about(*about)  # type: ignore[attr-defined]

    def _title(self, said: Sentence) -> None:
        Text(self._side, said, font="Desk.Heading", wrap=True).grid(sticky="ew", pady=(8, 8))

    def _button(
        self, said: str, command: Callable[[], object], why_not: str | Sentence = ""
    ) -> None:
        button = ttk.Button(self._side, command=command)
        words.put(button, said)
        button.grid(sticky="w", pady=3)
        if why_not:
            button.configure(state="disabled")
            Text(self._side, why_not, ink="secondary", font="Desk.Small", wrap=True).grid(
                sticky="ew", pady=(0, 4)
            )


def _read(books: Books, found: FoundCard) -> _Row:
    return _Row(
        found=found,
        place=books.places.desk(found.desk_id),
        until=kept_until(books, found),
        alive=books.cards.get(found.card_id).state is CardState.ACTIVE,
    )
