"""Write a consistent, checked copy of the books while desks work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_, sentence
from backoffice.words import say

if TYPE_CHECKING:
    import argparse

    from backoffice.ports import Program

NAME = ("backup",)
SUMMARY = N_("write a consistent, checked copy of the books while desks work")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where the copy goes."""
    parser.add_argument("file", metavar="FILE", type=Path)


def run(program: Program, options: argparse.Namespace) -> int:
    """Write the copy and say what is not in it."""
    program.upkeep().backup(options.file)
    told = sentence(
        "{path} is written and checked. The key is not in it: keep the recovery sheet elsewhere.",
        path=str(options.file),
    )
    print(say(told, program.settings.language))
    return 0
