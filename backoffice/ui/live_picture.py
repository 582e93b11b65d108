"""The moving picture and, drawn over it, where the head belongs (GA 461-2004)."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from PIL import Image, ImageTk

from backoffice.domain.pictures import PORTRAIT
from backoffice.ui import theme

if TYPE_CHECKING:
    from backoffice.domain.pictures import Frame

Guide = tuple[float, float, float, float]

# GA 461-2004 in pixels of the portrait: face 207 wide, hair 7 to 21 from the top, eyes at least
# 207 from the bottom; the chin follows from the shape of heads.
_HEAD = (75, 14, 282, 340)
_EYES, _CHIN = 201, 340
_LARGEST = (960, 720)
"""Pixels of the 96 dpi grid; larger pictures cost time and show nothing more."""
_SHADE, _PLAIN, _GOOD = "#10151b", "#ffffff", "#5fe39a"
"""The lines lie on a picture, so they follow no palette: light with a dark edge."""


class LivePicture(tk.Canvas):
    """Paints frame after frame into one image: a preview of hours costs no more than a minute."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, width=1, height=1, highlightthickness=0, borderwidth=0)
        self._image: ImageTk.PhotoImage | None = None
        self._painted = self.create_image(0, 0)
        self._drawn: tuple[object, ...] = ()
        self.repaint()
        self.bind("<<ThemeChanged>>", self.repaint)

    @property
    def room(self) -> tuple[int, int]:
        """The largest frame there is room for."""
        most = theme.px(self, *_LARGEST)
        return max(min(self.winfo_width(), most[0]), 1), max(min(self.winfo_height(), most[1]), 1)

    def show(self, frame: Frame, guide: Guide, *, good: bool) -> None:
        """Paint a frame, and the guide where the portrait would be cut."""
        size = (frame.width, frame.height)
        if self._image is None or (self._image.width(), self._image.height()) != size:
            self._image = ImageTk.PhotoImage("RGB", size, master=self)
            self.itemconfigure(self._painted, image=self._image)
        self._image.paste(Image.frombuffer("RGB", size, frame.rgb, "raw", "RGB", 0, 1))
        self._draw_guide(size, guide)
        color = _GOOD if good else _PLAIN
        self.itemconfigure("line", fill=color)
        self.itemconfigure("ring", outline=color)

    def clear(self) -> None:
        """Show nothing of whoever stood there."""
        self.delete("guide")
        self._drawn = ()
        self.itemconfigure(self._painted, image="")
        self._image = None

    def repaint(self, _event: tk.Event[tk.Misc] | None = None) -> None:
        """Take the colour of the theme in force."""
        self.configure(background=theme.color("light"))

    def _draw_guide(self, size: tuple[int, int], guide: Guide) -> None:
        here = (self.winfo_width(), self.winfo_height())
        if self._drawn == (size, guide, here):
            return
        self._drawn = (size, guide, here)
        self.delete("guide")
        self.coords(self._painted, here[0] / 2, here[1] / 2)
        left = (here[0] - size[0]) / 2 + guide[0] * size[0]
        top = (here[1] - size[1]) / 2 + guide[1] * size[1]
        width, height = guide[2] * size[0], guide[3] * size[1]

        def at(x: float, y: float) -> tuple[float, float]:
            return left + x * width / PORTRAIT[0], top + y * height / PORTRAIT[1]

        self._outline((*at(0, 0), *at(*PORTRAIT)), oval=False)
        self._outline((*at(*_HEAD[:2]), *at(*_HEAD[2:])), oval=True)
        edge = PORTRAIT[0] - 1
        for y in (_EYES, _CHIN):
            for near, far in ((1, _HEAD[0] - 8), (_HEAD[2] + 8, edge)):
                self._line((*at(near, y), *at(far, y)))

    def _outline(self, box: tuple[float, ...], *, oval: bool) -> None:
        draw = self.create_oval if oval else self.create_rectangle
        draw(*box, outline=_SHADE, width=4, tags=("guide",))
        draw(*box, outline=_PLAIN, width=2, tags=("guide", "ring"))

    def _line(self, ends: tuple[float, ...]) -> None:
        self.create_line(*ends, fill=_SHADE, width=4, tags=("guide",))
        self.create_line(*ends, fill=_PLAIN, width=2, tags=("guide", "line"))
