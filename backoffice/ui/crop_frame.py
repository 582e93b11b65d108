"""The whole picture and the frame that is cut out of it, moved by mouse and by keys."""

from __future__ import annotations

import tkinter as tk
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw, ImageTk

from backoffice.ui import crop_geometry as geometry
from backoffice.ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.domain.pictures import Crop
    from backoffice.ports.devices import Still
    from backoffice.ui.crop_geometry import Point
    from backoffice.ui.desk import Desk

_STEP = 0.02
"""One press of an arrow key, as a part of the frame's width."""
_LARGER = 1.04
_ARROWS = {"Left": (-1, 0), "Right": (1, 0), "Up": (0, -1), "Down": (0, 1)}
_DARKER = 0.4
_HANDLE, _REACH = 5, 14
_FRAME, _EDGE = "#ffffff", "#10151b"
_QUARTERS = (Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
_CONTROL = 0x4


class CropFrame(tk.Canvas):
    """Shows a picture and its frame; what lies outside the frame is darker.

    Attributes:
        crop: The frame, in pixels of the picture.
    """

    def __init__(self, parent: tk.Misc, desk: Desk, changed: Callable[[], None]) -> None:
        super().__init__(parent, width=1, height=1, highlightthickness=0, borderwidth=0)
        self._desk = desk
        self._changed = changed
        self.crop: Crop | None = None
        self._automatic: Crop | None = None
        self._still: Still | None = None
        self._turnable = False
        self._bright: Image.Image | None = None
        self._lie: geometry.OnScreen | None = None
        self._image: ImageTk.PhotoImage | None = None
        self._painted = self.create_image(0, 0)
        self._grip: Callable[[Point], Crop] | None = None
        self._wanted = 0
        self.repaint()
        self.bind("<<ThemeChanged>>", self.repaint)
        self.bind("<Configure>", lambda _event: self._load())
        self.bind("<ButtonPress-1>", self._seize)
        self.bind("<B1-Motion>", self._drag)

    def open(self, still: Still, automatic: Crop, *, turnable: bool) -> None:
        """Show another picture with its frame."""
        self._still, self._automatic, self._turnable = still, automatic, turnable
        self.crop = automatic
        self._bright = None
        self._load()

    def hear(self, widget: tk.Misc) -> None:
        """Follow the keys of ``widget``, which gets the focus when the picture is clicked."""
        for name in _ARROWS:
            widget.bind(f"<Key-{name}>", partial(self._act, self._step, name))
        for names, factor in ((("plus", "equal", "KP_Add"), _LARGER), (("minus",), 1 / _LARGER)):
            for name in (*names, *(("KP_Subtract",) if factor < 1 else ())):
                widget.bind(f"<Key-{name}>", partial(self._act, geometry.sized, factor))
        for name, degrees in (("comma", -1), ("period", 1)):
            widget.bind(f"<Key-{name}>", partial(self._act, geometry.turned, degrees))
        for name in ("r", "R"):
            widget.bind(f"<Key-{name}>", partial(self._act, self._turn, geometry.QUARTER))
        widget.bind("<Key-0>", partial(self._act, self._reset, 0))
        self.bind("<ButtonPress-1>", lambda _event: widget.focus_set(), add=True)

    def repaint(self, _event: tk.Event[tk.Misc] | None = None) -> None:
        """Take the colour of the theme in force."""
        self.configure(background=theme.color("light"))

    # ── what keys and mouse do ───────────────────────────────────────────────────────────────

    def _act(
        self, change: Callable[[Crop, Any], Crop], how: object, event: tk.Event[tk.Misc]
    ) -> str | None:
        if self.crop is None or int(event.state) & _CONTROL:
            return None  # with Control the keys mean something else
        self._put(change(self.crop, how))
        return "break"

    def _step(self, crop: Crop, arrow: str) -> Crop:
        x, y = _ARROWS[arrow]
        step = _STEP * crop.width
        return geometry.moved(
            crop, geometry.rotated((x * step, y * step), -self._quarters * geometry.QUARTER)
        )

    def _turn(self, crop: Crop, degrees: float) -> Crop:
        if not self._turnable or self._still is None:
            return crop
        straight = replace(crop, turn=round(crop.turn / degrees) * degrees)
        return geometry.largest(self._still.size, turn=geometry.turned(straight, degrees).turn)

    def _reset(self, crop: Crop, _how: float) -> Crop:
        return self._automatic or crop

    def _put(self, crop: Crop) -> None:
        assert self._still is not None  # noqa: S101  there is no frame without a picture
        before, self.crop = self.crop, geometry.within(crop, self._still.size)
        if self.crop == before:
            return
        if self._lie is not None and self._lie.quarters != self._quarters:
            self._load()
        else:
            self._draw()
        self._changed()

    def _seize(self, event: tk.Event[tk.Misc]) -> None:
        crop, lie = self.crop, self._lie
        self._grip = None
        if crop is None or lie is None:
            return
        here = (float(event.x), float(event.y))
        reach = theme.px(self, _REACH)[0]
        for number, corner in enumerate(map(lie.to_screen, geometry.corners(crop))):
            if abs(corner[0] - here[0]) <= reach and abs(corner[1] - here[1]) <= reach:
                self._grip = partial(self._stretch, crop, lie, number)
                return
        if geometry.holds(crop, lie.to_picture(here)):
            self._grip = lambda to: geometry.moved(
                crop, lie.distance((to[0] - here[0], to[1] - here[1]))
            )

    @staticmethod
    def _stretch(crop: Crop, lie: geometry.OnScreen, corner: int, to: Point) -> Crop:
        return geometry.stretched(crop, corner, lie.to_picture(to))

    def _drag(self, event: tk.Event[tk.Misc]) -> None:
        if self._grip is not None:
            self._put(self._grip((float(event.x), float(event.y))))

    # ── drawing ──────────────────────────────────────────────────────────────────────────────

    @property
    def _quarters(self) -> int:
        return round(self.crop.turn / geometry.QUARTER) % 4 if self.crop is not None else 0

    def _load(self) -> None:
        """Ask for the picture in the size there is room for; the last question wins."""
        still, quarters = self._still, self._quarters
        here = (self.winfo_width(), self.winfo_height())
        margin = 2 * theme.px(self, _REACH)[0]
        room = (here[0] - margin, here[1] - margin)
        if still is None or min(room) <= 1:
            return
        self._wanted += 1
        wanted = self._wanted
        turned = (room[1], room[0]) if quarters % 2 else room

        def load() -> Image.Image:
            frame = still.shown(turned)
            size = (frame.width, frame.height)
            picture = Image.frombytes("RGB", size, frame.rgb)
            return picture.transpose(_QUARTERS[quarters - 1]) if quarters else picture

        def show(picture: Image.Image) -> None:
            self._bright = picture
            across = picture.height if quarters % 2 else picture.width
            self._lie = geometry.OnScreen(
                size=still.size,
                scale=across / still.size[0],
                middle=(here[0] / 2, here[1] / 2),
                quarters=quarters,
            )
            self.coords(self._painted, *self._lie.middle)
            self._draw()

        self._desk.lanes.run("camera", self, load, then=show, wanted=lambda: wanted == self._wanted)

    def _draw(self) -> None:
        if self.crop is None or self._bright is None or self._lie is None:
            return
        points = [self._lie.to_screen(corner) for corner in geometry.corners(self.crop)]
        left = self._lie.middle[0] - self._bright.width / 2
        top = self._lie.middle[1] - self._bright.height / 2
        inside = Image.new("L", self._bright.size, 0)
        ImageDraw.Draw(inside).polygon([(x - left, y - top) for x, y in points], fill=255)
        darker = self._bright.point(lambda value: int(value * _DARKER))
        shown = Image.composite(self._bright, darker, inside)
        if self._image is None or (self._image.width(), self._image.height()) != shown.size:
            self._image = ImageTk.PhotoImage("RGB", shown.size, master=self)
            self.itemconfigure(self._painted, image=self._image)
        self._image.paste(shown)
        self.delete("frame")
        flat = [value for point in points for value in point]
        self.create_polygon(*flat, outline=_EDGE, fill="", width=4, tags=("frame",))
        self.create_polygon(*flat, outline=_FRAME, fill="", width=2, tags=("frame",))
        half = theme.px(self, _HANDLE)[0]
        for x, y in points:
            box = (x - half, y - half, x + half, y + half)
            self.create_rectangle(*box, fill=_FRAME, outline=_EDGE, tags=("frame",))
