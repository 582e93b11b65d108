"""Passwords are kept as argon2id hashes with the library's recommended cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

if TYPE_CHECKING:
    from backoffice.ports import Passwords


class Argon2Passwords:
    """Implements ``ports.Passwords``."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()

    def hash(self, password: str) -> str:
        """Return the hash to store."""
        return self._hasher.hash(_bytes(password))

    def matches(self, password_hash: str, password: str) -> bool:
        """Tell whether the password is right; a damaged hash matches nothing."""
        try:
            return self._hasher.verify(password_hash, _bytes(password))
        except (Argon2Error, InvalidHashError):
            return False


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")  # keyboards can send half a sign


def _proves_the_port(passwords: Argon2Passwords) -> Passwords:
    return passwords
