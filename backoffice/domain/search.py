"""What a lookup answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backoffice.domain.holders import HolderKind

MOST = 50
"""Rows a lookup returns at most; more are never read by a person with a queue."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One row of the result list, best first.

    Attributes:
        card_id: The card whose number was asked for, dead or alive; None otherwise.
        exact: Whether the whole text is a number of this person and of nobody else.
        by_certificate: Whether the text was this person's certificate number.
    """

    holder_id: int
    number: str
    name: str
    name_latin: str
    kind: HolderKind
    unit_name: str
    card_id: int | None = None
    exact: bool = False
    by_certificate: bool = False
