"""Hand the photos that became effective over to the gates, as files in a folder (P7)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from backoffice.actions import new_action_id
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Actor, Role
from backoffice.domain.sentences import N_, sentence
from backoffice.hand_over import Written, hand_over, hand_over_again
from backoffice.words import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from backoffice.ports import Program

NAME = ("photos", "export")
SUMMARY = N_("hand the photos that became effective over to the gates")
BY_ITSELF = Actor(clerk_id=None, name="photos export", role=Role.SUPERVISOR)
"""Every night, say, with nobody there: the photos were approved by somebody before."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder that the gates read."""
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--again", type=int, metavar="N")
    parser.add_argument("--json", action="store_true")


def run(program: Program, options: argparse.Namespace) -> int:
    """Write what is due, or one hand-over again; nothing due is no failure.

    Raises:
        Refusal: The hand-over is unknown or has lost pictures, or the clock is doubtful.
        Fault: Books or folder can't be read or written.
    """
    try:
        written = _write(program, options)
    except Refusal as refusal:
        if refusal.code != "nothing-due":
            raise
        written = []
    finally:
        if sys.stderr.isatty():
            print(file=sys.stderr)
    _report(program, options, written)
    return 0


def _write(program: Program, options: argparse.Namespace) -> Sequence[Written]:
    language = program.settings.language

    def told(done: int, every: int) -> None:
        if sys.stderr.isatty():
            text = say(sentence("{done} of {every} photos …", done=done, every=every), language)
            print(f"\r{text}", end="", file=sys.stderr, flush=True)

    books = (program.store(), program.clock, options.folder)
    action_id = new_action_id()
    if options.again is None:
        return hand_over(*books, actor=BY_ITSELF, action_id=action_id, told=told)
    number = options.again
    return [hand_over_again(*books, number=number, actor=BY_ITSELF, action_id=action_id, told=told)]


def _report(program: Program, options: argparse.Namespace, written: Sequence[Written]) -> None:
    if options.json:
        found = [
            {"number": one.number, "photos": one.photos, "folder": str(one.folder)}
            for one in written
        ]
        print(json.dumps({"hand_overs": found}, ensure_ascii=False))
        return
    language = program.settings.language
    if not written:
        print(say(sentence("Nothing is due: gates have every photo in force."), language))
    for one in written:
        told = sentence(
            "Hand-over {number}: {photos} photos in {folder}",
            number=one.number,
            photos=one.photos,
            folder=str(one.folder),
        )
        print(say(told, language))
