"""Takes old meal cards and their balances into the books, all rows or none (FAQ 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.commands._list_import import Kind, arguments, take_in
from backoffice.domain.intake import Standing
from backoffice.domain.meal_rows import read_header, read_row
from backoffice.domain.sentences import N_

if TYPE_CHECKING:
    import argparse

    from backoffice.ports import Program

__all__ = ["NAME", "SUMMARY", "arguments", "run"]

NAME = ("import", "meal-accounts")
SUMMARY = N_("take in old meal cards from a CSV or XLSX file")

_MEAL_ACCOUNTS = Kind(
    code="import_meal_accounts",
    read_header=read_header,
    read_row=lambda cells, _today: read_row(cells),
    once=("holder_number", "account"),
    compare=lambda books, rows: books.intake.meal_standings(rows),
    enter=lambda books, rows: books.intake.enter_meals(rows),
    kept_out={
        Standing.NOBODY: (
            "holder_number",
            N_("Nobody has this number; import the holders first."),
        ),
        Standing.OTHER_ACCOUNT: (
            "account",
            N_("This person has an old meal card with another number already."),
        ),
        Standing.OTHER_BALANCE: (
            "balance",
            N_("This old meal card is known with another balance; find out which is right."),
        ),
        Standing.TAKEN_OVER: (
            "account",
            N_("This old meal card was taken over already; it is frozen."),
        ),
        Standing.OF_ANOTHER: ("account", N_("Somebody else has an old meal card of this number.")),
    },
)


def run(program: Program, options: argparse.Namespace) -> int:
    """Check the whole file first, then enter it in one transaction; return the exit code."""
    return take_in(program, options, _MEAL_ACCOUNTS)
