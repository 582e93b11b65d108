"""Blank cards on their way through the center, and plastic that waits to be destroyed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.cards import CardState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

MOST_BLANKS = 10_000
"""More than this come neither in one box nor in one parcel: somebody mistyped."""

LONGEST_NUMBER = 40
"""Of a box; longer ones were scanned wrongly."""

DEAD = frozenset(
    {
        CardState.LOST,
        CardState.SURRENDERED,
        CardState.RETURNED,
        CardState.EXPIRED,
        CardState.SPOILED,
    }
)
"""What is destroyed when it lies here; a card that was made and never given out is called back."""


def box_number(text: str) -> str:
    """Return the number of a box as it is compared: letters large, spaces single."""
    return " ".join(text.split()).upper()


@dataclass(frozen=True, kw_only=True)
class Box:
    """One box of blanks as it came in.

    Attributes:
        labelled: Blanks that its label says.
        counted: Blanks that are fit for use; these came into stock.
        words: Why both differ.
    """

    id: int
    number: str
    labelled: int
    counted: int
    supplier: str
    words: str
    desk_id: int
    clerk_id: int | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class BlankMove:
    """Blanks sent from desk to desk; on the way until somebody counted them.

    Attributes:
        at_id: The desk where they were counted: the one they were sent to, or the sender's.
        received: Blanks that were counted there; None while they are on the way.
        words: What is known of the difference.
    """

    id: int
    from_id: int
    to_id: int
    sent: int
    sent_at: datetime
    sent_by: int | None
    at_id: int | None
    received: int | None
    received_at: datetime | None
    received_by: int | None
    words: str


@dataclass(frozen=True, kw_only=True)
class BlankCount:
    """What a blind count at the end of a shift found, beside what the ledger said.

    Attributes:
        alone: Up to how many blanks a clerk signed alone then.
    """

    stock: int
    stock_expected: int
    hopper: int
    hopper_expected: int
    alone: int

    @property
    def difference(self) -> int:
        """Counted less expected, both places together."""
        return self.stock + self.hopper - self.stock_expected - self.hopper_expected


@dataclass(frozen=True, kw_only=True)
class DeviceCount:
    """What a printer said it had made in its life, at both ends of a shift; None: it did not."""

    printer: str
    opened: int | None
    closed: int | None

    @property
    def made(self) -> int | None:
        """Cards it made in the shift; None if it did not tell at both ends, or was changed."""
        if self.opened is None or self.closed is None or self.closed < self.opened:
            return None
        return self.closed - self.opened


@dataclass(frozen=True, kw_only=True)
class WasteCard:
    """A card that lies at a desk to be destroyed, or was.

    Attributes:
        since: When it came to lie there.
        destruction_id: In which destruction it ended; None while it waits.
    """

    card_id: int
    number: str
    state: CardState
    desk_id: int
    since: datetime
    destruction_id: int | None


@dataclass(frozen=True, kw_only=True)
class Destruction:
    """Cards destroyed together by two people; ``digest`` is that of their numbers."""

    id: int
    number: int
    desk_id: int
    clerk_id: int
    second_id: int
    at: datetime
    cards: int
    digest: str


def digest_numbers(numbers: Iterable[str]) -> str:
    """Return the SHA-256 of card numbers, one a line in ascending order: what a protocol shows."""
    return hashlib.sha256("".join(f"{n}\n" for n in sorted(numbers)).encode()).hexdigest()
