"""Keeps certificate numbers secret: AES-256-GCM bound to the row, a keyed blind index for lookups.

The key lies outside the database in a file only its owner may read. Without it no certificate
number can be read or looked up, so it is printed once on a recovery sheet that belongs into a safe.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from typing import TYPE_CHECKING

from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from backoffice.domain.certificates import CertificateKind

_KEY_BYTES = 32
_NONCE_BYTES = 12
_GROUP = 4


class Vault:
    """Seals, blinds and digests with keys derived from one secret."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._sealing, self._blinding, self._digesting = (
            hmac.digest(secret, purpose, "sha256") for purpose in (b"seal", b"blind", b"digest")
        )
        self._cipher: AESGCM | None = None

    @property
    def fingerprint(self) -> str:
        """Tells which key this is without giving it away; 16 hexadecimal digits."""
        return hmac.digest(self._secret, b"fingerprint", "sha256").hex()[:16]

    @property
    def groups(self) -> tuple[str, ...]:
        """The secret with a check sum, in groups that can be typed back from paper."""
        body = self._secret + hashlib.sha256(self._secret).digest()[:3]
        text = base64.b32encode(body).decode().rstrip("=")
        return tuple(text[i : i + _GROUP] for i in range(0, len(text), _GROUP))

    def seal(self, holder_id: int, kind: CertificateKind, number: str) -> bytes:
        """Encrypt a certificate number for the row of this holder and for no other row."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._aes().encrypt(nonce, number.encode(), _row(holder_id, kind))

    def unseal(self, holder_id: int, kind: CertificateKind, sealed: bytes) -> str:
        """Return the number; ``Fault`` (``sealed-broken``) if the row was changed or moved."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415  slow import

        try:
            plain = self._aes().decrypt(
                sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _row(holder_id, kind)
            )
        except InvalidTag as error:
            raise Fault(
                "sealed-broken",
                sentence("A certificate on record can't be read with this desk's key."),
            ) from error
        return plain.decode()

    def blind(self, kind: CertificateKind, number: str) -> str:
        """Return the lookup index of a number: equal numbers match, nothing else can be learnt."""
        return hmac.digest(self._blinding, f"{kind.value}:{number}".encode(), "sha256").hex()

    def digest(self, content: bytes) -> str:
        """Return a keyed digest of what may hold guessable secrets."""
        return hmac.digest(self._digesting, content, "sha256").hex()

    def _aes(self) -> AESGCM:
        if self._cipher is None:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  slow

            self._cipher = AESGCM(self._sealing)
        return self._cipher


def _row(holder_id: int, kind: CertificateKind) -> bytes:
    return f"certificate:{holder_id}:{kind.value}".encode()


def open_or_create(path: Path) -> tuple[Vault, bool]:
    """Return the vault of the key file and whether the key was just created.

    Raises:
        Fault: The file can't be read or written, or is not a key.
    """
    try:
        secret = path.read_bytes()
    except FileNotFoundError:
        return Vault(_write(path, secrets.token_bytes(_KEY_BYTES))), True
    except OSError as error:
        raise _unreadable(path) from error
    if len(secret) != _KEY_BYTES:
        raise _unreadable(path)
    return Vault(secret), False


def restore(path: Path, typed: str) -> Vault:
    """Write the key file again from the groups on the recovery sheet.

    Raises:
        Refusal: The groups are not a key, or a key file is already there.
    """
    text = "".join(c for c in typed.upper() if c.isalnum())
    try:
        body = base64.b32decode(text + "=" * (-len(text) % 8))
    except ValueError:
        body = b""
    secret, check = body[:_KEY_BYTES], body[_KEY_BYTES:]
    if len(secret) != _KEY_BYTES or hashlib.sha256(secret).digest()[:3] != check:
        raise Refusal(
            "key-mistyped",
            sentence("These groups are not a key."),
            advice=sentence("Compare them with the recovery sheet, group by group."),
        )
    if path.exists():
        raise Refusal(
            "key-exists",
            sentence("There is already a key at {path}.", path=str(path)),
            advice=sentence("Move it away first if it really is the wrong one."),
        )
    return Vault(_write(path, secret))


def _write(path: Path, secret: bytes) -> bytes:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _unreadable(path) from error
    return secret


def _unreadable(path: Path) -> Fault:
    return Fault(
        "key-unreadable",
        sentence(
            "The key file {path} can't be used. Restore it from the recovery sheet.", path=str(path)
        ),
    )
