"""What can be done for a person: a button each; what can't stands greyed, with the reason."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.roles import ROLE_NAMES
from backoffice.domain.sentences import N_, sentence
from backoffice.ui import registry, theme, words
from backoffice.ui.offer_button import OfferButton
from backoffice.ui.texts import Text
from backoffice.ui.view import Offer
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.domain.sentences import Sentence
    from backoffice.ui.desk import Desk
    from backoffice.ui.person import Person
    from backoffice.ui.view import View

_MOST = 3
_GAP = 6
_FEW, _MANY = 2, 9
"""So many reasons have a line each, and so many buttons stand wide, on a low screen too."""


@dataclass(frozen=True, kw_only=True)
class _Refused:
    """A workflow that can't be begun."""

    view: type[View]
    why_not: Sentence


class Offers(ttk.Frame):
    """The workflows on offer, always in the same order, then what can't be done.

    Under them stands why not: each reason on a high screen, on a low one that of the button under
    the pointer or the focus, and otherwise the reason that most of them share.
    """

    def __init__(self, parent: tk.Misc, desk: Desk, person: Person) -> None:
        super().__init__(parent)
        self._desk = desk
        self._person = person
        self._offered: dict[str, type[View]] = {}
        self._buttons: list[OfferButton] = []
        offered = [(view, view.offer(person)) for view in registry.all_views()]
        offers = [(view, checked(desk, view, offer)) for view, offer in offered if offer]
        refused = [
            _Refused(view=view, why_not=offer.why_not)
            for view, offer in offers
            if offer.why_not is not None
        ]
        for view, offer in offers:
            if offer.allowed:
                self._put(view, partial(desk.open_view, view, person))
                self._offered[view.key] = view
        self._reasons = _Reasons(self, refused)
        for one in refused:
            self._reasons.tell_at(self._put(one.view, None), one)
        self._width = 0
        self._fit(parent.winfo_width())
        self.bind("<Configure>", lambda event: self._fit(event.width))
        words.on_switch(self, lambda: self._fit(self._width))

    def start_by_key(self, key: str) -> bool:
        """Begin the workflow of a function key; False if it is not offered."""
        view = self._offered.get(key)
        if view is not None:
            self._desk.open_view(view, self._person)
        return view is not None

    def _put(self, view: type[View], command: partial[None] | None) -> OfferButton:
        button = OfferButton(self, view.short or view.title, key=view.key, command=command)
        self._buttons.append(button)
        return button

    def _fit(self, width: int) -> None:
        """Take the roomiest way of standing for which there is room."""
        many = len(self._buttons) > _MANY and not theme.tall(self)
        for columns, slim in ((_MOST, many), (_MOST, True), (_MOST - 1, True)):
            room = width // columns - theme.px(self, _GAP)[0]
            if all(button.room(slim=slim) <= room for button in self._buttons):
                break
        self._width = width
        self._stand(columns, slim=slim)

    def _stand(self, columns: int, *, slim: bool) -> None:
        gap = theme.px(self, _GAP)[0]
        for column in range(_MOST):
            there = column < columns
            self.columnconfigure(column, weight=there, uniform="offers" if there else "")
        for number, button in enumerate(self._buttons):
            row, column = divmod(number, columns)
            # The gaps are between them only, and leave them one width.
            left, right = gap * column // columns, gap * (columns - 1 - column) // columns
            button.shape(slim=slim)
            button.grid(row=row, column=column, sticky="ew", padx=(left, right), pady=(0, gap))
        self._reasons.grid(row=len(self._buttons), columnspan=columns, sticky="ew", pady=(2, 0))


class _Reasons(ttk.Frame):
    """Why something can't be done."""

    def __init__(self, parent: tk.Misc, refused: Sequence[_Refused]) -> None:
        super().__init__(parent)
        self.columnconfigure(0, weight=1)
        alike = [[one for one in refused if one.why_not == each.why_not] for each in refused]
        shared = [same for n, same in enumerate(alike) if same[0] is refused[n]]
        shared.sort(key=len, reverse=True)
        few = len(shared) <= _FEW
        self._shared = shared if few or theme.tall(self) else shared[:1]
        self._points = len(self._shared) < len(shared)
        self._lines = [
            Text(self, ink="secondary", font="Desk.Small", wrap=True) for _same in self._shared
        ]
        for line, same in zip(self._lines, self._shared, strict=True):
            line.say(partial(_why_not, same))
            line.grid(sticky="ew", pady=(0, 2))

    def tell_at(self, button: OfferButton, one: _Refused) -> None:
        """Tell the reason while the pointer or the focus is at the button."""
        if not self._points:
            return
        for event in ("<Enter>", "<FocusIn>"):
            button.bind(event, lambda _event: self._tell([one], "fg"), add=True)
        for event in ("<Leave>", "<FocusOut>"):
            button.bind(event, lambda _event: self._tell(self._shared[0], "secondary"), add=True)

    def _tell(self, same: Sequence[_Refused], ink: str) -> None:
        self._lines[0].say(partial(_why_not, same))
        self._lines[0].paint(ink)


def _why_not(same: Sequence[_Refused]) -> str:
    names = _(N_(", ")).join(_(one.view.short or one.view.title) for one in same)
    return _(sentence("{names}: {reason}", names=names, reason=same[0].why_not))


def checked(desk: Desk, view: type[View], offer: Offer) -> Offer:
    """Return the offer, refused where the role lacks the right; the action checks it again."""
    if desk.actor.may(view.right):
        return offer
    role = sentence(ROLE_NAMES[desk.actor.role])
    right = sentence(view.right.value)
    return Offer.no(sentence("The role {role} may not {right}.", role=role, right=right))
