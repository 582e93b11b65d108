"""Enter somebody who may sign in, with a password that is shown once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.actions import new_action_id, perform
from backoffice.domain.clerks import one_time_password
from backoffice.domain.roles import Actor, Role
from backoffice.domain.sentences import N_, sentence
from backoffice.words import say
from backoffice.workflows.clerk_account import ENTER, Entering, somebody

if TYPE_CHECKING:
    import argparse

    from backoffice.ports import Program

NAME = ("user", "add")
SUMMARY = N_("enter somebody who may sign in, with a one-time password")
FIRST_LOGIN = "admin"
COMMAND_LINE = Actor(clerk_id=None, name="command line", role=Role.ADMINISTRATOR)
"""Whoever may start programs on the desk's machine could as well open the database itself."""


def enter_first_administrator(program: Program, password: str) -> bool:
    """Enter ``admin`` if nobody can administer these books; tell whether that was so."""
    store = program.store()
    with store.reading() as books:
        if somebody(books, Role.ADMINISTRATOR):
            return False
    outcome = perform(
        store,
        program.clock,
        ENTER,
        Entering(
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
    password = one_time_password()
    perform(
        program.store(),
        program.clock,
        ENTER,
        Entering(
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
