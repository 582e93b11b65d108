"""Fill an empty database from a copy; it is checked before it is accepted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_, sentence
from backoffice.words import say

if TYPE_CHECKING:
    import argparse

    from backoffice.ports import Program

NAME = ("restore",)
SUMMARY = N_("fill an empty database from a copy, checked before it is accepted")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where the copy is."""
    parser.add_argument("file", metavar="FILE", type=Path)


def run(program: Program, options: argparse.Namespace) -> int:
    """Fill the database."""
    program.upkeep().restore(options.file)
    told = sentence("The books are restored from {path} and checked.", path=str(options.file))
    print(say(told, program.settings.language))
    return 0
