"""Where elements of a design go: moved, resized, drawn to edges and middles of others. In mm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from backoffice.domain.card_designs import BLEED_MM, HEIGHT_MM, WIDTH_MM, Element

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Handle = tuple[Literal[-1, 0, 1], Literal[-1, 0, 1]]
"""Which edges are drawn along: left or right, upper or lower; (0, 0) moves the whole."""
HANDLES: tuple[Handle, ...] = (
    (-1, -1), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0),
)  # fmt: skip
LEAST_MM = 0.5


@dataclass(frozen=True, kw_only=True)
class Snapped:
    """An element where it went, and the lines it was drawn to: ``across`` are x, ``down`` are y."""

    element: Element
    across: tuple[float, ...] = ()
    down: tuple[float, ...] = ()


def moved(element: Element, dx: float, dy: float) -> Element:
    """Return the element moved, as far as it stays on the card."""
    over = _over(element)
    x = min(max(element.x + dx, -over), WIDTH_MM + over - element.w)
    y = min(max(element.y + dy, -over), HEIGHT_MM + over - element.h)
    return replace(element, x=round(x, 3), y=round(y, 3))


def resized(element: Element, handle: Handle, dx: float, dy: float) -> Element:
    """Return the element with some of its edges moved; the others stay."""
    x, w = _stretched(element, 0, handle[0], dx)
    y, h = _stretched(element, 1, handle[1], dy)
    return replace(element, x=x, y=y, w=w, h=h)


def dragged(
    element: Element,
    handle: Handle,
    by: tuple[float, float],
    others: Sequence[Element],
    reach: float,
) -> Snapped:
    """Return the element dragged by its middle or a handle, drawn to what is near.

    Args:
        element: As it was when the drag began.
        handle: What it is dragged by.
        by: How far.
        others: Elements of the same side; their edges and middles attract, those of the card too.
        reach: From how far they attract; 0 for not at all.
    """
    there = moved(element, *by) if handle == (0, 0) else resized(element, handle, *by)
    lines = [_attracting(others, at) for at in (0, 1)]
    off = [_nearest(_own(there, at, handle[at]), lines[at], reach) for at in (0, 1)]
    if handle == (0, 0):
        at_last = moved(there, off[0] or 0, off[1] or 0)
    else:
        at_last = resized(there, handle, off[0] or 0, off[1] or 0)
    touched = [
        tuple(
            line
            for line in lines[at]
            if off[at] is not None and _meets(at_last, at, handle[at], line)
        )
        for at in (0, 1)
    ]
    return Snapped(element=at_last, across=touched[0], down=touched[1])


def _over(element: Element) -> float:
    return BLEED_MM if element.kind == "box" else 0.0


def _stretched(element: Element, at: int, edge: int, by: float) -> tuple[float, float]:
    over, end = _over(element), (WIDTH_MM, HEIGHT_MM)[at]
    least = 0.0 if element.kind == "line" else LEAST_MM
    start, far = element.place[at], element.place[at] + element.place[at + 2]
    if edge < 0:
        start = min(max(start + by, -over), far - least)
    elif edge > 0:
        far = max(min(far + by, end + over), start + least)
    return round(start, 3), round(far - start, 3)


def _attracting(others: Iterable[Element], at: int) -> list[float]:
    end = (WIDTH_MM, HEIGHT_MM)[at]
    lines = {0.0, end / 2, end}
    for other in others:
        start, length = other.place[at], other.place[at + 2]
        lines |= {start, start + length / 2, start + length}
    return sorted(round(line, 3) for line in lines)


def _own(element: Element, at: int, edge: int) -> list[float]:
    start, length = element.place[at], element.place[at + 2]
    if edge:
        return [start if edge < 0 else start + length]
    return [start, start + length / 2, start + length]


def _nearest(own: Sequence[float], lines: Sequence[float], reach: float) -> float | None:
    ways = [line - mine for mine in own for line in lines if abs(line - mine) <= reach]
    return min(ways, key=abs) if ways and reach else None


def _meets(element: Element, at: int, edge: int, line: float) -> bool:
    return any(abs(mine - line) < 0.002 for mine in _own(element, at, edge))  # noqa: PLR2004  rounding
