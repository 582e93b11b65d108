"""Holds: a printer takes no further job until somebody looked, or lets it go on (B4)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_, Sentence, sentence

if TYPE_CHECKING:
    from datetime import datetime


class HoldReason(enum.Enum):
    """Why a printer is held; ``doubt`` is the print lane's own."""

    DOUBT = "doubt"
    SUPPLIES = "supplies"
    CLEANING = "cleaning"
    WANTED = "wanted"
    OTHER = "other"


HOLD_REASONS = {
    HoldReason.DOUBT: N_("nobody knows yet what became of a card"),
    HoldReason.SUPPLIES: N_("ribbon or cards are being changed"),
    HoldReason.CLEANING: N_("it is being cleaned or repaired"),
    HoldReason.WANTED: N_("somebody else needs it"),
    HoldReason.OTHER: N_("another reason"),
}


def held_because(reason: HoldReason) -> Sentence:
    """Say that a printer is held, and why."""
    return sentence("The printer is held: {why}.", why=sentence(HOLD_REASONS[reason]))


@dataclass(frozen=True, kw_only=True)
class PrinterHold:
    """One printer of one desk that is held, or was.

    Attributes:
        words: What the clerk or the device said about it.
        held_by: Name of the clerk; empty if the print lane did it.
        released: Whether it goes on.
    """

    id: int
    desk_id: int
    printer: str
    reason: HoldReason
    words: str
    held_at: datetime
    held_by: str
    released: bool
