"""Measures the program and shows every figure beside its floor in the same run."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Turn, Workflow, new_action_id, perform
from backoffice.domain.ledger import AccountKind, Entry
from backoffice.domain.roles import Actor, Right, Role
from backoffice.domain.sentences import N_

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from backoffice.ports import Books, Program, Store

NAME = ("bench",)
SUMMARY = N_("measure lookups, commits and the rest on books of its own")
CODE = "bench"


@dataclass(frozen=True, kw_only=True)
class Request:
    """One blank into the stock of the first desk."""

    blanks: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was booked."""

    blanks: int


def _receive(books: Books, _turn: Turn, request: Request) -> Outcome:
    stock = books.ledger.account(AccountKind.STOCK, desk_id=books.places.desks()[0].id)
    supplier = books.ledger.account(AccountKind.SUPPLIER)
    books.ledger.post(Entry(debit=supplier, credit=stock, amount=request.blanks, memo=CODE))
    return Outcome(blanks=request.blanks)


WORKFLOW = Workflow(code=CODE, right=Right.ADMINISTER, run=_receive, outcome=Outcome)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--holders", type=int, default=100_000, metavar="N")
    parser.add_argument("--only", metavar="PART")
    parser.add_argument("--json", action="store_true")


def run(program: Program, options: argparse.Namespace) -> int:
    """Run every benchmark and print its figures; return the exit code."""
    program.store()  # makes the folder, and says at once if the database can't be reached
    figures = {}
    for one in program.benchmarks(holders=options.holders, act=_one_action(program)):
        if options.only in {None, one.name}:
            figures[one.name] = one.run(_progress(one.name))
    if options.json:
        print(json.dumps(figures))
        return 0
    for name, found in figures.items():
        print(name)
        for figure, value in found.items():
            print(f"  {figure:32} {value:>12}")
    return 0


def _one_action(program: Program) -> Callable[[Store], None]:
    actor = Actor(clerk_id=None, name=CODE, role=Role.ADMINISTRATOR)

    def act(store: Store) -> None:
        request, action_id = Request(blanks=1), new_action_id()
        perform(store, program.clock, WORKFLOW, request, action_id=action_id, actor=actor)

    return act


def _progress(name: str) -> Callable[[str], None]:
    def told(text: str) -> None:
        if sys.stderr.isatty():
            print(f"\r{name} {text}", end="", file=sys.stderr, flush=True)

    return told
