"""Where bar codes stand, kept in a few bytes each: 10,000 of them are looked at in the end."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backoffice.domain.card_designs import Place


@dataclass(frozen=True)
class Mark:
    """A bar code, on which page (from 0) and where: x, y, width, height in mm."""

    page: int
    code: str
    place: Place


class Marks:
    """Marks in the order they were made."""

    def __init__(self) -> None:
        self._pages = array("L")
        self._places = array("L")
        self._ends = array("Q")
        self._codes = bytearray()
        self._known: dict[Place, int] = {}

    def add(self, page: int, code: str, place: Place) -> None:
        """Keep one more."""
        self._pages.append(page)
        self._places.append(self._known.setdefault(place, len(self._known)))
        self._codes += code.encode()
        self._ends.append(len(self._codes))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._pages)

    def __iter__(self) -> Iterator[Mark]:
        """Yield them again."""
        places, start = list(self._known), 0
        for page, place, end in zip(self._pages, self._places, self._ends, strict=True):
            yield Mark(page, self._codes[start:end].decode(), places[place])
            start = end
