"""What hand-overs to the gates have alike: each is known by its number for ever (P7, E3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

H = TypeVar("H")
_MOST = 999_999_999


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """One hand-over."""

    number: int


def known(request: Numbered, get: Callable[[int], H | None]) -> H:
    """Return the hand-over of this number, as ``get`` reads it.

    Raises:
        Refusal: There is no such hand-over.
    """
    found = get(request.number) if 0 < request.number <= _MOST else None
    if found is None:
        raise Refusal(
            "hand-over-unknown",
            sentence("There is no hand-over {number}.", number=request.number),
            advice=sentence("Its number stands in the name of its folder."),
        )
    return found
