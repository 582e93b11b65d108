"""Photos of cardholders."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class PhotoState(enum.Enum):
    """Only an approved photo may be printed (P1)."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, kw_only=True)
class Photo:
    """One picture; ``effective_on`` is the first day on which gates use it (P4)."""

    id: int
    holder_id: int
    state: PhotoState
    taken_on: date
    effective_on: date | None
