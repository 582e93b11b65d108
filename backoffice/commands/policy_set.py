"""Decide a policy of the center; who decided it what way stays in the audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow, new_action_id, perform
from backoffice.domain.policies import named
from backoffice.domain.roles import Actor, Right, Role
from backoffice.domain.sentences import N_, sentence
from backoffice.words import say

if TYPE_CHECKING:
    import argparse

    from backoffice.actions import Turn
    from backoffice.ports import Books, Program

NAME = ("policy", "set")
SUMMARY = N_("decide a policy")
COMMAND_LINE = Actor(clerk_id=None, name="command line", role=Role.ADMINISTRATOR)


@dataclass(frozen=True, kw_only=True)
class Request:
    """Which policy is to have which value, as text."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What held before and what holds now."""

    name: str
    before: str
    value: str


def decide(books: Books, turn: Turn, request: Request) -> Outcome:  # noqa: ARG001  one signature
    """Write a decision down.

    Raises:
        Refusal: There is no such policy, or the value makes no sense.
    """
    policy = named(request.name)
    before = policy.said(books.policies.text(policy.name))
    value = policy.to_keep(request.value)
    books.policies.decide(policy.name, value)
    return Outcome(name=policy.name, before=before, value=value)


WORKFLOW = Workflow(code="policy_set", right=Right.ADMINISTER, run=decide, outcome=Outcome)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the policy and its value."""
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("value", metavar="VALUE")


def run(program: Program, options: argparse.Namespace) -> int:
    """Decide it and print what held before."""
    done = perform(
        program.store(),
        program.clock,
        WORKFLOW,
        Request(name=options.name, value=options.value),
        action_id=new_action_id(),
        actor=COMMAND_LINE,
    )
    told = sentence(
        "{name} is {value} now; it was {before}.",
        name=done.name,
        value=done.value,
        before=done.before,
    )
    print(say(told, program.settings.language))
    return 0
