"""Forms that were open when the power went: remembered by id, looked up in the books at start.

The file holds ids and names of steps, no personal data, and is replaced as a whole.
"""

from __future__ import annotations

import contextlib
import json
import tkinter as tk
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from backoffice import desk_file
from backoffice.domain.refusal import Refusal

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from backoffice.ports import Books, Store
    from backoffice.ui.tasks import Lanes
    from backoffice.ui.view import View

FILE = "unfinished.json"


@dataclass(frozen=True, kw_only=True)
class Form:
    """One form: enough to ask what became of it, and to begin it again under the same id."""

    action_id: str
    workflow: str
    holder_id: int | None
    step: str


@dataclass(frozen=True, kw_only=True)
class Fate:
    """What became of a form of ``name``; ``done_at`` is None if nothing was done."""

    form: Form
    name: str
    done_at: datetime | None


class Unfinished:
    """The forms open at this desk."""

    def __init__(self, owner: tk.Misc, folder: Path, lanes: Lanes) -> None:
        self._owner = owner
        self._path = folder / FILE
        self._lanes = lanes
        self._open: dict[str, Form] = {}

    def note(self, view: View, step: str) -> None:
        """Remember that ``view`` is open; written before anything the form does."""
        self._open[view.action_id] = Form(
            action_id=view.action_id,
            workflow=view.code,
            holder_id=view.person.holder.id if view.person else None,
            step=step,
        )
        self._write()

    def forget(self, view: View) -> None:
        """Forget a form that was closed."""
        if self._open.pop(view.action_id, None):
            self._write()

    def adopt(self, fates: list[Fate]) -> None:
        """Keep remembering what an interruption left behind, until somebody looked at it."""
        self._open |= {fate.form.action_id: fate.form for fate in fates}

    def left(self, fates: list[Fate]) -> list[Fate]:
        """Return those that nobody has looked at yet."""
        return [fate for fate in fates if fate.form.action_id in self._open]

    def drop(self, form: Form) -> None:
        """Forget what somebody looked at."""
        self._open.pop(form.action_id, None)
        self._write()

    def _write(self) -> None:
        forms = list(self._open.values())
        # In the store lane: what the form does comes after it in the same lane. A disk that can't
        # be written must not stop the counter: the books themselves will say so.
        self._lanes.run(
            "store", self._owner, lambda: save(self._path, forms), failed=lambda _error: None
        )


def save(path: Path, forms: list[Form]) -> None:
    """Write the file anew."""
    desk_file.write(path, json.dumps([asdict(form) for form in forms]))


def read(path: Path, store: Store) -> list[Fate]:
    """Return what became of the forms in the file; an unreadable file holds none."""
    forms: list[Form] = []
    with contextlib.suppress(OSError, ValueError, TypeError):
        forms = [Form(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
    if not forms:
        return []
    with store.reading() as books:
        return [_fate(books, form) for form in forms]


def _fate(books: Books, form: Form) -> Fate:
    action = books.journal.find(form.action_id)
    name = ""
    with contextlib.suppress(Refusal):  # other books than before: the person is not in them
        name = books.holders.get(form.holder_id).name if form.holder_id is not None else ""
    return Fate(form=form, name=name, done_at=action.at if action else None)
