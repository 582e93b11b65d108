"""What can be done for a person: a button each, and where it can't, the reason beside it."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.roles import ROLE_NAMES
from backoffice.domain.sentences import sentence
from backoffice.ui import registry, theme, words
from backoffice.ui.texts import Text
from backoffice.ui.view import Offer
from backoffice.ui.words import _

if TYPE_CHECKING:
    from backoffice.ui.desk import Desk
    from backoffice.ui.person import Person
    from backoffice.ui.view import View


class Offers(ttk.Frame):
    """The workflows on offer, always in the same order."""

    def __init__(self, parent: tk.Misc, desk: Desk, person: Person) -> None:
        super().__init__(parent)
        self._desk = desk
        self._person = person
        self._offered: dict[str, type[View]] = {}
        self.columnconfigure(0, minsize=theme.px(self, 208)[0])
        self.columnconfigure(1, weight=1)
        for view in registry.all_views():
            offer = view.offer(person)
            if offer is not None:
                self._add(view, checked(desk, view, offer))

    def start_by_key(self, key: str) -> bool:
        """Begin the workflow of a function key; False if it is not offered."""
        view = self._offered.get(key)
        if view is not None:
            self._desk.open_view(view, self._person)
        return view is not None

    def _add(self, view: type[View], offer: Offer) -> None:
        row = self.grid_size()[1]
        button = ttk.Button(self, command=lambda: self._desk.open_view(view, self._person))
        name = view.short or view.title
        words.put(button, lambda: f"{view.key}   {_(name)}" if view.key else _(name))
        button.grid(row=row, column=0, sticky="ew", pady=3)
        if offer.allowed:
            if view.key:
                self._offered[view.key] = view
            return
        button.configure(state="disabled")
        if offer.why_not is not None:
            Text(self, offer.why_not, ink="secondary", font="Desk.Small", wrap=True).grid(
                row=row, column=1, sticky="ew", padx=(12, 0)
            )


def checked(desk: Desk, view: type[View], offer: Offer) -> Offer:
    """Return the offer, refused where the role lacks the right; the action checks it again."""
    if desk.actor.may(view.right):
        return offer
    role = sentence(ROLE_NAMES[desk.actor.role])
    right = sentence(view.right.value)
    return Offer.no(sentence("The role {role} may not {right}.", role=role, right=right))
