"""One row of the list of photos; made once and filled again as the list scrolls."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.domain.photos import SOURCE_NAMES
from backoffice.domain.sentences import sentence
from backoffice.ui import theme
from backoffice.ui.measurements_table import VERDICT_INKS, verdict_words
from backoffice.ui.texts import Text
from backoffice.ui.waiting_photos import verdict_of
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import ImageTk

    from backoffice.domain.photos import Submission

HEIGHT = 76
THUMBNAIL = (52, 64)


class PhotoRow(ttk.Frame):
    """Thumbnail, name, number and unit, when and how it was taken, and what was measured.

    Attributes:
        one: What it shows.
    """

    def __init__(
        self,
        parent: tk.Misc,
        *,
        greyed: bool,
        press: Callable[[PhotoRow], None],
        tick: Callable[[PhotoRow], None],
    ) -> None:
        height, bar, width, tall = theme.px(parent, HEIGHT, 4, *THUMBNAIL)
        super().__init__(parent, height=height)
        self.one: Submission | None = None
        self._greyed = greyed
        self._grounds: list[ttk.Frame] = []
        self.columnconfigure(2, weight=1)
        self.rowconfigure(0, weight=1)
        self.grid_propagate(False)
        self._bar = ttk.Frame(self, width=bar)
        self._bar.grid(row=0, column=0, sticky="ns")
        place = self._frame(self, width=width, height=tall)
        place.grid(row=0, column=1, padx=(6, 10))
        place.pack_propagate(False)
        self._picture = Text(place)
        self._picture.pack(expand=True)
        self._facts = self._frame(self)
        self._facts.grid(row=0, column=2, sticky="ew")
        self._facts.columnconfigure(0, weight=1)
        self._texts = self._lay_out()
        for widget in (self, place, self._picture, self._facts, *self._texts):
            widget.bind("<ButtonPress-1>", lambda _event: press(self))
        self._box.bind("<ButtonPress-1>", lambda _event: tick(self))

    def show(
        self,
        one: Submission,
        *,
        chosen: bool,
        marked: bool,
        picture: ImageTk.PhotoImage | None,
    ) -> None:
        """Show a photo that waits."""
        self.one = one
        photo, verdict = one.photo, verdict_of(one)
        name, number, taken, result = self._texts
        name.show(one.holder_name)
        number.show(f"{one.holder_number} · {one.unit_name}")
        source = sentence(SOURCE_NAMES[photo.source])
        taken.say(lambda: f"{photo.taken_on.isoformat()} · {_(source)}")
        if photo.measured is None:
            result.say(sentence("not measured"))
        else:
            result.say(partial(verdict_words, verdict))
        if not self._greyed:
            self._box.configure(icon="check-square-fill" if marked else "square", icon_size=18)
        self._paint("bg" if chosen else "chrome")
        result.paint("secondary" if self._greyed else VERDICT_INKS[verdict])
        self._bar.configure(style="primary.TFrame" if chosen else "Chrome.TFrame")
        self.put_picture(picture)

    def put_picture(self, picture: ImageTk.PhotoImage | None) -> None:
        """Show the thumbnail, or an empty place until it is there."""
        self._picture.configure(image=picture or "")

    def _lay_out(self) -> tuple[Text, Text, Text, Text]:
        name = Text(self._facts, font="Desk.Strong")
        number = Text(self._facts, font="Desk.Small")
        taken = Text(self._facts, font="Desk.Small")
        result = Text(self._facts, font="Desk.Small")
        self._box = Text(self._facts)
        name.grid(row=0, column=0, sticky="ew")
        self._box.grid(row=0, column=1, sticky="e", padx=(8, 12))
        number.grid(row=1, column=0, columnspan=2, sticky="ew")
        taken.grid(row=2, column=0, sticky="ew")
        result.grid(row=2, column=1, sticky="e", padx=(8, 12))
        return name, number, taken, result

    def _frame(self, parent: tk.Misc, *, width: int = 0, height: int = 0) -> ttk.Frame:
        frame = ttk.Frame(parent, width=width, height=height)
        self._grounds.append(frame)
        return frame

    def _paint(self, ground: str) -> None:
        for frame in (self, *self._grounds):
            frame.configure(style=f"{ground.title()}.TFrame" if ground != "bg" else "TFrame")
        name, *others = self._texts
        for text in (name, *others, self._box, self._picture):
            text.ground = ground
            text.paint("secondary" if self._greyed or text in others else "fg")
