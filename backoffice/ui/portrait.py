"""The holder's picture on the person's page; decoded off the Tk thread, shown on it."""

from __future__ import annotations

import io
import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk
from PIL import Image, ImageTk, UnidentifiedImageError

from backoffice.domain.sentences import sentence
from backoffice.ui import theme
from backoffice.ui.texts import Text

if TYPE_CHECKING:
    from backoffice.ui.desk import Desk

WIDTH, HEIGHT = 104, 128
"""26 × 32 mm in proportion (GA 461-2004), at 96 dpi."""


class Portrait(ttk.Frame):
    """A frame of fixed size with the picture, or with the word that there is none."""

    def __init__(
        self,
        parent: tk.Misc,
        desk: Desk,
        jpeg: bytes | None,
        *,
        size: tuple[int, int] = (WIDTH, HEIGHT),
    ) -> None:
        width, height = theme.px(parent, *size)
        super().__init__(parent, style="Chrome.TFrame", width=width, height=height)
        self.pack_propagate(False)
        self._shown: ImageTk.PhotoImage | None = None
        if jpeg is None:
            self._say_none()
        else:
            desk.lanes.run(
                "store", self, lambda: fit(jpeg, width, height), then=self._show, failed=self._bad
            )

    def _show(self, picture: Image.Image) -> None:
        # Tk forgets pictures that Python does not hold on to.
        self._shown = ImageTk.PhotoImage(picture, master=self)
        tk.Label(self, image=self._shown, borderwidth=0).pack()

    def _bad(self, error: Exception) -> None:
        if not isinstance(error, (OSError, UnidentifiedImageError, Image.DecompressionBombError)):
            raise error
        self._say_none()

    def _say_none(self) -> None:
        inside = ttk.Frame(self, style="Chrome.TFrame")
        inside.place(relx=0.5, rely=0.5, anchor="center")
        Text(inside, ground="chrome", ink="secondary", icon="person").pack()
        Text(
            inside, sentence("no photo"), ground="chrome", ink="secondary", font="Desk.Small"
        ).pack()


def fit(jpeg: bytes, width: int, height: int) -> Image.Image:
    """Return the picture cut and scaled to the frame.

    Raises:
        OSError: It is damaged.
    """
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
        picture.draft("RGB", (width * 2, height * 2))
        full = picture.convert("RGB")
    scale = max(width / full.width, height / full.height)
    size = (round(full.width * scale), round(full.height * scale))
    full = full.resize(size, Image.Resampling.LANCZOS)
    left, top = (full.width - width) // 2, (full.height - height) // 2
    return full.crop((left, top, left + width, top + height))
