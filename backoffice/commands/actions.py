"""Tell what became of an action, by the id its form was born with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_, sentence
from backoffice.words import say

if TYPE_CHECKING:
    import argparse

    from backoffice.ports import Program

NAME = ("actions",)
SUMMARY = N_("tell what became of an action")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the action's id."""
    parser.add_argument("--id", required=True, metavar="ID")
    parser.add_argument("--json", action="store_true")


def run(program: Program, options: argparse.Namespace) -> int:
    """Print what happened, when, where and by whom.

    Raises:
        Refusal: No action with this id was ever committed.
    """
    with program.store().reading() as books:
        action = books.journal.find(options.id)
        if action is None:
            raise Refusal(
                "unknown-action",
                sentence("No action {id} was committed: nothing of it was done.", id=options.id),
            )
        clerk = books.clerks.get(action.clerk_id).login if action.clerk_id else ""
        desk = books.places.desk(action.desk_id).code if action.desk_id else ""
    outcome = json.loads(action.outcome)
    if options.json:
        facts = {"id": action.id, "code": action.code, "at": action.at.isoformat()}
        print(json.dumps(facts | {"desk": desk, "clerk": clerk, "outcome": outcome}))
        return 0
    at = action.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    told = sentence(
        "{code}, {at}, desk {desk}, clerk {clerk}",
        code=action.code,
        at=at,
        desk=desk or "—",
        clerk=clerk or "—",
    )
    print(say(told, program.settings.language))
    for name, value in outcome.items():
        print(f"  {name}: {value}")
    return 0
