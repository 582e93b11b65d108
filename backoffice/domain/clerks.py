"""People who sign in at the desks."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from backoffice.domain.roles import Role


@dataclass(frozen=True, kw_only=True)
class Clerk:
    """One account of the program.

    Attributes:
        login: What is typed to sign in; lower case.
        must_change: The password was given by somebody else and is good for one sign-in only.
        failures: Wrong passwords in a row.
        locked_until: No sign-in before this moment.
    """

    id: int
    login: str
    name: str
    role: Role
    password_hash: str = field(repr=False)
    must_change: bool
    failures: int
    locked_until: datetime | None
    language: str
    enabled: bool


@dataclass(frozen=True, kw_only=True)
class FirstStart:
    """What is shown once, when new books are opened for the first time.

    Attributes:
        password: Good for one sign-in as ``login``; kept nowhere.
        recovery_sheet: The key on paper, to be printed for a safe; None if no key was made.
    """

    login: str
    password: str = field(repr=False)
    recovery_sheet: Path | None


def one_time_password() -> str:
    """Return a password for one sign-in: it is told once and kept nowhere."""
    return secrets.token_urlsafe(9)
