"""What the center decided about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.policies import POLICIES
from backoffice.domain.sentences import N_
from backoffice.ui.section import Section
from backoffice.ui.views.policy_change import Decided, PolicyChange
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.ports import Books


class Policies(Section[Decided]):
    """Every policy with the value that holds."""

    title = N_("Policies")
    order = 20
    heads = (N_("What is decided"), N_("Value"))
    widths = (640, 168)
    amounts = heads[1:]
    changing = (PolicyChange,)

    def read(self, books: Books) -> Sequence[Decided]:
        """Return the policies in their order."""
        return [
            Decided(policy=policy, value=policy.said(books.policies.text(policy.name)))
            for policy in POLICIES
        ]

    def key(self, row: Decided) -> str:
        """Return its name."""
        return row.policy.name

    def cells(self, row: Decided) -> Sequence[str]:
        """Return what is decided, and what holds."""
        return _(row.policy.says), _(row.policy.called(row.value))
