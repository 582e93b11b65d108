"""Write the specimen sheet of a card design: twenty hard cases at true size."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.domain.documents import SpecimenSheet
from backoffice.domain.sentences import N_, sentence
from backoffice.words import say

if TYPE_CHECKING:
    import argparse

    from backoffice.ports import Program

NAME = ("specimens",)
SUMMARY = N_("write hard cases of a card design as PDF at true size")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where it goes, and which design: ``staff`` as shipped, ``staff@2`` as saved."""
    parser.add_argument("file", metavar="FILE.pdf", type=Path)
    parser.add_argument("--design", metavar="NAME[@VERSION]", default="staff")


def run(program: Program, options: argparse.Namespace) -> int:
    """Write the sheet after its bar codes were read back."""
    with program.store().reading() as books:
        toml = books.designs.text(options.design)
    program.save(SpecimenSheet(design=options.design, design_toml=toml), options.file)
    told = sentence("The specimens are in {path}.", path=str(options.file))
    print(say(told, program.settings.language))
    return 0
