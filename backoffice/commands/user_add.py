"""Enter somebody who may sign in, with a password that is shown once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow, new_action_id, perform
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Actor, Right, Role
from backoffice.domain.sentences import N_, sentence
from backoffice.words import say

if TYPE_CHECKING:
    import argparse

    from backoffice.actions import Turn
    from backoffice.ports import Books, Program

NAME = ("user", "add")
SUMMARY = N_("enter somebody who may sign in, with a one-time password")
FIRST_LOGIN = "admin"
COMMAND_LINE = Actor(clerk_id=None, name="command line", role=Role.ADMINISTRATOR)
"""Whoever may start programs on the desk's machine could as well open the database itself."""

_LONGEST = 60


@dataclass(frozen=True, kw_only=True)
class Request:
    """Who is entered.

    Attributes:
        unless_one: Enter nobody if somebody with this role can sign in already.
    """

    login: str
    name: str
    role: Role
    password_hash: str
    unless_one: bool = False


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The clerk's row, None if nobody was entered."""

    clerk_id: int | None


def enter(books: Books, turn: Turn, request: Request) -> Outcome:  # noqa: ARG001  one signature
    """Enter a clerk who must change the password at the first sign-in.

    Raises:
        Refusal: The name is taken, empty or too long.
    """
    if request.unless_one and _somebody(books, request.role):
        return Outcome(clerk_id=None)
    login = request.login.strip()
    if not login or len(login) > _LONGEST or not login.isprintable():
        raise Refusal(
            "login-unusable",
            sentence("A sign-in name has between 1 and {most} printable signs.", most=_LONGEST),
            advice=sentence("Choose another name."),
        )
    clerk = books.clerks.add(
        login=login,
        name=request.name or login,
        role=request.role,
        password_hash=request.password_hash,
    )
    return Outcome(clerk_id=clerk.id)


WORKFLOW = Workflow(code="user_add", right=Right.ADMINISTER, run=enter, outcome=Outcome)


def enter_first_administrator(program: Program, password: str) -> bool:
    """Enter ``admin`` if nobody can administer these books; tell whether that was so."""
    store = program.store()
    with store.reading() as books:
        if _somebody(books, Role.ADMINISTRATOR):
            return False
    outcome = perform(
        store,
        program.clock,
        WORKFLOW,
        Request(
            login=FIRST_LOGIN,
            name=FIRST_LOGIN,
            role=Role.ADMINISTRATOR,
            password_hash=program.passwords.hash(password),
            unless_one=True,
        ),
        action_id=new_action_id(),
        actor=COMMAND_LINE,
    )
    return outcome.clerk_id is not None


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the sign-in name and the role."""
    parser.add_argument("login", metavar="NAME")
    parser.add_argument("--role", choices=[role.value for role in Role], required=True)
    parser.add_argument("--name", default="", metavar="FULL_NAME")


def run(program: Program, options: argparse.Namespace) -> int:
    """Enter the clerk and print the one-time password."""
    password = secrets.token_urlsafe(9)
    perform(
        program.store(),
        program.clock,
        WORKFLOW,
        Request(
            login=options.login,
            name=options.name,
            role=Role(options.role),
            password_hash=program.passwords.hash(password),
        ),
        action_id=new_action_id(),
        actor=COMMAND_LINE,
    )
    told = sentence(
        "{login} can sign in once with the password {password} and then chooses another.",
        login=options.login.strip().lower(),
        password=password,
    )
    print(say(told, program.settings.language))
    return 0


def _somebody(books: Books, role: Role) -> bool:
    return any(clerk.enabled and clerk.role is role for clerk in books.clerks.everyone())
