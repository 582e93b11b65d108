"""Old meal cards: the balance is taken over once, or objected to (FAQ 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class MealDispute:
    """An objection of a holder to the balance shown, in fen (M2)."""

    id: int
    holder_id: int
    balance: int
    words: str
    at: datetime
