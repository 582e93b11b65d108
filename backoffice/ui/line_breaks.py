"""Where a Chinese line may end: after any character, never before a mark that closes.

Tk breaks at spaces only, if a line has one: a figure that has spaces around it would end its line
far too early.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CHINESE = 0x2E80
"""Signs from here on are as wide as a character and need no space between words."""
_CLOSING = frozenset("，。、；：！？）》」』】”’…%,.;:!?)")
_OPENING = frozenset("（《「『【“‘(")  # noqa: RUF001  same


def broken(text: str, width: int, measure: Callable[[str], int]) -> str:
    """Return a text with a line feed wherever its lines become too wide.

    Args:
        text: Chinese with names and figures in between; what is one word stays whole.
        width: Of the lines, in pixels.
        measure: Tells how wide a piece is.
    """
    return "\n".join(_lines(line, width, measure) for line in text.split("\n"))


def _lines(text: str, width: int, measure: Callable[[str], int]) -> str:
    if measure(text) <= width:
        return text
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and measure((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


def _pieces(text: str) -> Iterator[str]:
    """Return the parts of a text that a line may end after."""
    begin = 0
    for at in range(1, len(text)):
        before, after = text[at - 1], text[at]
        chinese = max(ord(before), ord(after)) >= _CHINESE
        if before == " " or (chinese and before not in _OPENING and after not in _CLOSING | {" "}):
            yield text[begin:at]
            begin = at
    yield text[begin:]
