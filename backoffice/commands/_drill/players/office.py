"""The back room: policies and accounts; the clerks who were there before keep theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backoffice.commands._drill.people import OWN
from backoffice.commands._drill.seat import plays
from backoffice.domain.places import TerminalService
from backoffice.domain.policies import POLICIES
from backoffice.domain.roles import Role
from backoffice.workflows import clerk_account, desk_change, policy_change, terminal_change

if TYPE_CHECKING:
    from backoffice.commands._drill.seat import Seat
    from backoffice.domain.clerks import Clerk
    from backoffice.ports import Books

_WHY, _MOSTLY = "drill", 0.7


@plays(policy_change.WORKFLOW, often=1)
def _decide(seat: Seat, _books: Books) -> object:
    policy = seat.chance.choice(POLICIES)
    value = seat.chance.choice(policy.options or (policy.said(None), "90"))
    return policy_change.Request(name=policy.name, value=value, reason=_WHY)


@plays(clerk_account.ENTER, often=1)
def _enter(seat: Seat, _books: Books) -> object:
    login = f"{OWN}{seat.chance.randrange(10**6):06d}"
    role = seat.chance.choice(tuple(Role))
    return clerk_account.Entering(login=login, name=_WHY, role=role, password_hash=seat.hashed)


@plays(clerk_account.WORKFLOW, often=1)
def _change(seat: Seat, books: Books) -> object | None:
    clerk = seat.any_of(_own(books))
    if clerk is None:
        return None
    role = seat.chance.choice(tuple(Role))
    return clerk_account.Request(
        clerk_id=clerk.id,
        role=role,
        enabled=seat.chance.random() < _MOSTLY,
    )


@plays(clerk_account.RESET, often=1)
def _reset(seat: Seat, books: Books) -> object | None:
    clerk = seat.any_of(_own(books))
    if clerk is None:
        return None
    return clerk_account.Resetting(clerk_id=clerk.id, password_hash=seat.hashed)


@plays(desk_change.WORKFLOW, often=1)
def _change_desk(seat: Seat, books: Books) -> object:
    desk = seat.chance.choice(books.places.desks())
    telephone = f"8641{seat.chance.randrange(10**4):04d}"
    changed = replace(desk, telephone=telephone, in_service=seat.chance.random() < _MOSTLY)
    return desk_change.Request(desk=changed)


@plays(terminal_change.WORKFLOW, often=1)
def _change_terminal(seat: Seat, books: Books) -> object:
    terminal = seat.chance.choice(books.places.terminals())
    services = tuple(one for one in TerminalService if seat.chance.random() < _MOSTLY)
    changed = replace(terminal, services=services, in_service=seat.chance.random() < _MOSTLY)
    return terminal_change.Request(terminal=changed)


def _own(books: Books) -> list[Clerk]:
    return [clerk for clerk in books.clerks.everyone() if clerk.login.startswith(OWN)]
