"""Decide a policy of the center; who decided it what way and why stays in the books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.actions import Workflow
from backoffice.domain.policies import named
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import sentence
from backoffice.domain.sheets import Line, Sheet

if TYPE_CHECKING:
    from backoffice.actions import Turn
    from backoffice.ports import Books


@dataclass(frozen=True, kw_only=True)
class Request:
    """Which policy is to have which value, as text, and why."""

    name: str
    value: str
    reason: str = ""
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What held before, what holds now, and why."""

    name: str
    before: str
    value: str
    reason: str


def preview(books: Books, turn: Turn, request: Request) -> Sheet:  # noqa: ARG001  one signature
    """Return what would change, or refuse."""
    policy = named(request.name)
    if policy.weighty and not request.reason.strip():
        raise Refusal(
            "policy-reason",
            sentence("This decision needs a reason."),
            advice=sentence("Write in a few words why; it is kept with the decision."),
        )
    before = policy.said(books.policies.text(policy.name))
    after = policy.to_keep(request.value)
    return Sheet(
        title=sentence("Decision of the center"),
        lines=(
            Line(
                label=sentence(policy.says),
                before=policy.called(before),
                after=policy.called(after),
            ),
        ),
        notes=(sentence("It holds at every desk from now on; what was done stays as it is."),),
    )


def decide(books: Books, turn: Turn, request: Request) -> Outcome:
    """Write a decision down.

    Raises:
        Refusal: There is no such policy, the value makes no sense, a reason is missing,
            or somebody decided since the sheet was shown.
    """
    preview(books, turn, request).require_unchanged(request.sheet)
    policy = named(request.name)
    before = policy.said(books.policies.text(policy.name))
    value = policy.to_keep(request.value)
    books.policies.decide(policy.name, value)
    return Outcome(name=policy.name, before=before, value=value, reason=request.reason.strip())


WORKFLOW = Workflow(
    code="policy_change", right=Right.ADMINISTER, run=decide, outcome=Outcome, preview=preview
)
