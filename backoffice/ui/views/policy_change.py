"""Change a policy: the value, why where it matters, before → after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from backoffice.domain.policies import VALUE_NAMES, Policy, named
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.section import RowView
from backoffice.workflows import policy_change

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A policy and the value that holds, as text."""

    policy: Policy[Any]
    value: str


class PolicyChange(RowView[Decided]):
    """Opened on the administration page for the policy that is chosen there."""

    code = "policy_change"
    title = N_("Change the policy")
    right = Right.ADMINISTER
    belongs: ClassVar[Mapping[str, str]] = {"policy": "value"}

    def build(self) -> None:
        """Make the step of the value, which waits for the policy, and the sheet."""
        self._name = ""
        self._first = self.step("value", N_("Decision"), action=N_("Check"), act=self._check)
        self.sheet_step(N_("Decide so"), self._decide)

    def about(self, row: Decided) -> None:
        """Ask for one of the values there are, or for a figure."""
        policy = row.policy
        self._name = policy.name
        self._first.note(policy.says, ink="fg")
        if policy.options:
            names = [(one, VALUE_NAMES.get(one, one)) for one in policy.options]
            # What holds comes last: whoever opens this wants another one.
            names.sort(key=lambda option: option[0] == row.value)
            self._first.choice("value", N_("From now on"), names)
        else:
            explain = sentence("Possible: {values}.", values=policy.values)
            self._first.text("value", N_("From now on"), explain=explain).start(row.value)
        if policy.weighty:
            self._first.text("reason", N_("Why it is decided"), explain=N_("It is kept."))
        self._first.note(sentence("On the command line: {name}", name=policy.name))
        self._first.begin()

    def _check(self) -> None:
        reason = self.read("reason") if "reason" in self._first.fields else ""
        request = policy_change.Request(name=self._name, value=self.read("value"), reason=reason)
        self.consequences(policy_change.WORKFLOW, request)

    def _decide(self) -> None:
        self.confirm(policy_change.WORKFLOW, self._done)

    def _done(self, outcome: policy_change.Outcome) -> None:
        policy = named(outcome.name)
        before, value = policy.called(outcome.before), policy.called(outcome.value)
        self.finish(sentence("Decided: {value}. It was: {before}.", value=value, before=before))
