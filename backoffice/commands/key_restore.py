"""Write the key file again from the groups on the recovery sheet."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_, sentence
from backoffice.words import say

if TYPE_CHECKING:
    import argparse

    from backoffice.ports import Program

NAME = ("key", "restore")
SUMMARY = N_("write the key file again from the recovery sheet, read from stdin")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to say: what stands on a command line is seen by everybody on the machine."""


def run(program: Program, options: argparse.Namespace) -> int:  # noqa: ARG001  one signature
    """Read the groups and write the key file."""
    language = program.settings.language
    if sys.stdin.isatty():
        print(say(N_("Type the groups, then Enter:"), language), file=sys.stderr)
    program.upkeep().restore_key(sys.stdin.readline())
    print(say(sentence("The key is at {path}.", path=str(program.settings.key_file)), language))
    return 0
