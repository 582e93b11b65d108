"""Take an entry back: the reason, a second person, the sheet; both entries stay visible."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.money import yuan
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.view import View
from backoffice.workflows import correction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.domain.ledger import PostedEntry


class Correction(View):
    """Opened on the ledger page for the entry that is chosen there."""

    code = "correction"
    title = N_("Take an entry back")
    short = N_("Correction")
    right = Right.OVERRIDE
    unfinished = False
    belongs: ClassVar[Mapping[str, str]] = {"needs": "reason", "not-": "reason", "corr": "reason"}

    def build(self) -> None:
        """Make the step of the reason, and the sheet."""
        self._whose, self._entry_id = 0, 0
        first = self.step("reason", N_("Reason"), action=N_("Check"), act=self._check)
        self._about = first.note("", ink="fg")
        first.text(
            "reason",
            N_("Why it is taken back"),
            explain=N_("It stands on the receipt. A second person must agree."),
        )
        self.sheet_step(N_("Take back"), self._correct)

    def about(self, holder_id: int, entry: PostedEntry) -> None:
        """Say which entry of whom is taken back."""
        self._whose, self._entry_id = holder_id, entry.id
        self._about.say(
            sentence(
                "{amount}, {time}, {clerk}",
                amount=yuan(entry.amount),
                time=entry.at.astimezone().strftime("%Y-%m-%d %H:%M"),
                clerk=entry.clerk,
            )
        )

    def _check(self) -> None:
        request = correction.Request(
            holder_id=self._whose, entry_id=self._entry_id, reason=self.read("reason")
        )
        self.consequences(correction.WORKFLOW, request)

    def _correct(self) -> None:
        self.confirm(correction.WORKFLOW, self._done)

    def _done(self, outcome: correction.Outcome) -> None:
        self.finish(
            sentence("{amount} was taken back.", amount=yuan(outcome.amount)),
            sentence("Receipt {number} is printing.", number=outcome.receipt),
        )
