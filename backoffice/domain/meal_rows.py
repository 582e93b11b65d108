"""Reads one row of a list of old meal cards, and says what is wrong with it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from backoffice.domain.cells import BadCell, find_columns, number_of
from backoffice.domain.intake import MealRow
from backoffice.domain.money import parse_yuan
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.domain.cells import Cell, Header

COLUMNS: dict[str, tuple[str, ...]] = {
    "holder_number": ("工号", "学号"),
    "account": ("饭卡号",),
    "balance": ("余额",),
}
_LONGEST_AMOUNT = 20


def read_header(cells: list[str]) -> Header:
    """Find the columns, whatever their order, case and spacing.

    Raises:
        Refusal: A column is missing or there twice.
    """
    return find_columns(cells, COLUMNS, required=[(name,) for name in COLUMNS])


def read_row(cells: Mapping[str, Cell]) -> MealRow:
    """Return the row, checked.

    Raises:
        BadCell: The first thing that is wrong.
    """
    return MealRow(
        holder_number=number_of("holder_number", cells.get("holder_number")),
        account=number_of("account", cells.get("account")),
        balance=_fen(cells.get("balance")),
    )


def _fen(cell: Cell) -> int:
    # A sum that a spreadsheet worked out is a hair off; fifteen digits are what it shows.
    shown = f"{cell:.15g}" if isinstance(cell, float) else str(cell if cell is not None else "")
    text = unicodedata.normalize("NFKC", shown).strip().replace("\N{MINUS SIGN}", "-")
    if not text:
        raise BadCell("balance", sentence("The balance is missing; write 0 if there is none."))
    try:
        return parse_yuan(text if len(text) <= _LONGEST_AMOUNT else "?")
    except Refusal as refusal:
        raise BadCell("balance", refusal.message) from None
