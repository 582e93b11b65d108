"""A design that was changed and not saved, kept at this desk for the clerk who works on it.

Neither another clerk who signs in, nor a closed window, nor a power cut loses it.
"""

from __future__ import annotations

import contextlib
import json
import tkinter as tk
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from backoffice import desk_file
from backoffice.domain.card_designs import Element
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.domain.card_designs import Design
    from backoffice.ui.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The elements as they were at a moment, and the reference of the design they were made of."""

    reference: str
    elements: tuple[Element, ...]
    at: datetime


class DraftKeeper:
    """Keeps one draft: that of whoever sits here, of the page ``owner``."""

    def __init__(self, owner: tk.Misc, desk: Desk) -> None:
        self._owner, self._desk = owner, desk
        self._path = desk.program.settings.folder / f"card-design-{desk.seated.id}.json"
        self._last: tuple[Element, ...] | None = None
        self._kept: tuple[Element, ...] | None = None

    @property
    def behind(self) -> bool:
        """Whether the last change is not on the disk, or not yet."""
        return self._last is not self._kept

    def read(self) -> Draft | None:
        """Return what was kept; a file that can't be read holds nothing."""
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            return Draft(
                reference=kept["reference"],
                elements=tuple(Element(**one) for one in kept["elements"]),
                at=datetime.fromisoformat(kept["at"]),
            )
        return None

    def keep(self, reference: str, design: Design) -> None:
        """Keep ``design``, which was made of ``reference``, as it is now."""
        elements = design.elements
        kept = {
            "reference": reference,
            "at": self._desk.program.clock.now().isoformat(),
            "elements": [asdict(one) for one in elements],
        }
        self._put(elements, lambda: desk_file.write(self._path, json.dumps(kept)))

    def forget(self) -> None:
        """Keep nothing: the design was saved, or given up."""
        self._put(None, lambda: self._path.unlink(missing_ok=True))

    def adopt(self, draft: Draft) -> None:
        """Go on with what was kept before."""
        self._last = self._kept = draft.elements

    def _put(self, elements: tuple[Element, ...] | None, write: Callable[[], None]) -> None:
        if elements == self._last:
            return
        self._last = elements

        def kept(_nothing: None) -> None:
            self._kept = elements

        def failed(error: Exception) -> None:
            if not isinstance(error, OSError):
                raise error
            self._desk.tell(
                sentence("This design can't be kept at this desk: save it as a new version soon."),
                ink="danger",
            )

        self._desk.lanes.run(
            "files",
            self._owner,
            write,
            then=kept,
            failed=failed,
            wanted=lambda: self._last is elements,
        )
