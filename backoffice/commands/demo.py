"""Fills empty books with invented people, so that everything can be tried without harm."""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from backoffice.actions import Turn, Workflow, new_action_id, perform
from backoffice.domain.ledger import AccountKind, Entry
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Actor, Right, Role
from backoffice.domain.sentences import N_, sentence
from backoffice.words import say

if TYPE_CHECKING:
    import argparse

    from backoffice.domain.intake import Newcomer
    from backoffice.ports import Books, Program

NAME = ("demo",)
SUMMARY = N_("fill empty books with invented people, cards, balances and clerks")
PASSWORD = "card-center"  # noqa: S105  documented: these people are invented
CODE = "demo"

_CLERKS = (
    ("lina", "Li Na", Role.CLERK),
    ("wangfang", "Wang Fang", Role.CLERK),
    ("zhang", "Zhang Wei", Role.SUPERVISOR),
    ("admin", "Administrator", Role.ADMINISTRATOR),
    ("auditor", "Auditor", Role.AUDITOR),
)
_BLANKS = 500
_DISTINCT_PORTRAITS = 240
_ONE_ACTION = 5_000
"""Up to so many people are entered all or none; more come in several actions."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """Which invented people: ``part`` counts the actions of one run from 0."""

    holders: int
    seed: int
    part: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How many people one action entered."""

    entered: int


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--holders", type=int, default=2_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")


def run(program: Program, options: argparse.Namespace) -> int:
    """Invent people and enter them; return the exit code.

    Raises:
        Refusal: The books have cardholders already, or the number makes no sense.
    """
    if options.holders < 1:
        raise Refusal("holders-none", sentence("At least one holder is needed."))
    _require_empty(program)
    from backoffice.commands._invented.people import People  # noqa: PLC0415  only here
    from backoffice.commands._invented.portraits import draw  # noqa: PLC0415  slow import

    chance = random.Random(options.seed)
    portraits = [draw(chance) for _ in range(min(_DISTINCT_PORTRAITS, options.holders))]
    people = People(seed=options.seed, today=program.clock.today(), portraits=portraits)
    invented = people.invent(options.holders)
    hashes = {login: program.passwords.hash(PASSWORD) for login, _, _ in _CLERKS}
    entered = 0
    while newcomers := list(islice(invented, _ONE_ACTION)):
        part = entered // _ONE_ACTION
        request = Request(holders=options.holders, seed=options.seed, part=part)
        entered += _enter(program, request, newcomers, hashes).entered
        if sys.stderr.isatty():
            print(f"\r{entered}/{options.holders}", end="", file=sys.stderr, flush=True)
    done = sentence(
        "{count} invented holders entered. Sign in as lina, zhang or admin; password: {password}.",
        count=entered,
        password=PASSWORD,
    )
    print(say(done, program.settings.language))
    return 0


def _enter(
    program: Program, request: Request, newcomers: list[Newcomer], hashes: dict[str, str]
) -> Outcome:
    def fill(books: Books, _turn: Turn, request: Request) -> Outcome:
        if request.part == 0:
            _refuse_holders(books)
            books.intake.mark_example()
            _enter_clerks(books, hashes)
            _stock_blanks(books)
        books.intake.bring(newcomers)
        return Outcome(entered=len(newcomers))

    workflow = Workflow(code=CODE, right=Right.ADMINISTER, run=fill, outcome=Outcome)
    actor = Actor(clerk_id=None, name=CODE, role=Role.ADMINISTRATOR)
    return perform(
        program.store(), program.clock, workflow, request, action_id=new_action_id(), actor=actor
    )


def _require_empty(program: Program) -> None:
    with program.store().reading() as books:
        _refuse_holders(books)


def _refuse_holders(books: Books) -> None:
    if books.intake.holders_known:
        raise Refusal(
            "not-empty",
            sentence("These books have cardholders already; invented people do not belong there."),
            advice=sentence("Name another database."),
        )


def _enter_clerks(books: Books, hashes: dict[str, str]) -> None:
    for login, name, role in _CLERKS:
        clerk = books.clerks.by_login(login) or books.clerks.add(
            login=login, name=name, role=role, password_hash=hashes[login]
        )
        books.clerks.set_password(clerk, hashes[login], must_change=False)


def _stock_blanks(books: Books) -> None:
    supplier = books.ledger.account(AccountKind.SUPPLIER)
    for desk in books.places.desks():
        stock = books.ledger.account(AccountKind.STOCK, desk_id=desk.id)
        books.ledger.post(Entry(debit=supplier, credit=stock, amount=_BLANKS, memo=CODE))
