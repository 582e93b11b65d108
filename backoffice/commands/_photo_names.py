"""Names of photo files from outside: which are read, which are refused, whose photo they say."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from pathlib import PurePosixPath

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from backoffice.domain.texts import fitting

LONGEST = 400
"""Characters of a whole name; folders are not followed any deeper."""
_LONGEST_PART = 255
_DRIVE = re.compile(r"[A-Za-z]:")
# Control signs, signs nobody sees or that turn the direction of reading, half characters, breaks.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_EAST_ASIA = 0x2E80
_LEFT_BY_SYSTEMS = frozenset({"__macosx", "thumbs.db"})
_BREAKS = re.compile(r"[\t\n\r]")
_MOST_SHOWN = 120


def decoded(raw: bytes) -> str:
    """Return a name whose encoding nobody wrote down: UTF-8, or what Windows writes in China.

    Some names are good in both; Chinese is likelier. What is good in neither comes back with
    backslashes, which makes it unsafe.
    """
    readings = []
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            readings.append(raw.decode(encoding))
    readings.append(raw.decode("utf-8", "backslashreplace"))
    chinese = (r for r in readings[:-1] if all(s.isascii() or ord(s) >= _EAST_ASIA for s in r))
    return next(chinese, readings[0])


def number_in(name: str) -> str:
    """Return the holder number that a file is named by."""
    return unicodedata.normalize("NFKC", PurePosixPath(name).stem).strip()


def left_out(name: str) -> bool:
    """Tell whether systems leave such files behind without anybody asking for them."""
    parts = name.casefold().split("/")
    return any(p in _LEFT_BY_SYSTEMS or (p.startswith(".") and p.strip(".")) for p in parts)


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
    plain = _BREAKS.sub("�", fitting(name))
    return plain if len(plain) <= _MOST_SHOWN else f"{plain[:_MOST_SHOWN]}…"
