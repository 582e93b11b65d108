"""What to do when a balance does not cover the fee, as fields that appear when that is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.fees import SHORTFALL_NAMES, Shortfall
from backoffice.domain.sentences import N_

if TYPE_CHECKING:
    from backoffice.domain.refusal import Refusal
    from backoffice.ui.steps import Step


class FeeFields:
    """Hidden until a fee was not covered (L8)."""

    def __init__(self, step: Step) -> None:
        self._shortfall = step.choice(
            "shortfall", N_("Difference to the fee"), [(s, SHORTFALL_NAMES[s]) for s in Shortfall]
        )
        self._waiver = step.text("waiver", N_("Why the difference is waived"))
        for field in (self._shortfall, self._waiver):
            field.pack_forget()

    def heard(self, refusal: Refusal) -> None:
        """Show them if this refusal says that the fee is not covered."""
        if refusal.code == "fee-not-covered" and not self._shortfall.winfo_manager():
            for field in (self._shortfall, self._waiver):
                field.pack(fill="x", pady=(0, 12))

    @property
    def shortfall(self) -> Shortfall:
        """What was chosen."""
        return self._shortfall.read()

    @property
    def waiver_reason(self) -> str:
        """Why the difference is waived."""
        return self._waiver.read()
