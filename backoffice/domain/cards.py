"""Cards and the states they pass through."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_

if TYPE_CHECKING:
    from datetime import date, datetime


class CardState(enum.Enum):
    """Where a card is in its life (domain handbook, States)."""

    REQUESTED = "requested"
    QUEUED = "queued"
    PRINTING = "printing"
    UNCONFIRMED = "unconfirmed"
    MADE = "made"
    ACTIVE = "active"
    LOST = "lost"
    SURRENDERED = "surrendered"
    RETURNED = "returned"
    EXPIRED = "expired"
    SPOILED = "spoiled"
    DESTROYED = "destroyed"


STATE_NAMES = {
    CardState.REQUESTED: N_("requested"),
    CardState.QUEUED: N_("waiting for the printer"),
    CardState.PRINTING: N_("printing"),
    CardState.UNCONFIRMED: N_("printed, not yet scanned back"),
    CardState.MADE: N_("made"),
    CardState.ACTIVE: N_("active"),
    CardState.LOST: N_("lost"),
    CardState.SURRENDERED: N_("surrendered"),
    CardState.RETURNED: N_("returned"),
    CardState.EXPIRED: N_("expired"),
    CardState.SPOILED: N_("spoiled"),
    CardState.DESTROYED: N_("destroyed"),
}

IN_MAKING = frozenset(
    {
        CardState.REQUESTED,
        CardState.QUEUED,
        CardState.PRINTING,
        CardState.UNCONFIRMED,
        CardState.MADE,
    }
)
"""From the request to the scan-back; a holder has at most one such card."""

CLOSED = frozenset(
    {CardState.SURRENDERED, CardState.RETURNED, CardState.EXPIRED, CardState.DESTROYED}
)
"""Whose balance is kept until it is settled; that of a lost card moves to its replacement."""

AT_PRINTER = frozenset({CardState.PRINTING, CardState.UNCONFIRMED})
"""A blank has been given to it, and nobody has yet seen what became of it."""

_S = CardState
NEXT_STATES: dict[CardState, frozenset[CardState]] = {
    _S.REQUESTED: frozenset({_S.QUEUED, _S.SPOILED}),
    _S.QUEUED: frozenset({_S.PRINTING, _S.SPOILED}),
    _S.PRINTING: frozenset({_S.UNCONFIRMED, _S.MADE, _S.ACTIVE, _S.SPOILED}),
    _S.UNCONFIRMED: frozenset({_S.MADE, _S.ACTIVE, _S.SPOILED}),
    # Vanished at the unit before anybody held it (B3): lost, or expired with its holder's right.
    _S.MADE: frozenset({_S.ACTIVE, _S.LOST, _S.EXPIRED, _S.DESTROYED}),
    _S.ACTIVE: frozenset({_S.LOST, _S.SURRENDERED, _S.RETURNED, _S.EXPIRED}),
    # L2: only the newest lost card, before a replacement was made. Expired as above.
    _S.LOST: frozenset({_S.ACTIVE, _S.EXPIRED, _S.DESTROYED}),
    _S.SURRENDERED: frozenset({_S.DESTROYED}),
    _S.RETURNED: frozenset({_S.DESTROYED}),
    _S.EXPIRED: frozenset({_S.DESTROYED}),
    _S.SPOILED: frozenset({_S.DESTROYED}),
    _S.DESTROYED: frozenset(),
}


@dataclass(frozen=True, kw_only=True)
class Card:
    """One piece of plastic, with a snapshot of what is printed on it.

    Attributes:
        predecessor_id: The card this one replaces.
        photo_id: The photo printed on it.
        since: When it came into its present state.
        misprint: Whether it was spoiled before it became a card, destroyed by now or not.
    """

    id: int
    number: str
    holder_id: int
    state: CardState
    since: datetime
    name: str
    name_latin: str
    unit_name: str
    photo_id: int
    design: str
    valid_until: date | None
    issued_on: date
    predecessor_id: int | None
    misprint: bool = False

    @property
    def short(self) -> str:
        """The number as the desk speaks of it: its last four digits."""
        return f"…{self.number[-4:]}"


@dataclass(frozen=True, kw_only=True, slots=True)
class CardRequest:
    """A card that shall be made; the register gives it its number."""

    holder_id: int
    name: str
    name_latin: str
    unit_name: str
    photo_id: int
    design: str
    valid_until: date | None
    issued_on: date
    predecessor_id: int | None
