"""Lets simulated clerks run every workflow at once, against the books, and checks them after it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import N_, sentence
from backoffice.words import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from backoffice.commands._drill.desks import Orders, Tally
    from backoffice.ports import Program

NAME = ("drill",)
SUMMARY = N_("let simulated clerks run every workflow at once on example books, then check")
_PORTRAITS = 6
_MOST_DESKS, _MOST_ACTIONS = 64, 10_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--desks", type=int, required=True, metavar="N")
    parser.add_argument("--actions", type=int, required=True, metavar="M")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--acknowledged", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")


def run(program: Program, options: argparse.Namespace) -> int:
    """Drill, check, and report; 1 if anything failed that is not a refusal.

    Raises:
        Refusal: The books hold real people, or the numbers make no sense.
        Fault: The books or the file can't be reached.
    """
    if not (1 <= options.desks <= _MOST_DESKS and 1 <= options.actions <= _MOST_ACTIONS):
        raise Refusal(
            "drill-size",
            sentence("A drill has 1 to {desks} desks and at least one action.", desks=_MOST_DESKS),
        )
    from backoffice.commands._drill.desks import work_at_once  # noqa: PLC0415  slow imports

    tally, seconds = work_at_once(program, _prepare(program, options))
    broken = [one.invariant for one in program.upkeep().check()]
    figures = _figures(tally, seconds, broken)
    if options.json:
        print(json.dumps(figures))
    else:
        _tell(figures, program.settings.language)
    return 0 if figures["ok"] else 1


def _prepare(program: Program, options: argparse.Namespace) -> list[Orders]:
    """Invite the people, and divide the work; several clerks share a desk if there are too few."""
    import random  # noqa: PLC0415  only where something is invented

    from backoffice.commands._drill.acknowledging import open_to_append  # noqa: PLC0415
    from backoffice.commands._drill.desks import Orders  # noqa: PLC0415
    from backoffice.commands._drill.people import invite, require_example, staff  # noqa: PLC0415
    from backoffice.commands._invented.portraits import draw  # noqa: PLC0415
    from backoffice.lane import recover  # noqa: PLC0415

    store, clock, seed = program.store(), program.clock, options.seed
    with store.reading() as books:
        require_example(books)
        places = books.places.desks_in_service()
        staff(books, places[0].id)
    if options.acknowledged is not None:
        os.close(open_to_append(options.acknowledged))
    for place in places:
        recover(store, clock, desk_id=place.id)  # an earlier drill may have been killed
    chance = random.Random(seed)
    portraits = [draw(chance) for _ in range(_PORTRAITS)]
    count = 12 + 4 * options.desks
    people = invite(store, clock, count=count, seed=seed, portraits=portraits)
    hashed = program.passwords.hash(str(seed))
    share, more = divmod(options.actions, options.desks)
    return [
        Orders(
            desk_id=places[at % len(places)].id,
            actions=share + (at < more),
            seed=f"{seed} {at}",
            people=people,
            portraits=portraits,
            hashed=hashed,
            acknowledged=options.acknowledged,
        )
        for at in range(options.desks)
    ]


def _figures(tally: Tally, seconds: float, broken: Sequence[str]) -> dict[str, Any]:
    taken = sorted(tally.taken)
    return {
        "actions": len(taken),
        "refusals": tally.refusals.total(),
        "faults": tally.faults.total(),
        "actions_per_second": round(len(taken) / seconds, 1),
        "p50_ms": _percentile(taken, 50),
        "p99_ms": _percentile(taken, 99),
        "ok": not broken and not tally.faults and bool(taken),
        "refused": dict(tally.refusals.most_common()),
        "failed": dict(tally.faults.most_common()),
        "broken": list(broken),
    }


def _percentile(ordered: Sequence[float], part: int) -> float:
    return round(ordered[len(ordered) * part // 100], 1) if ordered else 0.0


def _tell(figures: dict[str, Any], language: str) -> None:
    told = sentence(
        "{actions} actions, {refusals} refusals, {faults} faults; {speed} actions a second, half "
        "of them within {half} ms, 99 of 100 within {most} ms.",
        actions=figures["actions"],
        refusals=figures["refusals"],
        faults=figures["faults"],
        speed=figures["actions_per_second"],
        half=figures["p50_ms"],
        most=figures["p99_ms"],
    )
    print(say(told, language))
    for name in (*figures["failed"], *figures["broken"]):
        print(name, file=sys.stderr)
