"""What one shift did, counted from entries and actions: one source, so it can't disagree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.ledger import AccountKind
from backoffice.domain.sentences import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backoffice.domain.blanks import BlankCount, DeviceCount
    from backoffice.domain.drawer import Shift
    from backoffice.domain.ledger import PostedEntry
    from backoffice.domain.timeline import StoredAction

OPENED, CLOSED = "shift_open", "shift"
"""Codes of the actions a shift begins and ends with."""

FLOAT, DIFFERENCE = "float", "count-difference"
"""Memos of entries that are no business of the shift: before it, and after its count."""

CASH_NAMES = {
    "recharge": N_("Recharges"),
    "fee-in-cash": N_("Fees in cash"),
    "kept-paid-out": N_("Paid out"),
    "correction": N_("Corrections"),
    "cash-fetch": N_("Fetched from the safe"),
    "cash-drop": N_("Dropped to the safe"),
}
"""By memo, in the order of the report."""

ACTION_NAMES = {
    "lost_card": N_("Lost cards replaced"),
    "damaged_card": N_("Damaged cards replaced"),
    "renew_card": N_("Cards renewed"),
    "first_card": N_("First cards"),
    "finish_card": N_("Cards made"),
    "spoil_card": N_("Cards spoiled"),
    "return_card": N_("Cards returned"),
    "meal_transfer": N_("Old meal cards"),
}
"""By code of the action, in the order of the report."""


@dataclass(frozen=True, kw_only=True)
class Movement:
    """How often cash moved for one cause, and what it added to the drawer, in fen."""

    memo: str
    count: int
    amount: int


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """A fee nobody paid, in fen, and why."""

    amount: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class BlankFigures:
    """What became of a desk's blanks in a shift, in cards; boxes and hopper together.

    Attributes:
        received: In boxes; ``arrived`` from other desks, ``sent`` to them.
        loaded: From boxes into the hopper, less what was taken out again.
        fed: To the printer; ``back`` is what it never took.
        outside: Fed by a print shop, none of this desk's.
        made: Became cards; ``spoiled`` did not, ``tested`` were to show what a printer does.
        waiting: At the printer when it began.
        destroyed: Dead cards and misprints; they were no blanks any more.
        difference: Booked by counts.
    """

    begin: int
    received: int
    arrived: int
    sent: int
    loaded: int
    fed: int
    back: int
    outside: int
    made: int
    spoiled: int
    tested: int
    waiting: int
    destroyed: int
    difference: int

    @property
    def at_printer(self) -> int:
        """What was fed, here or by a print shop, and is not settled."""
        fed = self.waiting + self.fed + self.outside
        return fed - self.back - self.made - self.spoiled - self.tested

    @property
    def end(self) -> int:
        """What must be there now."""
        came = self.received + self.arrived + self.back + self.difference
        return self.begin + came - self.sent - self.fed


@dataclass(frozen=True, kw_only=True)
class ShiftFigures:
    """Everything the report of a shift says.

    Attributes:
        movements: What moved through the drawer, by memo; the float and the difference are left
            out.
        blanks: What became of the blank cards of the desk.
        count: How they were counted at the end; None before, and of old shifts.
        devices: What printers said of themselves at both ends.
        done: How often each action was done, by its code.
        referrals: How many were sent to a terminal, by hour of the day.
        surrendered: Cards handed in at department changes; ``kept`` those it was advised to keep.
        fees: Taken for services, in fen.
        head: The whole hash of the newest audit row.
    """

    shift: Shift
    movements: tuple[Movement, ...]
    blanks: BlankFigures
    count: BlankCount | None
    devices: Sequence[DeviceCount]
    done: Mapping[str, int]
    referrals: Mapping[int, int]
    surrendered: int
    kept: int
    fees: int
    meal: int
    waivers: tuple[Waiver, ...]
    head: str

    @property
    def expected(self) -> int:
        """What must be in the drawer, in fen."""
        return self.shift.opening + sum(movement.amount for movement in self.movements)

    @property
    def difference(self) -> int | None:
        """Counted less expected, in fen; None before the count."""
        return None if self.shift.counted is None else self.shift.counted - self.expected


def movements(entries: Iterable[PostedEntry]) -> tuple[Movement, ...]:
    """Add up what moved through a drawer, by cause; every entry is in exactly one of them."""
    counts: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    for entry in entries:
        if entry.memo in {FLOAT, DIFFERENCE}:
            continue
        into = entry.debit.kind is AccountKind.CASH
        counts[entry.memo] += 1
        amounts[entry.memo] += entry.amount if into else -entry.amount
    order = [*CASH_NAMES, *sorted(counts.keys() - CASH_NAMES.keys())]
    return tuple(
        Movement(memo=memo, count=counts[memo], amount=amounts[memo])
        for memo in order
        if counts[memo]
    )


def done(actions: Sequence[StoredAction]) -> Mapping[str, int]:
    """Count actions by code."""
    return Counter(action.code for action in actions)
