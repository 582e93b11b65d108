"""Cards that were found and handed in at a desk."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_

if TYPE_CHECKING:
    from datetime import date


class FoundState(enum.Enum):
    """What became of a card that was handed in."""

    KEPT = "kept"
    GIVEN_BACK = "given_back"
    DESTROYED = "destroyed"


STATE_NAMES = {
    FoundState.KEPT: N_("kept at the desk"),
    FoundState.GIVEN_BACK: N_("given back"),
    FoundState.DESTROYED: N_("to be destroyed"),
}


@dataclass(frozen=True, kw_only=True)
class FoundCard:
    """One card in the drawer of found cards.

    Attributes:
        told_on: When its holder was told; None while nobody was.
    """

    id: int
    card_id: int
    card_number: str
    holder_id: int
    holder_name: str
    desk_id: int
    found_where: str
    found_on: date
    told_on: date | None
    state: FoundState
    ended_on: date | None
