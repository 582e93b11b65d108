"""The list of photos that wait for approval, with their thumbnails."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from backoffice.domain.photos import Submission
from backoffice.ui import theme
from backoffice.ui.mark_list import MarkList
from backoffice.ui.photo_row import HEIGHT, THUMBNAIL, PhotoRow
from backoffice.ui.thumbnails import Thumbnails

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.ui.desk import Desk


class PhotoList(MarkList[Submission]):
    """Rows of photos; thumbnails follow as they are decoded."""

    def __init__(
        self, parent: tk.Misc, desk: Desk, *, greyed: bool, told: Callable[[], None]
    ) -> None:
        super().__init__(parent, height=HEIGHT, greyed=greyed, told=told)
        width, height = theme.px(self, *THUMBNAIL)
        self._thumbnails = Thumbnails(self, desk, (width, height), self._picture_came)

    def make_row(self, place: tk.Misc) -> PhotoRow:
        """Return a further row."""
        return PhotoRow(
            place,
            greyed=self.greyed,
            press=self.pressed,
            tick=self.ticked,
            picture=self._thumbnails.get,
        )

    def filled(self) -> None:
        """Ask for the thumbnails in sight."""
        for row in self.shown:
            if row.one is not None:
                self._thumbnails.ask(row.one.photo.id, in_sight=self._in_sight)

    def _picture_came(self, photo_id: int) -> None:
        for row in self.shown:
            if isinstance(row, PhotoRow) and row.one is not None and row.one.photo.id == photo_id:
                row.put_picture(self._thumbnails.get(photo_id))

    def _in_sight(self, photo_id: int) -> bool:
        return any(row.one is not None and row.one.photo.id == photo_id for row in self.shown)
