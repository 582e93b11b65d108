"""Names of photo files from outside: which are read, which are refused, whose photo they say."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from pathlib import PurePosixPath

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence

LONGEST = 400
"""Characters of a whole name; folders are not followed any deeper."""
_LONGEST_PART = 255
_DRIVE = re.compile(r"[A-Za-z]:")
# Control signs, signs nobody sees or that turn the direction of reading, half characters, breaks.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_THREE_BYTES, _EAST_ASIA = 0x800, 0x2E80
_LEFT_BY_SYSTEMS = frozenset({"__macosx", "thumbs.db"})
_MOST_SHOWN = 120


def decoded(raw: bytes) -> str:
    """Return a name whose encoding nobody wrote down: UTF-8, or what Windows writes in China.

    What is neither comes back with backslashes, which makes it unsafe.
    """
    readings = []
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            readings.append(raw.decode(encoding))
    if len(readings) > 1 and _in_pairs(readings[0]) and _is_chinese(readings[1]):
        return readings[1]  # 学院 in GBK is good UTF-8 too: letters of two bytes each
    return readings[0] if readings else raw.decode("utf-8", "backslashreplace")


def _in_pairs(name: str) -> bool:
    return all(ord(sign) < _THREE_BYTES for sign in name)


def _is_chinese(name: str) -> bool:
    return all(sign.isascii() or ord(sign) >= _EAST_ASIA for sign in name)


def number_in(name: str) -> str:
    """Return the holder number that a file is named by."""
    return unicodedata.normalize("NFKC", PurePosixPath(name).stem).strip()


def left_out(name: str) -> bool:
    """Tell whether systems leave such files behind without anybody asking for them."""
    parts = re.split(r"[/\\]", name.casefold())
    left = (p in _LEFT_BY_SYSTEMS or (p.startswith(".") and p.strip(".")) for p in parts)
    return ".." not in parts and any(left)


def require_safe(name: str) -> None:
    """Do nothing if ``name`` leads nowhere else and shows all that it holds.

    Raises:
        Refusal: ``unsafe_name``.
    """
    parts = name.split("/")
    leads_away = name.startswith("/") or ".." in parts or "\\" in name or _DRIVE.match(name)
    too_long = len(name) > LONGEST or any(len(p.encode()) > _LONGEST_PART for p in parts)
    if leads_away or too_long or any(unicodedata.category(sign) in _HIDDEN for sign in name):
        raise Refusal(
            "unsafe_name",
            sentence("The name is too long, holds hidden signs or leads out of its folder."),
            advice=sentence("Name the file by the holder number, for example 20140217.jpg."),
        )


def shown(name: str) -> str:
    """Return a name as it may stand in a line of a report, whatever it holds."""
    plain = "".join(sign if sign.isprintable() else "�" for sign in name)
    return plain if len(plain) <= _MOST_SHOWN else f"{plain[:_MOST_SHOWN]}…"
