"""List who may sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.roles import ROLE_NAMES
from backoffice.domain.sentences import N_
from backoffice.words import say

if TYPE_CHECKING:
    import argparse

    from backoffice.ports import Program

NAME = ("user", "list")
SUMMARY = N_("list who may sign in")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to say."""


def run(program: Program, options: argparse.Namespace) -> int:  # noqa: ARG001  one signature
    """Print sign-in name, role and full name of everybody."""
    with program.store().reading() as books:
        clerks = books.clerks.everyone()
    for clerk in clerks:
        role = say(ROLE_NAMES[clerk.role], program.settings.language)
        off = (
            "" if clerk.enabled else f"  ({say(N_('may not sign in'), program.settings.language)})"
        )
        print(f"{clerk.login:20}  {role}  {clerk.name}{off}")
    return 0
