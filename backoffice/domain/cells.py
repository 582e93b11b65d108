"""Cells of a table, whoever filled them in: what their columns are called, what they hold.

Formulas and control signs are refused, because lists travel on into other programs.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Cell = str | float | date | None
"""What a table gives: text, a numeral, a day."""

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_LONGEST = 100
_EXACT_NUMERAL = 10**15
_BEGINS_FORMULA = ("=", "+", "-", "@")


class BadCell(Exception):  # noqa: N818  an answer for a report, not a programming error
    """One cell that keeps its row out.

    Attributes:
        column: Its canonical name.
        reason: What is wrong; never the certificate number or a part of it.
    """

    def __init__(self, column: str, reason: Sentence) -> None:
        super().__init__(f"{column}: {reason}")
        self.column = column
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Header:
    """Where the columns of a file are.

    Attributes:
        places: Index of each known column.
        unknown: What the other columns are called.
    """

    places: Mapping[str, int]
    unknown: tuple[str, ...]


def find_columns(
    cells: Sequence[str],
    columns: Mapping[str, Sequence[str]],
    *,
    required: Sequence[Sequence[str]],
) -> Header:
    """Find the columns, whatever their order, case and spacing.

    Args:
        cells: The first row.
        columns: What else each column may be called.
        required: Of each of these at least one must be there; the first is asked for.

    Raises:
        Refusal: A column is missing or there twice.
    """
    names = {squeezed(a): column for column, also in columns.items() for a in (column, *also)}
    places: dict[str, int] = {}
    unknown = []
    for at, cell in enumerate(cells):
        column = names.get(squeezed(cell))
        if column is None:
            unknown += [cell.strip()[:40]] if cell.strip() else []
        elif column in places:
            raise Refusal(
                "columns-twice",
                sentence("The column {column} is there twice.", column=column),
                advice=sentence("Keep one of them."),
            )
        else:
            places[column] = at
    missing = [one_of[0] for one_of in required if not any(name in places for name in one_of)]
    if missing:
        raise Refusal(
            "columns-missing",
            sentence("These columns are missing: {names}.", names=", ".join(missing)),
            advice=sentence("Name them in the first row, in English or Chinese."),
        )
    return Header(places=places, unknown=tuple(unknown))


def text_of(column: str, cell: Cell) -> str:
    """Return the text of a cell without the blanks around it.

    Raises:
        BadCell: It is a formula, a numeral that lost digits, too long, or no text at all.
    """
    if cell is None:
        return ""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not abs(cell) < _EXACT_NUMERAL:  # so that what is no number at all is refused too
            reason = sentence("The file keeps this as a numeral and has lost its last digits.")
            raise BadCell(column, reason)
        return str(int(cell)) if cell == int(cell) else str(cell)
    text = str(cell).strip()
    if text.startswith(_BEGINS_FORMULA):
        raise BadCell(column, sentence("This is a formula; put its value there."))
    if len(text) > _LONGEST:
        raise BadCell(
            column,
            sentence("This is too long: {length} characters.", length=len(text)),
        )
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text):
        raise BadCell(column, sentence("There are control characters in this cell."))
    return text


def number_of(column: str, cell: Cell) -> str:
    """Return a number that is a name: of a holder, of an account; leading zeros are kept.

    Raises:
        BadCell: It is missing or is none.
    """
    text = unicodedata.normalize("NFKC", text_of(column, cell))
    if not text:
        raise BadCell(column, sentence("The number is missing."))
    if not _NUMBER.fullmatch(text):
        raise BadCell(column, sentence("A number has at most 40 letters and digits."))
    return text


def squeezed(text: str) -> str:
    """Return ``text`` without what people write in one way or another: case, width, spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_\-\ufeff]", "", folded)
