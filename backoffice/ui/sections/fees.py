"""Fees with the days from which they hold (L5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.fees import SERVICES
from backoffice.domain.holders import KIND_NAMES
from backoffice.domain.money import yuan
from backoffice.domain.sentences import N_
from backoffice.ui.section import Section
from backoffice.ui.views.fee_change import FeeChange
from backoffice.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.domain.fees import Fee
    from backoffice.ports import Books

_HOLDS, _LATER, _OVER = N_("in force"), N_("later"), N_("no longer")


@dataclass(frozen=True, kw_only=True)
class Row:
    """A fee, and whether it holds."""

    fee: Fee
    holds: str


class Fees(Section[Row]):
    """Every fee that was ever set, newest first."""

    title = N_("Fees")
    order = 10
    heads = (N_("Service"), N_("Whom"), N_("From"), N_("Holds"), N_("Fee"))
    widths = (248, 104, 104, 120, 88)
    amounts = heads[4:]
    adding = FeeChange

    def read(self, books: Books) -> Sequence[Row]:
        """Return the fees."""
        today = self.page.desk.program.clock.today()
        held: set[object] = set()
        rows = []
        for fee in books.ledger.fees():
            of = (fee.service, fee.kind)
            holds = _LATER if fee.valid_from > today else _OVER if of in held else _HOLDS
            if holds is _HOLDS:
                held.add(of)
            rows.append(Row(fee=fee, holds=holds))
        return rows

    def key(self, row: Row) -> object:
        """Return what is charged whom, and from when."""
        return (row.fee.service, row.fee.kind, row.fee.valid_from)

    def cells(self, row: Row) -> Sequence[str]:
        """Return service, whom, from when, whether it holds, and how much."""
        fee = row.fee
        return (
            _(SERVICES.get(fee.service, fee.service)),
            _(KIND_NAMES[fee.kind]),
            fee.valid_from.isoformat(),
            _(row.holds),
            yuan(fee.amount),
        )
