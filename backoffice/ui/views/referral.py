"""Refer somebody to a self-service terminal: one look, one slip."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.holders import HolderKind
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.view import Offer, View
from backoffice.workflows import referral

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.ui.person import Person


class Referral(View):
    """Students and temporary holders help themselves at a terminal."""

    code = "referral"
    title = N_("Refer to a terminal")
    short = N_("Referral slip")
    key = "F9"
    order = 60
    happenings: ClassVar[Mapping[str, str]] = {"referral": N_("Referred to a terminal")}

    @classmethod
    def offer(cls, person: Person) -> Offer | None:
        """Keep it off the page of staff."""
        return None if person.holder.kind is HolderKind.STAFF else Offer.yes()

    def build(self) -> None:
        """Show at once what the slip will say."""
        self.sheet_step(N_("Print the slip"), self._print)
        request = referral.Request(holder_id=self.holder_id)
        self.after_idle(lambda: self.consequences(referral.WORKFLOW, request))

    def _print(self) -> None:
        self.confirm(referral.WORKFLOW, self._done)

    def _done(self, outcome: referral.Outcome) -> None:
        self.finish(sentence("Slip {number} is printing.", number=outcome.slip))
