"""The drawer of a desk: shifts, counted money, what a day report says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from datetime import datetime

DENOMINATIONS = (10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10)
"""Notes and coins in fen: ¥100 to ¥0.10, as the central bank issues them."""

Pieces = tuple[tuple[int, int], ...]
"""A denomination in fen and the number of its pieces, for each that was counted."""

_MOST_PIECES = 10_000


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Money that was counted."""

    pieces: Pieces = ()

    @property
    def total(self) -> int:
        """The sum in fen."""
        return sum(value * count for value, count in self.pieces)

    def require_sensible(self) -> None:
        """Do nothing if it can have been counted.

        Raises:
            Refusal: A denomination does not exist, or a number of pieces makes no sense.
        """
        for value, count in self.pieces:
            if value not in DENOMINATIONS or not 0 <= count <= _MOST_PIECES:
                raise Refusal(
                    "count-senseless",
                    sentence("This can't have been counted: {count} pieces.", count=count),
                    advice=sentence("Count the drawer again."),
                )


@dataclass(frozen=True, kw_only=True)
class Differences:
    """Counted less expected at the end of a shift.

    Attributes:
        fen: Money in the drawer.
        stock: Blank cards in the boxes; ``hopper`` those in the printer.
        printed: Cards that the printers say they made, less those in the books.
    """

    fen: int = 0
    stock: int = 0
    hopper: int = 0
    printed: int = 0

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return self != Differences()


@dataclass(frozen=True, kw_only=True)
class Shift:
    """One clerk at one drawer, from a counted float to a blind count.

    Attributes:
        opening: Fen counted when it was opened.
        counted: Fen counted when it was closed; None while it is open.
        expected: What the ledger said then.
        explanation: Of the difference.
        second_id: Who else signed for a large difference.
        number: Of the Z report; None while it is open.
        alone: Up to which difference in fen a clerk signed alone when it was closed.
    """

    id: int
    desk_id: int
    clerk_id: int
    opened_at: datetime
    opening: int
    closed_at: datetime | None
    counted: int | None
    expected: int | None
    explanation: str
    second_id: int | None
    number: int | None
    alone: int | None = None
