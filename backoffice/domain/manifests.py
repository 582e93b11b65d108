"""The manifest of a hand-over to the gates: one line for each photo (P7).

UTF-8 CSV; the numbers in it are the true ones. One that a spreadsheet would take for a formula (no
list that was imported holds such a number) is written as the text formula ``="…"``: it stands for
what is between the quotation marks, doubled ones for one, and runs nothing anywhere.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backoffice.domain.photos import DuePhoto

NAME = "manifest.csv"
COLUMNS = ("holder_number", "card_number", "file", "sha256", "effective_on")

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
# Windows keeps these for devices, with every ending; the last are the names we make ourselves.
_TAKEN = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]|photo-.*", re.IGNORECASE)
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TEXT_FORMULA = re.compile(r'="(.*)"', re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line: whose photo, in which file, and what the file must be."""

    holder_number: str
    file: str
    sha256: str


def write(photos: Sequence[DuePhoto]) -> str:
    """Return the manifest of these photos, its header first."""
    plain = Counter(photo.holder_number.casefold() for photo in photos)
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(COLUMNS)
    for photo in photos:
        alone = plain[photo.holder_number.casefold()] == 1
        lines.writerow(
            (
                harmless(photo.holder_number),
                harmless(photo.card_number),
                _file(photo) if alone else _by_id(photo),
                photo.sha256,
                photo.effective_on.isoformat(),
            )
        )
    return out.getvalue()


def read(manifest: str) -> Iterator[Line]:
    """Yield the lines of a manifest that ``write`` made."""
    for row in csv.DictReader(io.StringIO(manifest, newline="")):
        yield Line(
            holder_number=_true(row["holder_number"]), file=row["file"], sha256=row["sha256"]
        )


def _file(photo: DuePhoto) -> str:
    number = photo.holder_number
    if not _PLAIN.fullmatch(number) or _TAKEN.fullmatch(number):
        return _by_id(photo)
    return f"{number}.jpg"


def _by_id(photo: DuePhoto) -> str:
    return f"photo-{photo.photo_id}.jpg"


def harmless(number: str) -> str:
    """Return a number as a cell that no spreadsheet takes for a formula."""
    if number.startswith(_BEGINS_FORMULA):
        doubled = number.replace('"', '""')
        return f'="{doubled}"'
    return number


def _true(cell: str) -> str:
    found = _TEXT_FORMULA.fullmatch(cell)
    return found[1].replace('""', '"') if found else cell
