"""Leave a picture of every view in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_

if TYPE_CHECKING:
    import argparse

    from backoffice.ports import Program

NAME = ("tour",)
SUMMARY = N_("open every view of example books and leave a picture of each")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder."""
    parser.add_argument("folder", type=Path, metavar="DIR")


def run(program: Program, options: argparse.Namespace) -> int:
    """Go through the window; return the exit code."""
    program.tour(options.folder)
    return 0
