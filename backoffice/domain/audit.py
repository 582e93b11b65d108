"""The audit chain: each row is sealed with SHA-256 over itself and the row before (design 6)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

GENESIS = "0" * 64
VERSION = 1
_SHORT = 12


@dataclass(frozen=True, kw_only=True)
class AuditRow:
    """One attempt and what became of it. Holds row ids and digests, no personal data.

    Attributes:
        outcome: ``done``, or ``refused:`` and the code of the refusal.
        request: Keyed digest of the request: proves it without giving it away.
        effects: Digest of the outcome and of the ledger entries the action posted.
    """

    seq: int
    version: int
    action_id: str
    code: str
    clerk_id: int | None
    second_id: int | None
    desk_id: int | None
    at: str
    outcome: str
    request: str
    effects: str
    previous: str

    @property
    def seal(self) -> str:
        """SHA-256 over the canonical form, 64 hexadecimal digits."""
        canonical = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def short(seal: str) -> str:
    """Return the part of a seal that is printed on a receipt."""
    return seal[:_SHORT]
