"""Decide a policy of the center; who decided it what way stays in the audit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backoffice.actions import new_action_id, perform, preview
from backoffice.domain.roles import Actor, Role
from backoffice.domain.sentences import N_, sentence
from backoffice.words import say
from backoffice.workflows.policy_change import WORKFLOW, Request

if TYPE_CHECKING:
    import argparse

    from backoffice.ports import Program

NAME = ("policy", "set")
SUMMARY = N_("decide a policy")
COMMAND_LINE = Actor(clerk_id=None, name="command line", role=Role.ADMINISTRATOR)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the policy, its value and the reason."""
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("value", metavar="VALUE")
    parser.add_argument("--reason", default=COMMAND_LINE.name, metavar="TEXT")


def run(program: Program, options: argparse.Namespace) -> int:
    """Decide it and print what held before."""
    store, clock = program.store(), program.clock
    request = Request(name=options.name, value=options.value, reason=options.reason)
    action_id = new_action_id()
    sheet = preview(store, clock, WORKFLOW, request, action_id=action_id, actor=COMMAND_LINE)
    request = replace(request, sheet=sheet.digest)
    done = perform(store, clock, WORKFLOW, request, action_id=action_id, actor=COMMAND_LINE)
    told = sentence(
        "{name} is {value} now; it was {before}.",
        name=done.name,
        value=done.value,
        before=done.before,
    )
    print(say(told, program.settings.language))
    return 0
