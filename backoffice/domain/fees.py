"""Fees are data with a date from which they hold, never code (L5)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_

if TYPE_CHECKING:
    from datetime import date

    from backoffice.domain.holders import HolderKind


class Shortfall(enum.Enum):
    """What to do when the balance is smaller than the fee (L8)."""

    NONE = "none"
    CASH = "cash"
    WAIVE = "waive"


SHORTFALL_NAMES = {
    Shortfall.NONE: N_("deduct from the balance"),
    Shortfall.CASH: N_("pay the difference in cash"),
    Shortfall.WAIVE: N_("waive the difference"),
}


@dataclass(frozen=True, kw_only=True)
class Fee:
    """``amount`` fen for ``service`` from ``valid_from`` on, until a later row of the same kind."""

    service: str
    kind: HolderKind
    amount: int
    valid_from: date


SERVICES = {
    "lost_card": N_("replacement of a lost card"),
    "damaged_card": N_("replacement of a damaged card"),
    "renew_card": N_("renewal of a temporary card"),
}
"""What may cost something; a department change never does (D2)."""
