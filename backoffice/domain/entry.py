"""Campus entry: applied for by a person, carried by their active card (FAQ 6, E1–E3)."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_

if TYPE_CHECKING:
    from datetime import date, datetime


class EntryState(enum.Enum):
    """Where an application is; it expires by itself after its last day."""

    APPLIED = "applied"
    PASSED = "passed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


STATE_NAMES = {
    EntryState.APPLIED: N_("applied for"),
    EntryState.PASSED: N_("passed"),
    EntryState.REFUSED: N_("refused"),
    EntryState.WITHDRAWN: N_("withdrawn"),
    EntryState.EXPIRED: N_("expired"),
}


@dataclass(frozen=True, kw_only=True)
class Campus:
    """One campus that is entered."""

    code: str
    name_en: str
    name_zh: str


@dataclass(frozen=True, kw_only=True)
class EntryApplication:
    """One application.

    Attributes:
        campus: Code of the campus.
        from_on: First day of entry; ``until_on`` the last.
        answered_by: Who passed or refused it; ``answer`` says why.
    """

    id: int
    holder_id: int
    campus: str
    reason: str
    from_on: date
    until_on: date
    state: EntryState
    applied_at: datetime
    answered_by: int | None
    answered_at: datetime | None
    answer: str

    def in_force(self, today: date) -> bool:
        """Whether it lets its holder in on a day, with an active card (E3)."""
        return self.state is EntryState.PASSED and self.from_on <= today <= self.until_on


@dataclass(frozen=True, kw_only=True)
class NewApplication:
    """What is applied for."""

    holder_id: int
    campus: str
    reason: str
    from_on: date
    until_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryRight:
    """One line of what gates are given: this card may enter there in these days."""

    holder_number: str
    card_number: str
    campus: str
    from_on: date
    until_on: date


@dataclass(frozen=True, kw_only=True)
class EntryHandOver:
    """One file of rights for the gates; ``written_at`` is None until it is completely written."""

    number: int
    at: datetime
    rights: int
    text: str = field(repr=False)
    written_at: datetime | None
