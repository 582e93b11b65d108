"""Small pictures of photos in a list: decoded off the Tk thread, only those in sight, few kept."""

from __future__ import annotations

import tkinter as tk
from collections import OrderedDict
from typing import TYPE_CHECKING

from PIL import Image, ImageTk

from backoffice.domain.refusal import Refusal
from backoffice.ui.portrait import fit

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.ui.desk import Desk

MOST = 64


class Thumbnails:
    """Keeps the pictures that were shown last; ``came`` is told the photo whose picture is there.

    Attributes:
        kept: By photo; None is a picture that can't be shown.
    """

    def __init__(
        self, owner: tk.Misc, desk: Desk, size: tuple[int, int], came: Callable[[int], None]
    ) -> None:
        self._owner = owner
        self._desk = desk
        self._size = size
        self._came = came
        self.kept: OrderedDict[int, ImageTk.PhotoImage | None] = OrderedDict()

    def get(self, photo_id: int) -> ImageTk.PhotoImage | None:
        """Return a picture that is kept."""
        if photo_id in self.kept:
            self.kept.move_to_end(photo_id)
        return self.kept.get(photo_id)

    def ask(self, photo_id: int, *, in_sight: Callable[[int], bool]) -> None:
        """Read and decode a picture, unless it is kept or out of sight by then."""
        if photo_id in self.kept:
            return
        program = self._desk.program

        def read() -> Image.Image | None:
            try:
                with program.store().reading() as books:
                    jpeg = books.photos.picture(photo_id)
                return fit(jpeg, *self._size)
            except (Refusal, OSError, Image.DecompressionBombError):
                return None  # removed, or damaged: the row says so without a picture

        self._desk.lanes.run(
            "store",
            self._owner,
            read,
            then=lambda picture: self._keep(photo_id, picture),
            failed=self._desk.failed,
            wanted=lambda: photo_id not in self.kept and in_sight(photo_id),
        )

    def _keep(self, photo_id: int, picture: Image.Image | None) -> None:
        image = ImageTk.PhotoImage(picture, master=self._owner) if picture else None
        self.kept[photo_id] = image
        while len(self.kept) > MOST:
            self.kept.popitem(last=False)
        self._came(photo_id)
