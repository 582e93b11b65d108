"""Brings names, numbers and queries to one form, so that equal things are equal as bytes.

Nothing here needs the pinyin dictionary: a query is folded in microseconds.
"""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 60
_SURROGATES = 0xD800, 0xDFFF
_LAST = 0x10FFFF
# Letters with strokes and ligatures, which no normal form takes apart.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        "ħ": "h",
    }
)
_TONES = re.compile(r"(?:[a-z]{2,6}[0-5])+")
_BETWEEN_WORDS = re.compile(r"[\s,，;·・•]+")


def folded(text: str) -> str:
    """Return letters and digits only: half-width, lower case, no accents, tones or spaces."""
    if text.isascii() and text.isalnum():
        return text.lower()[:_LONGEST]
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(sign for sign in plain if _counts(sign))
    return unicodedata.normalize("NFC", kept).translate(_LETTERS)[:_LONGEST]


def sounded(text: str) -> str:
    """Return a folded query without tone digits, as in ``wang2xiao3ming2``."""
    return re.sub("[0-5]", "", text) if _TONES.fullmatch(text) else text


def words(text: str) -> list[str]:
    """Return the folded words of a name; hyphens and apostrophes part no words."""
    parts = (folded(part) for part in _BETWEEN_WORDS.split(text))
    return [part for part in parts if part]


def after(prefix: str) -> str:
    """Return the least text above everything that begins with ``prefix``, in byte order."""
    for at in range(len(prefix) - 1, -1, -1):
        sign = ord(prefix[at]) + 1
        if sign == _SURROGATES[0]:
            sign = _SURROGATES[1] + 1
        if sign <= _LAST:
            return prefix[:at] + chr(sign)
    msg = "nothing is above this prefix"
    raise ValueError(msg)


def is_han(sign: str) -> bool:
    """Tell whether a sign is a Chinese character, from the rare and the private ones too."""
    return sign == "\u3007" or (sign >= "\u2e80" and unicodedata.category(sign) in {"Lo", "Co"})


def _counts(sign: str) -> bool:
    # Private use (Co) holds rare names that were never encoded.
    return unicodedata.category(sign)[0] in "LN" or unicodedata.category(sign) == "Co"
