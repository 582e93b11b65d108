"""Which texts may be taken in: what can be stored, shown and printed as it was typed."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 400
"""Characters of one text; a reason is a sentence or two."""
_BREAKS = frozenset("\t\n\r")
# They let a line read differently from what it holds, on the screen and on a receipt.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNFIT = frozenset({"Cc", "Cs", "Zl", "Zp"})


def require_fit(form: object) -> None:
    """Do nothing if every text in ``form``, a dataclass or a text, may be taken in.

    Raises:
        Refusal: One is too long, or holds control characters, half characters or signs that turn
            the direction of reading.
    """
    for text in _texts_in(form):
        if len(text) > LONGEST:
            raise Refusal(
                "text-long",
                sentence("A text may have at most {most} characters.", most=LONGEST),
                advice=sentence("Say it in fewer words."),
            )
        if fitting(text) != text:
            raise unfit()


def fitting(text: str) -> str:
    """Return ``text`` with � for each sign that can't be taken in; for words of a device."""
    return "".join("�" if _is_unfit(sign) else sign for sign in text)


def unfit() -> Refusal:
    """Return the refusal of a text with signs that can't be kept."""
    return Refusal(
        "text-unfit",
        sentence("A text holds signs that can't be kept or printed."),
        advice=sentence("Type it anew instead of pasting it."),
    )


def _is_unfit(sign: str) -> bool:
    if sign in _BREAKS:
        return False
    return sign in _REORDERING or unicodedata.category(sign) in _UNFIT


def _texts_in(form: object) -> Iterator[str]:
    if isinstance(form, str):
        yield form
    elif is_dataclass(form):
        for field in fields(form):
            yield from _texts_in(getattr(form, field.name))
