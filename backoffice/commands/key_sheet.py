"""Write the recovery sheet of the certificate key once more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_, sentence
from backoffice.words import say

if TYPE_CHECKING:
    import argparse

    from backoffice.ports import Program

NAME = ("key", "sheet")
SUMMARY = N_("write the recovery sheet of the certificate key as PDF")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where it goes."""
    parser.add_argument("file", metavar="FILE.pdf", type=Path)


def run(program: Program, options: argparse.Namespace) -> int:
    """Write the sheet into a file that only its owner may read."""
    program.save(program.upkeep().key_sheet(), options.file)
    told = sentence("Print {path}, put it into a safe and delete it.", path=str(options.file))
    print(say(told, program.settings.language))
    return 0
