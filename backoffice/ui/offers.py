"""What can be done for a person: a button each, and where it can't, the reason beside it."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.roles import ROLE_NAMES
from backoffice.domain.sentences import sentence
from backoffice.ui import registry, words
from backoffice.ui.texts import Text
from backoffice.ui.view import Offer
from backoffice.ui.words import _

if TYPE_CHECKING:
    from backoffice.ui.desk import Desk
    from backoffice.ui.person import Person
    from backoffice.ui.view import View

_ROOMY = 6
"""More buttons than this stand closer: the history below must stay in sight on a low screen."""


class Offers(ttk.Frame):
    """The workflows on offer, always in the same order; what can't be done stands greyed below."""

    def __init__(self, parent: tk.Misc, desk: Desk, person: Person) -> None:
        super().__init__(parent)
        self._desk = desk
        self._person = person
        self._offered: dict[str, type[View]] = {}
        self.columnconfigure(0, weight=1)
        self._possible = ttk.Frame(self)
        self._possible.grid(sticky="ew")
        for column in (0, 1):
            self._possible.columnconfigure(column, weight=1, uniform="offers")
        self._greyed = ttk.Frame(self)
        self._greyed.grid(sticky="ew")
        self._greyed.columnconfigure(1, weight=1)
        offered = [(view, view.offer(person)) for view in registry.all_views()]
        offers = [(view, checked(desk, view, offer)) for view, offer in offered if offer]
        possible = [view for view, offer in offers if offer.allowed]
        for number, view in enumerate(possible):
            self._allow(view, *divmod(number, 2), close=len(possible) > _ROOMY)
        for view, offer in offers:
            if not offer.allowed:
                self._grey(view, offer)

    def start_by_key(self, key: str) -> bool:
        """Begin the workflow of a function key; False if it is not offered."""
        view = self._offered.get(key)
        if view is not None:
            self._desk.open_view(view, self._person)
        return view is not None

    def _allow(self, view: type[View], row: int, column: int, *, close: bool) -> None:
        button = ttk.Button(
            self._possible,
            style="Close.TButton" if close else "TButton",
            command=lambda: self._desk.open_view(view, self._person),
        )
        words.put(button, partial(_label, view))
        pad = (0, 6) if column == 0 else (6, 0)
        button.grid(row=row, column=column, sticky="ew", padx=pad, pady=(0, 4 if close else 8))
        if view.key:
            self._offered[view.key] = view

    def _grey(self, view: type[View], offer: Offer) -> None:
        row = self._greyed.grid_size()[1]
        button = ttk.Button(self._greyed, style="Slim.TButton", state="disabled")
        words.put(button, partial(_label, view))
        button.grid(row=row, column=0, sticky="new", pady=2)
        if offer.why_not is not None:
            Text(self._greyed, offer.why_not, ink="secondary", font="Desk.Small", wrap=True).grid(
                row=row, column=1, sticky="ew", padx=(12, 0), pady=2
            )


def _label(view: type[View]) -> str:
    name = _(view.short or view.title)
    return f"{name}   {view.key}" if view.key else name


def checked(desk: Desk, view: type[View], offer: Offer) -> Offer:
    """Return the offer, refused where the role lacks the right; the action checks it again."""
    if desk.actor.may(view.right):
        return offer
    role = sentence(ROLE_NAMES[desk.actor.role])
    right = sentence(view.right.value)
    return Offer.no(sentence("The role {role} may not {right}.", role=role, right=right))
