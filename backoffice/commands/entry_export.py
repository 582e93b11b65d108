"""Hand the rights of entry over to the gates, as files in a folder (E3)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.actions import new_action_id
from backoffice.domain.roles import Actor, Role
from backoffice.domain.sentences import N_, sentence
from backoffice.entry_hand_over import hand_over, hand_over_again
from backoffice.words import say

if TYPE_CHECKING:
    import argparse

    from backoffice.ports import Program

NAME = ("entry", "export")
SUMMARY = N_("hand the rights of entry over to the gates")
BY_ITSELF = Actor(clerk_id=None, name="entry export", role=Role.SUPERVISOR)
"""Every night, say, with nobody there: the applications were passed by somebody before."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder that the gates read."""
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--again", type=int, metavar="N")
    parser.add_argument("--json", action="store_true")


def run(program: Program, options: argparse.Namespace) -> int:
    """Write every right in force today or later, or one hand-over again.

    Raises:
        Refusal: The hand-over is unknown, or the clock is doubtful.
        Fault: Books or folder can't be read or written.
    """
    books = (program.store(), program.clock, options.folder)
    action_id = new_action_id()
    if options.again is None:
        one = hand_over(*books, actor=BY_ITSELF, action_id=action_id)
    else:
        one = hand_over_again(*books, number=options.again, actor=BY_ITSELF, action_id=action_id)
    if options.json:
        found = {"number": one.number, "rights": one.rights, "folder": str(one.folder)}
        print(json.dumps({"hand_overs": [found]}, ensure_ascii=False))
        return 0
    told = sentence(
        "Hand-over {number}: {rights} rights of entry in {folder}",
        number=one.number,
        rights=one.rights,
        folder=str(one.folder),
    )
    print(say(told, program.settings.language))
    return 0
