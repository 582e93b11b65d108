"""What a check of the books answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class BrokenInvariant:
    """One invariant that does not hold.

    Attributes:
        rows: How many rows break it.
        sample: A few of them, without personal data.
    """

    invariant: str
    rows: int
    sample: tuple[str, ...]
