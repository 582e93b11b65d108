"""The list of what waits for approval: as many rows as there is room, filled as it scrolls."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from backoffice.ui import theme, words
from backoffice.ui.photo_row import HEIGHT, THUMBNAIL, PhotoRow
from backoffice.ui.thumbnails import Thumbnails
from backoffice.ui.waiting_photos import BATCH

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.domain.photos import Submission
    from backoffice.ui.desk import Desk
    from backoffice.ui.waiting_photos import WaitingPhotos

_WHEEL = 2


class PhotoList(ttk.Frame):
    """One row is chosen, several may be marked; ``told`` hears of both.

    Attributes:
        waiting: What is listed.
        chosen: The photo that is looked at.
        marks: Photos to be approved or rejected together.
        top: The first row in sight.
    """

    def __init__(
        self, parent: tk.Misc, desk: Desk, *, greyed: bool, told: Callable[[], None]
    ) -> None:
        super().__init__(parent, style="Chrome.TFrame", takefocus=True)
        self._greyed = greyed
        self._told = told
        self._rows: list[PhotoRow] = []
        self._at = 0
        self._sought = 0
        self._height, *size = theme.px(self, HEIGHT, *THUMBNAIL)
        self._thumbnails = Thumbnails(self, desk, (size[0], size[1]), self._picture_came)
        self.waiting: WaitingPhotos | None = None
        self.chosen: Submission | None = None
        self.marks: set[int] = set()
        self.top = 0
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._place = ttk.Frame(self, style="Chrome.TFrame")
        self._place.grid(row=0, column=0, sticky="nsew")
        self._bar = ttk.Scrollbar(self, orient="vertical", command=self._dragged)
        self._bar.grid(row=0, column=1, sticky="ns")
        self._place.bind("<Configure>", lambda _event: self._settle())
        self.bind("<Enter>", self._listen)
        self.bind("<Leave>", self._ignore)
        words.on_switch(self, self.draw)

    @property
    def marked(self) -> list[Submission]:
        """The marked photos that are listed, oldest first."""
        return [one for one in self._listed if one.photo.id in self.marks]

    @property
    def room(self) -> int:
        """How many rows are in sight at once."""
        return max(self._place.winfo_height() // self._height, 1)

    def draw(self) -> None:
        """Show what is listed now; who was looked at stays, or the next one takes the place."""
        listed = self._listed
        self.marks &= {one.photo.id for one in listed}
        ids = [one.photo.id for one in listed]
        if self._sought in ids:
            self._at, self._sought = ids.index(self._sought), 0
            self._reveal()
        elif self.chosen is not None and self.chosen.photo.id in ids:
            self._at = ids.index(self.chosen.photo.id)
        else:
            self._at = max(min(self._at, len(listed) - 1), 0)
            self._reveal()
        self._choose(listed[self._at] if listed else None)

    def move(self, by: int) -> None:
        """Look at another photo, so many rows further on."""
        self.go(self._at + by)

    def go(self, at: int) -> None:
        """Look at the photo in a row."""
        listed = self._listed
        if listed:
            self._at = max(min(at, len(listed) - 1), 0)
            self._reveal()
            self._choose(listed[self._at])

    def look_at(self, photo_id: int) -> None:
        """Look at a photo, if it is listed."""
        ids = [one.photo.id for one in self._listed]
        if photo_id in ids:
            self.go(ids.index(photo_id))

    def look_for(self, photo_id: int) -> None:
        """Look at a photo as soon as it is listed."""
        self._sought = photo_id

    def tick(self) -> None:
        """Mark the chosen photo, or take its mark away."""
        if self.chosen is not None and not self._greyed:
            self.marks ^= {self.chosen.photo.id}
            self._choose(self.chosen)

    def unmark(self, photo_ids: set[int] | None = None) -> None:
        """Take marks away; all of them without ``photo_ids``."""
        self.marks = set() if photo_ids is None else self.marks - photo_ids
        self._choose(self.chosen)

    @property
    def _listed(self) -> list[Submission]:
        return self.waiting.rows if self.waiting is not None else []

    def _choose(self, one: Submission | None) -> None:
        self.chosen = one
        self._fill()
        self._told()

    def _reveal(self) -> None:
        self.top = min(self.top, self._at)
        self.top = max(self.top, self._at - self.room + 1)

    def _fill(self) -> None:
        listed, room = self._listed, self.room
        self.top = max(min(self.top, len(listed) - room), 0)
        while len(self._rows) < room:
            self._rows.append(self._made())
        for number, row in enumerate(self._rows):
            at = self.top + number
            if number >= room or at >= len(listed):
                row.one = None
                row.place_forget()
                continue
            one = listed[at]
            row.show(
                one,
                chosen=one is self.chosen,
                marked=one.photo.id in self.marks,
                picture=self._thumbnails.get(one.photo.id),
            )
            row.place(x=0, y=number * self._height, relwidth=1, height=self._height)
        for row in self._rows:
            if row.one is not None:
                self._thumbnails.ask(row.one.photo.id, in_sight=self._in_sight)
        if self.waiting is not None:
            self.waiting.want(self.top + room + BATCH // 2)
        many = max(len(listed), 1)
        self._bar.set(self.top / many, min((self.top + room) / many, 1))

    def _made(self) -> PhotoRow:
        return PhotoRow(self._place, greyed=self._greyed, press=self._pressed, tick=self._ticked)

    def _picture_came(self, photo_id: int) -> None:
        for row in self._rows:
            if row.one is not None and row.one.photo.id == photo_id:
                row.put_picture(self._thumbnails.get(photo_id))

    def _in_sight(self, photo_id: int) -> bool:
        return any(row.one is not None and row.one.photo.id == photo_id for row in self._rows)

    def _settle(self) -> None:
        self._reveal()
        self._fill()

    def _pressed(self, row: PhotoRow) -> None:
        self.focus_set()
        if row.one is not None:
            self.look_at(row.one.photo.id)

    def _ticked(self, row: PhotoRow) -> None:
        self._pressed(row)
        self.tick()

    def _scroll(self, top: int) -> None:
        if top != self.top:
            self.top = top
            self._fill()

    def _dragged(self, kind: str, amount: str, unit: str = "") -> None:
        if kind == "moveto":
            self._scroll(int(float(amount) * len(self._listed)))
        else:
            self._scroll(self.top + int(amount) * (self.room if unit == "pages" else 1))

    def _listen(self, _event: tk.Event[tk.Misc]) -> None:
        top = self.winfo_toplevel()
        top.bind("<MouseWheel>", lambda event: self._scroll(self.top + _steps(event.delta)))
        top.bind("<Button-4>", lambda _event: self._scroll(self.top - _WHEEL))
        top.bind("<Button-5>", lambda _event: self._scroll(self.top + _WHEEL))

    def _ignore(self, _event: tk.Event[tk.Misc]) -> None:
        top = self.winfo_toplevel()
        for sequence in ("<MouseWheel>", "<Button-4>", "<Button-5>"):
            top.unbind(sequence)


def _steps(delta: int) -> int:
    return _WHEEL if delta < 0 else -_WHEEL
