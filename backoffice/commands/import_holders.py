"""Takes a list of holders into the books: CSV or XLSX, all rows or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.commands._list_import import Kind, Outcome, Request, arguments, take_in
from backoffice.domain.holder_rows import read_header, read_row
from backoffice.domain.intake import Standing
from backoffice.domain.sentences import N_

if TYPE_CHECKING:
    import argparse

    from backoffice.ports import Program

__all__ = ["CODE", "NAME", "SUMMARY", "Outcome", "Request", "arguments", "run"]

NAME = ("import", "holders")
SUMMARY = N_("take in holders from a CSV or XLSX file")

CODE = "import_holders"
_HOLDERS = Kind(
    code=CODE,
    read_header=read_header,
    read_row=lambda cells, today: read_row(cells, today=today),
    once=("number",),
    compare=lambda books, rows: books.intake.standings(rows),
    enter=lambda books, rows: books.intake.enter(rows),
    kept_out={
        Standing.OTHER_KIND: ("kind", N_("The holder with this number is of another kind.")),
        Standing.OTHER_CERTIFICATE: (
            "certificate_number",
            N_("The account was opened with another certificate; change it at a desk."),
        ),
    },
)


def run(program: Program, options: argparse.Namespace) -> int:
    """Check the whole file first, then enter it in one transaction; return the exit code."""
    return take_in(program, options, _HOLDERS)
