"""The right of the design page while no form is open: the values, and what is done with it all."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.sentences import N_, sentence
from backoffice.ui import theme, words
from backoffice.ui.design_values import DesignValues
from backoffice.ui.scroller import Scroller
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.domain.card_designs import DesignVersion
    from backoffice.ui.design_history import History


@dataclass(frozen=True, kw_only=True)
class Commands:
    """What the buttons do."""

    save: Callable[[], None]
    put_in_force: Callable[[], None]
    specimens: Callable[[], None]


class DesignSide(ttk.Frame):
    """Values above, buttons below."""

    def __init__(self, parent: tk.Misc, history: History, commands: Commands) -> None:
        super().__init__(parent, padding=16)
        self._history = history
        gap = theme.px(self, 8)[0]
        self.columnconfigure(0, weight=1)
        self.columnconfigure(1, weight=1)
        self.rowconfigure(0, weight=1)
        scroller = Scroller(self)
        scroller.grid(row=0, columnspan=2, sticky="nsew")
        keys = {
            "<Control-z>": history.undo,
            "<Control-y>": history.redo,
            "<Control-s>": commands.save,
        }
        self._values = DesignValues(scroller.inside, history, keys)
        self._values.grid(row=0, column=0, sticky="new")
        self._order = self._lay_out_order(gap)
        self._order.grid(row=1, columnspan=2, sticky="w", pady=(gap, 0))
        self._about = Text(self, ink="secondary", font="Desk.Small", wrap=True)
        self._about.grid(row=2, columnspan=2, sticky="ew", pady=(gap, 0))
        self._save = ttk.Button(self, bootstyle="primary", command=commands.save)
        words.put(self._save, N_("Save as a new version"))
        self._save.grid(row=3, columnspan=2, sticky="ew", pady=(gap, gap))
        for column, (said, act) in enumerate(
            (
                (N_("Put in force"), commands.put_in_force),
                (N_("Specimens as PDF"), commands.specimens),
            )
        ):
            button = ttk.Button(self, command=act)
            words.put(button, said)
            button.grid(row=4, column=column, sticky="ew", padx=(0, gap) if not column else 0)

    def _lay_out_order(self, gap: int) -> ttk.Frame:
        row = ttk.Frame(self)
        for said, act in (
            (N_("Forward"), partial(self._history.raise_by, 1)),
            (N_("Backward"), partial(self._history.raise_by, -1)),
            (N_("Remove"), self._history.remove),
        ):
            button = ttk.Button(row, style="Slim.TButton", command=act)
            words.put(button, sentence(said))
            button.pack(side="left", padx=(0, gap))
        return row

    def tell(self, version: DesignVersion | None, *, in_force: bool) -> None:
        """Say who saved the version that is open, and why; ✓ marks what is in force."""
        said = sentence("This design ships with the program.")
        if version is not None:
            said = sentence(
                "{name} on {day}: {words}",
                name=version.made_by or "—",
                day=version.made_at.date().isoformat(),
                words=version.words,
            )
        self._about.say(sentence("✓ In force. {said}", said=said) if in_force else said)

    def draw(self) -> None:
        """Show the values of what is selected."""
        self._values.show()
        self._order.grid() if self._history.element is not None else self._order.grid_remove()
        self._save.state(["!disabled" if self._history.unsaved else "disabled"])
