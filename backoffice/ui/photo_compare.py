"""The photo that waits beside the one it would replace, at the size they have."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ttkbootstrap as ttk
from PIL import Image, ImageTk

from backoffice.domain.photos import REASON_NAMES, SOURCE_NAMES
from backoffice.domain.pictures import PORTRAIT
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import Sentence, sentence
from backoffice.ui import theme
from backoffice.ui.measurements_table import MeasurementsTable
from backoffice.ui.portrait import fit
from backoffice.ui.scroller import Scroller
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from backoffice.domain.photos import Photo, Submission
    from backoffice.ports import Books
    from backoffice.ui.desk import Desk

_GAP, _LEAST, _BELOW = 16, 160, 216
"""Pixels between the pictures; least width of one; what the measurements keep of the height."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What is shown of one photo; ``taken_by`` is empty where the program took it in."""

    one: Submission
    old: Photo | None
    taken_by: str
    new_picture: Image.Image | None
    old_picture: Image.Image | None


def read(books: Books, one: Submission, *, today: date, size: tuple[int, int]) -> Compared:
    """Read a photo that waits and the one that gates use, decoded and fit to ``size``."""
    photo = one.photo
    old = books.photos.in_force(photo.holder_id, on=today)
    return Compared(
        one=one,
        old=old,
        taken_by=books.clerks.get(photo.taken_by).name if photo.taken_by is not None else "",
        new_picture=_decoded(books, photo, size),
        old_picture=_decoded(books, old, size) if old else None,
    )


class PhotoCompare(ttk.Frame):
    """Whose photo it is, old and new side by side, and what was measured.

    Attributes:
        seen: The photo whose picture is on the screen; nobody decides what they did not see.
    """

    def __init__(self, parent: tk.Misc, desk: Desk, shown: Callable[[], None]) -> None:
        super().__init__(parent, padding=16)
        self._desk = desk
        self._shown = shown
        self._one: Submission | None = None
        self._size = (0, 0)
        self.seen: int | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(3, weight=1)
        self._name = Text(self, font="Desk.Heading", wrap=True)
        self._name.grid(row=0, sticky="ew")
        self._who = Text(self, ink="secondary", wrap=True)
        self._who.grid(row=1, sticky="ew")
        pair = ttk.Frame(self)
        pair.grid(row=2, sticky="w", pady=(12, 12))
        self._new = _Framed(pair, sentence("New photo"))
        self._old = _Framed(pair, sentence("At the gates today"))
        for column, framed in enumerate((self._old, self._new)):
            framed.grid(row=0, column=column, sticky="n", padx=(0, _GAP))
        below = Scroller(self)
        below.grid(row=3, sticky="nsew")
        self._measurements = MeasurementsTable(below.inside, columns=2)
        self._measurements.grid(sticky="ew")
        self.bind("<Configure>", lambda _event: self._resize())

    def show(self, one: Submission) -> None:
        """Show a photo that waits; its pictures come as soon as they are decoded."""
        if self._one is not None and self._one.photo == one.photo:
            return
        self._one = one
        self.seen = None
        self._read()

    def forget(self) -> None:
        """Show nobody, so that the next one is read anew."""
        self._one, self.seen = None, None

    def _read(self) -> None:
        one, size, program = self._one, self._size, self._desk.program
        if one is None or not size[0]:
            return

        def compared() -> Compared:
            with program.store().reading() as books:
                return read(books, one, today=program.clock.today(), size=size)

        self._desk.lanes.run(
            "store",
            self,
            compared,
            then=self._draw,
            failed=self._failed,
            wanted=lambda: one is self._one and size == self._size,
        )

    def _draw(self, found: Compared) -> None:
        photo = found.one.photo
        self._name.show(found.one.holder_name)
        self._who.show(f"{found.one.holder_number} · {found.one.unit_name}")
        self._new.show(found.new_picture, self._size, _taken(photo, found.taken_by))
        said = _in_force(found.old) if found.old else sentence("There is no photo yet.")
        self._old.show(found.old_picture, self._size, said)
        self._measurements.show(photo.measured)
        self.seen = photo.id
        self._shown()

    def _failed(self, error: Exception) -> None:
        self.forget()
        self._desk.failed(error)

    def _resize(self) -> None:
        gap, least, below, *most = theme.px(self, _GAP, _LEAST, _BELOW, *PORTRAIT)
        head = self._who.winfo_y() + self._who.winfo_reqheight() + 2 * gap
        wide = (self.winfo_width() - 4 * gap) // 2
        tall = self.winfo_height() - head - below - self._new.words_height
        width = max(min(wide, tall * PORTRAIT[0] // PORTRAIT[1], most[0]), least)
        size = (width, width * PORTRAIT[1] // PORTRAIT[0])
        if size != self._size:
            self._size = size
            for framed in (self._old, self._new):
                framed.resize(size)
            self._read()


class _Framed(ttk.Frame):
    """A picture in a frame of fixed size, with a heading above and words below."""

    def __init__(self, parent: tk.Misc, heading: Sentence) -> None:
        super().__init__(parent)
        self._image: ImageTk.PhotoImage | None = None
        Text(self, heading, ink="secondary", font="Desk.Small").grid(sticky="w", pady=(0, 4))
        self._place = ttk.Frame(self, style="Chrome.TFrame")
        self._place.grid(sticky="nw")
        self._place.pack_propagate(False)
        self._picture = Text(self._place, ground="chrome", ink="secondary", font="Desk.Small")
        self._picture.pack(expand=True)
        self._words = Text(self, ink="secondary", font="Desk.Small", wrap=True)
        self._words.grid(sticky="ew", pady=(4, 0))

    @property
    def words_height(self) -> int:
        """Pixels above and below the picture, with words of two lines."""
        return 4 * int(self._words.tk.call("font", "metrics", "Desk.Small", "-linespace"))

    def resize(self, size: tuple[int, int]) -> None:
        """Give the frame another size."""
        self._place.configure(width=size[0], height=size[1])

    def show(self, picture: Image.Image | None, size: tuple[int, int], said: Sentence) -> None:
        """Show a picture of the size of the frame, and say what it is."""
        self.resize(size)
        self._image = ImageTk.PhotoImage(picture, master=self) if picture else None
        self._picture.configure(image=self._image or "")
        self._picture.say(sentence("no photo"))
        self._words.say(said)


def _decoded(books: Books, photo: Photo, size: tuple[int, int]) -> Image.Image | None:
    try:
        return fit(books.photos.picture(photo.id), *size)
    except (Refusal, OSError, Image.DecompressionBombError):
        return None  # removed, or damaged: the frame says so


def _taken(photo: Photo, by: str) -> Sentence:
    known: dict[str, str | Sentence] = {
        "day": photo.taken_on.isoformat(),
        "source": sentence(SOURCE_NAMES[photo.source]),
        "reason": sentence(REASON_NAMES[photo.reason]),
    }
    if by:
        return sentence("{day}, {source}, by {clerk}: {reason}", clerk=by, **known)
    return sentence("{day}, {source}: {reason}", **known)


def _in_force(photo: Photo) -> Sentence:
    return sentence("of {day}", day=photo.taken_on.isoformat())
