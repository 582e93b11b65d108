"""List what the center decided about itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from backoffice.domain.policies import POLICIES
from backoffice.domain.sentences import N_, sentence
from backoffice.words import say

if TYPE_CHECKING:
    import argparse

    from backoffice.ports import Program

NAME = ("policy", "list")
SUMMARY = N_("list the policies and what holds now")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the form of the answer."""
    parser.add_argument("--json", action="store_true")


def run(program: Program, options: argparse.Namespace) -> int:
    """Print each policy: what it decides, its value, and the shipped one."""
    with program.store().reading() as books:
        values = {p.name: p.said(books.policies.text(p.name)) for p in POLICIES}
    if options.json:
        print(json.dumps(values))
        return 0
    language = program.settings.language
    for policy in POLICIES:
        print(f"{policy.name} = {values[policy.name]}")
        told = sentence(
            "{says} Shipped: {shipped}.", says=sentence(policy.says), shipped=policy.said(None)
        )
        print(f"  {say(told, language)}")
    return 0
