"""Set a fee from a day on; what was paid before stays as it was (L5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backoffice.domain.fees import SERVICES
from backoffice.domain.holders import KIND_NAMES
from backoffice.domain.money import yuan
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Right
from backoffice.domain.sentences import N_, sentence
from backoffice.ui.view import View
from backoffice.workflows import fee_change

if TYPE_CHECKING:
    from collections.abc import Mapping


class FeeChange(View):
    """Opened on the administration page."""

    code = "fee_change"
    title = N_("Set a fee")
    right = Right.ADMINISTER
    belongs: ClassVar[Mapping[str, str]] = {"fee": "fee"}

    def build(self) -> None:
        """Make the step of the fee, and the sheet."""
        first = self.step("fee", N_("Fee"), action=N_("Check"), act=self._check)
        first.choice("service", N_("For what"), list(SERVICES.items()))
        first.choice("kind", N_("For whom"), list(KIND_NAMES.items()))
        first.money("amount", N_("How much"))
        first.day(
            "from",
            N_("From which day on"),
            explain=N_("From tomorrow at the earliest. A department change is always free."),
        )
        self.sheet_step(N_("Set the fee"), self._set)

    def _check(self) -> None:
        amount, day = self.read("amount"), self.read("from")
        if day is None:
            raise Refusal(
                "fee-day-missing",
                sentence("A fee holds from a day on."),
                advice=sentence("Enter the day."),
                rule="L5",
            )
        request = fee_change.Request(
            service=self.read("service"), kind=self.read("kind"), amount=amount, valid_from=day
        )
        self.consequences(fee_change.WORKFLOW, request)

    def _set(self) -> None:
        self.confirm(fee_change.WORKFLOW, self._done)

    def _done(self, outcome: fee_change.Outcome) -> None:
        self.finish(
            sentence(
                "{amount} from {day} on.",
                amount=yuan(outcome.amount),
                day=outcome.valid_from.isoformat(),
            )
        )
