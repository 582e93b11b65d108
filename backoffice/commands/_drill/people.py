"""People of the drill's own: it knows their certificates, which the books keep to themselves."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backoffice.actions import Turn, Workflow, new_action_id, perform
from backoffice.commands._drill.seat import Person
from backoffice.commands._invented.people import People
from backoffice.domain.certificates import Shown
from backoffice.domain.intake import MealAccount
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Actor, Right, Role
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backoffice.domain.intake import Newcomer
    from backoffice.ports import Books, Clock, Store

CODE = "drill"
OWN = f"{CODE}-"
"""How the sign-in names of the drill's own clerks begin; nobody else's account is touched."""
_NEEDED = (Role.CLERK, Role.SUPERVISOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, kw_only=True)
class Request:
    """How many people come."""

    people: int
    seed: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The same, entered."""

    people: int


def invite(
    store: Store, clock: Clock, *, count: int, seed: int, portraits: Sequence[bytes]
) -> list[Person]:
    """Enter invented people with cards, balances and old meal cards; return them.

    Raises:
        Refusal: The books hold real people: nothing of theirs is ever touched by a drill.
    """
    with store.reading() as books:
        require_example(books)
        known = books.intake.holders_known
    invented = People(seed=seed + known, today=clock.today(), portraits=portraits).invent(count)
    newcomers = list(_of_their_own(invented, known, random.Random(seed)))

    def enter(books: Books, _turn: Turn, request: Request) -> Outcome:
        require_example(books)
        books.intake.bring(newcomers)
        return Outcome(people=request.people)

    workflow = Workflow(code=CODE, right=Right.ADMINISTER, run=enter, outcome=Outcome)
    actor = Actor(clerk_id=None, name=CODE, role=Role.ADMINISTRATOR)
    request = Request(people=count, seed=seed)
    perform(store, clock, workflow, request, action_id=new_action_id(), actor=actor)
    with store.reading() as books:
        ids = books.holders.ids([newcomer.row.number for newcomer in newcomers])
    return [
        Person(holder_id=ids[newcomer.row.number], shown=_shown(newcomer)) for newcomer in newcomers
    ]


def staff(books: Books, desk_id: int) -> Mapping[Role, Sequence[Actor]]:
    """Return everybody who works here, by role, as if they sat at one desk.

    The drill's own clerks never act: their accounts come and go.

    Raises:
        Refusal: There is no clerk, no supervisor or no administrator.
    """
    known = [clerk for clerk in books.clerks.everyone() if not clerk.login.startswith(OWN)]
    every = [clerk for clerk in known if clerk.enabled]
    found = {
        role: [
            Actor(clerk_id=clerk.id, name=clerk.name, role=role, desk_id=desk_id)
            for clerk in every
            if clerk.role is role
        ]
        for role in _NEEDED
    }
    if not all(found.values()):
        raise Refusal(
            "drill-staff",
            sentence("A drill needs a clerk, a supervisor and an administrator."),
            advice=sentence("Enter them with “user add”."),
        )
    return found


def require_example(books: Books) -> None:
    """Do nothing if the people in the books are invented.

    Raises:
        Refusal: They are not, or there is nobody yet.
    """
    if not books.example:
        raise Refusal(
            "not-example",
            sentence("A drill moves money and cards, so it runs on example books only."),
            advice=sentence("Name an empty database and fill it with “demo” first."),
        )


def _of_their_own(
    invented: Iterator[Newcomer], known: int, chance: random.Random
) -> Iterator[Newcomer]:
    """Give numbers that nobody in the books has, and an old meal card to every other person."""
    for at, person in enumerate(invented, start=known):
        number = f"D{at:08d}"
        meal = MealAccount(number=f"F{number}", balance=chance.choice((0, 4_250, 99, -350)))
        yield replace(person, row=replace(person.row, number=number), meal=meal if at % 2 else None)


def _shown(person: Newcomer) -> Shown:
    row = person.row
    return Shown(
        kind=row.certificate_kind,
        number=row.certificate_number,
        valid_until=row.certificate_valid_until,
        scanned=True,
    )
