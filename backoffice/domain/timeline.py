"""Finished actions, as they are kept and as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class StoredAction:
    """An action that was committed.

    Attributes:
        request: Keyed digest of the request.
        outcome: JSON of the workflow's outcome.
        seq: Its row in the audit chain.
    """

    id: str
    code: str
    holder_id: int | None
    clerk_id: int | None
    second_id: int | None
    desk_id: int | None
    at: datetime
    request: str
    outcome: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One line of a person's timeline."""

    action_id: str
    code: str
    at: datetime
    desk: str
    clerk: str
    outcome: str
