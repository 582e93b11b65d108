"""Cardholders and the units they belong to."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_

if TYPE_CHECKING:
    from datetime import date

    from backoffice.domain.certificates import CertificateKind


class HolderKind(enum.Enum):
    """Staff are served at a window; students and temporary holders at a terminal (FAQ 8)."""

    STAFF = "staff"
    STUDENT = "student"
    TEMPORARY = "temporary"


KIND_NAMES = {
    HolderKind.STAFF: N_("staff"),
    HolderKind.STUDENT: N_("student"),
    HolderKind.TEMPORARY: N_("temporary"),
}


@dataclass(frozen=True, kw_only=True)
class Holder:
    """One person who has, had or will have a card.

    Attributes:
        number: Staff, student or temporary number; text, leading zeros kept.
        valid_until: Last day of a temporary holder's right to a card; None for the others.
    """

    id: int
    number: str
    name: str
    name_latin: str
    kind: HolderKind
    unit_id: int
    unit_code: str
    unit_name: str
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class CertificateOnFile:
    """What the account was opened with, as far as it may be shown: never the last six signs."""

    id: int
    kind: CertificateKind
    masked: str
    valid_until: date | None
