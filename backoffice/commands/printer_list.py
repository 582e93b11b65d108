"""List the printers of this desk, how each of them is and what it has left."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from backoffice.domain.sentences import N_, sentence
from backoffice.words import say

if TYPE_CHECKING:
    import argparse

    from backoffice.ports import Program

NAME = ("printer", "list")
SUMMARY = N_("list the printers of this desk and how they are")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the form of the answer."""
    parser.add_argument("--json", action="store_true")


def run(program: Program, options: argparse.Namespace) -> int:
    """Ask each printer, for three seconds at most, and tell."""
    language = program.settings.language
    found = [_told(program, name, language) for name in program.settings.printers]
    if options.json:
        print(json.dumps({"printers": found}, ensure_ascii=False))
        return 0
    for one in found:
        print(f"{one['name']} ({one['role']}): {one['kind']} {one['target']}")
        print(f"  {one['says']}")
        for supply in one["supplies"]:
            level = "?" if supply["level"] is None else supply["level"]
            print(f"  {supply['name']}: {level} %")
        if one["counter"] is not None:
            made = sentence("Printed in its life: {count}", count=one["counter"])
            print(f"  {say(made, language)}")
    return 0


def _told(program: Program, name: str, language: str) -> dict[str, Any]:
    address = program.settings.printers[name]
    state = program.printers().state(name)
    return {
        "name": name,
        "role": address.role or name,
        "kind": address.kind,
        "target": address.target,
        "ready": state.ready,
        "reasons": list(state.reasons),
        "says": say(state.sentence, language),
        "supplies": [
            {"name": one.name, "kind": one.kind, "level": one.level, "colour": one.colour}
            for one in state.supplies
        ],
        "counter": state.counter,
    }
