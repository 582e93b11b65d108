"""Ask the books whether everything that must always be true still is."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_, sentence
from backoffice.words import say

if TYPE_CHECKING:
    import argparse

    from backoffice.ports import Program

NAME = ("check",)
SUMMARY = N_("check every invariant of the books")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the form of the answer."""
    parser.add_argument("--json", action="store_true")


def run(program: Program, options: argparse.Namespace) -> int:
    """Check, and name the invariants that fail; 1 if any does."""
    upkeep = program.upkeep()
    broken = upkeep.check()
    checked = len(upkeep.invariants)
    if options.json:
        failed = [asdict(one) for one in broken]
        print(json.dumps({"ok": not broken, "checked": checked, "failed": failed}))
    language = program.settings.language
    for one in broken:
        told = sentence(
            "{name}: {rows} rows, for example {sample}",
            name=one.invariant,
            rows=one.rows,
            sample="; ".join(one.sample),
        )
        print(say(told, language), file=sys.stderr)
    if not broken and not options.json:
        print(say(sentence("{count} invariants hold.", count=checked), language))
    return 1 if broken else 0
