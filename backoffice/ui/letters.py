"""Texts that leave the window in a mail or a message: first in Chinese, then in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoffice.domain.places import Desk
    from backoffice.domain.sentences import Sentence


def in_both(place: Desk, told: Callable[[str, str], Sentence]) -> str:
    """Return what ``told`` makes of name and address of a desk, in both languages."""
    return "\n\n".join(
        say(told(desk, address), language)
        for language, desk, address in (
            ("zh_CN", place.name_zh, place.address_zh),
            ("en", place.name_en, place.address_en),
        )
    )
