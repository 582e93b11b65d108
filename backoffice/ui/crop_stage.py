"""Cutting the portrait: the picture with its frame, what comes out of it, and its measurements."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import ttkbootstrap as ttk
from PIL import Image, ImageTk

from backoffice.domain.measurements import Measurements
from backoffice.domain.photos import PhotoSource
from backoffice.domain.pictures import PORTRAIT, Crop
from backoffice.domain.sentences import sentence
from backoffice.ports.devices import Still
from backoffice.ui import theme
from backoffice.ui.crop_frame import CropFrame
from backoffice.ui.measurements_table import MeasurementsTable
from backoffice.ui.portrait import fit
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from backoffice.ports.devices import Studio
    from backoffice.ui.desk import Desk

_SHOWN = (146, 180)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A picture that was taken or opened, with the frame the studio proposes."""

    still: Still
    source: PhotoSource
    automatic: Crop


@dataclass(frozen=True, kw_only=True)
class Cut:
    """A portrait that was cut out, and what was measured of it."""

    crop: Crop
    portrait: bytes = field(repr=False)
    measured: Measurements


def cut_out(studio: Studio, still: Still, crop: Crop) -> Cut:
    """Cut and measure; not on the Tk thread."""
    portrait = still.cut(crop)
    measured = studio.measure(portrait, enlarged=PORTRAIT[0] / crop.width)
    return Cut(crop=crop, portrait=portrait, measured=measured)


class CropStage(ttk.Frame):
    """After each change of the frame the portrait is cut and measured anew; the last one wins.

    Attributes:
        taken: The picture.
        frame: Where it is cut.
    """

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent)
        self._desk = desk
        self.taken: Taken | None = None
        self._cut: Cut | None = None
        self._image: ImageTk.PhotoImage | None = None
        self._lay_out()

    def fit(self, height: int) -> None:
        """Take so many pixels of height."""
        room = height - self._keys.winfo_reqheight() - theme.px(self, 8)[0]
        self.frame.configure(height=max(room, theme.px(self, 120)[0]))

    def open(self, taken: Taken) -> None:
        """Show another picture."""
        self.taken = taken
        self._cut = None
        files = taken.source is PhotoSource.FILE
        self._keys.say(
            sentence(
                "Drag the frame or its corners. Arrow keys move it, + and - size it, comma and "
                "full stop turn it by 1°, R turns by 90°, 0 is the proposal again."
            )
            if files
            else sentence(
                "Drag the frame or its corners. Arrow keys move it, + and - size it, comma and "
                "full stop turn it by 1°, 0 is the proposal again."
            )
        )
        self.frame.open(taken.still, taken.automatic, turnable=files)
        self._measure()

    @property
    def cut(self) -> Cut | None:
        """The portrait inside the present frame; None while it is being cut."""
        return self._cut if self._cut is not None and self._cut.crop == self.frame.crop else None

    def _lay_out(self) -> None:
        gap, side = theme.px(self, 8, 304)
        self.columnconfigure(0, weight=1)
        self.columnconfigure(2, minsize=side)
        self.frame = CropFrame(self, self._desk, self._measure)
        self.frame.grid(row=0, column=0, sticky="new")
        self._keys = Text(self, ink="secondary", font="Desk.Small", wrap=True)
        self._keys.grid(row=1, column=0, sticky="new", pady=(gap, 0))
        width, height = theme.px(self, *_SHOWN)
        box = ttk.Frame(self, style="Chrome.TFrame", width=width, height=height)
        box.pack_propagate(False)
        box.grid(row=0, column=1, rowspan=2, sticky="n", padx=2 * gap)
        self._result = tk.Label(box, borderwidth=0)
        self._result.pack()
        self._table = MeasurementsTable(self)
        self._table.grid(row=0, column=2, rowspan=2, sticky="new")
        self.rowconfigure(1, weight=1)

    def _measure(self) -> None:
        taken, crop = self.taken, self.frame.crop
        assert taken is not None  # noqa: S101  there is no frame without a picture
        assert crop is not None  # noqa: S101
        program, size = self._desk.program, theme.px(self, *_SHOWN)

        def work() -> tuple[Cut, Image.Image]:
            cut = cut_out(program.studio(), taken.still, crop)
            return cut, fit(cut.portrait, *size)

        self._desk.lanes.run(
            "camera",
            self,
            work,
            then=self._show,
            failed=self._desk.failed,
            wanted=lambda: taken is self.taken and crop == self.frame.crop,
        )

    def _show(self, found: tuple[Cut, Image.Image]) -> None:
        self._cut, picture = found
        self._table.show(self._cut.measured)
        if self._image is None:
            self._image = ImageTk.PhotoImage("RGB", picture.size, master=self)
            self._result.configure(image=self._image)
        self._image.paste(picture)
