"""One row of the list of photos; made once and filled again as the list scrolls."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING, Self

from backoffice.domain.photos import SOURCE_NAMES, Submission
from backoffice.domain.sentences import sentence
from backoffice.ui import theme
from backoffice.ui.mark_row import MarkRow
from backoffice.ui.measurements_table import VERDICT_INKS, verdict_words
from backoffice.ui.texts import Text
from backoffice.ui.waiting_photos import verdict_of
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import ImageTk

HEIGHT = 76
THUMBNAIL = (52, 64)


class PhotoRow(MarkRow[Submission]):
    """Thumbnail, name, number and unit, when and how it was taken, and what was measured."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        greyed: bool,
        press: Callable[[Self], None],
        tick: Callable[[Self], None],
        picture: Callable[[int], ImageTk.PhotoImage | None],
    ) -> None:
        self._of = picture
        super().__init__(parent, height=HEIGHT, greyed=greyed, press=press, tick=tick)

    def lay_out(self) -> list[Text]:
        """Put the thumbnail and the facts in place."""
        width, tall = theme.px(self, *THUMBNAIL)
        place = self.frame(self, width=width, height=tall)
        place.grid(row=0, column=1, padx=(6, 10))
        place.pack_propagate(False)
        self._picture = Text(place)
        self._picture.pack(expand=True)
        name = Text(self.facts, font="Desk.Strong")
        number, taken, result = (Text(self.facts, font="Desk.Small") for _n in range(3))
        name.grid(row=0, column=0, sticky="ew")
        self.box.grid(row=0, column=1, sticky="e", padx=(8, 12))
        number.grid(row=1, column=0, columnspan=2, sticky="ew")
        taken.grid(row=2, column=0, sticky="ew")
        result.grid(row=2, column=1, sticky="e", padx=(8, 12))
        return [name, number, taken, result, self._picture]

    def fill(self, one: Submission) -> None:
        """Say whose photo it is, how it was taken, and what was measured."""
        photo, verdict = one.photo, verdict_of(one)
        name, number, taken, result, _picture = self.texts
        name.show(one.holder_name)
        number.show(f"{one.holder_number} · {one.unit_name}")
        source = sentence(SOURCE_NAMES[photo.source])
        taken.say(lambda: f"{photo.taken_on.isoformat()} · {_(source)}")
        if photo.measured is None:
            result.say(sentence("not measured"))
        else:
            result.say(partial(verdict_words, verdict))
        self.put_picture(self._of(photo.id))

    def paint(self, ground: str) -> None:
        """Colour the row, and the verdict by what it is."""
        super().paint(ground)
        if self.one is not None:
            verdict = VERDICT_INKS[verdict_of(self.one)]
            self.texts[3].paint("secondary" if self.greyed else verdict)

    def put_picture(self, picture: ImageTk.PhotoImage | None) -> None:
        """Show the thumbnail, or an empty place until it is there."""
        self._picture.configure(image=picture or "")
