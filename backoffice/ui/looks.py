"""How the window looked last at this desk: light or dark, and how large its letters are."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, get_args

from backoffice import desk_file
from backoffice.ui import theme

if TYPE_CHECKING:
    from pathlib import Path

    import ttkbootstrap as ttk

    from backoffice.ui.desk import Desk

FILE = "looks.json"


def restore(app: ttk.App, folder: Path) -> None:
    """Make the window look as it did last; without a readable file it looks as it is made."""
    with contextlib.suppress(OSError, ValueError, AttributeError, TypeError):
        kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if kept.get("mode") in get_args(theme.Mode):
            theme.use(app, kept["mode"])
        if kept.get("size") in theme.SIZES:
            theme.resize(app, kept["size"])


def remember(desk: Desk) -> None:
    """Keep how it looks now; a disk that can't be written costs no more than that."""
    path = desk.program.settings.folder / FILE
    text = json.dumps({"mode": theme.mode(), "size": theme.size()})
    desk.lanes.run("files", desk, lambda: desk_file.write(path, text), failed=lambda _error: None)
