"""Rights of entry as gates read them: every right of today or later, and a manifest (E3).

UTF-8 CSV like the manifest of photos. A file holds everything: gates drop what they had before.
"""

from __future__ import annotations

import csv
import hashlib
import io
from typing import TYPE_CHECKING

from backoffice.domain.manifests import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backoffice.domain.entry import EntryRight

NAME = "rights.csv"
COLUMNS = ("holder_number", "card_number", "campus", "from_on", "until_on")


def write(rights: Sequence[EntryRight]) -> str:
    """Return the file of these rights, its header first."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(COLUMNS)
    for right in rights:
        lines.writerow(
            (
                harmless(right.holder_number),
                harmless(right.card_number),
                harmless(right.campus),
                right.from_on.isoformat(),
                right.until_on.isoformat(),
            )
        )
    return out.getvalue()


def cards(text: str) -> Iterator[str]:
    """Yield the number of the card in each line of a file that ``write`` made."""
    for row in csv.DictReader(io.StringIO(text, newline="")):
        yield row["card_number"]


def digest(text: str) -> str:
    """Return the SHA-256 of the file."""
    return hashlib.sha256(text.encode()).hexdigest()


def manifest(text: str, *, rights: int) -> str:
    """Return the manifest: the file, what it must be, and how many rights it holds."""
    return f"file,sha256,rights\n{NAME},{digest(text)},{rights}\n"
