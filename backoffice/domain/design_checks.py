"""What is questionable about a design as it came out on one card: overflow, contrast, edges, bars.

Each finding names the element by its place in the design. Places are in millimetres.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.card_designs import HEIGHT_MM, WIDTH_MM
from backoffice.domain.sentences import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backoffice.domain.card_designs import Design, Element, Place, Proof

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
EDGE_MM = 1.0  # what a printer may leave white or cut off
LEAST_BARS_MM = 5.0
_PAPER = "#FFFFFF"
_THIN = 0.05
"""Two things that touch by less than this don't overlap."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing to look at; ``at`` is None where it is about the whole card."""

    at: int | None
    said: Sentence


def findings(design: Design, proof: Proof) -> list[Finding]:
    """Return what is questionable, what can't be printed at all first."""
    if proof.stopped is not None:
        return [Finding(at=None, said=proof.stopped)]
    found = [Finding(at=at, said=said) for at, said in sorted(proof.refused.items())]
    for at, inked in sorted(proof.inked.items()):
        element = design.elements[at]
        found += [
            Finding(at=at, said=said)
            for said in (
                *_at_the_edge(element, inked),
                *_in_the_way(design, element, inked),
                *_covered(design, proof, at),
                *_pale(design, proof, at),
            )
        ]
    return found


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]  # noqa: PLR2004  sRGB
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _at_the_edge(element: Element, inked: Place) -> Iterator[Sentence]:
    x, y, w, h = inked
    if element.kind in {"text", "photo", "barcode"} and (
        min(x, y) < EDGE_MM or x + w > WIDTH_MM - EDGE_MM or y + h > HEIGHT_MM - EDGE_MM
    ):
        yield sentence("It is less than {mm} mm from the edge and may be cut off.", mm="1")
    if element.kind == "barcode" and element.h < LEAST_BARS_MM:
        yield sentence("Bars of less than {mm} mm are hard to scan.", mm="5")


def _in_the_way(design: Design, element: Element, inked: Place) -> Iterator[Sentence]:
    for other in design.elements:
        if other.kind == "free" and other.side == element.side and overlap(inked, other.place):
            yield sentence("It lies where nothing may be printed.")
            return


def _covered(design: Design, proof: Proof, at: int) -> Iterator[Sentence]:
    element = design.elements[at]
    if element.kind not in {"text", "photo", "barcode"}:
        return
    for n in _shown(design, proof, element.side):
        other = design.elements[n]
        harmless = other.kind == "line" or (other.kind, element.kind) == ("text", "photo")
        later = _rank(other, n) > _rank(element, at) and not harmless
        if later and overlap(proof.inked[at], proof.inked[n]):
            yield sentence("Something that is printed over it covers a part.")
            return


def _rank(element: Element, at: int) -> tuple[bool, int]:
    """Return what an element is printed after: bar codes come last, over everything."""
    return (element.kind == "barcode", at)


def _pale(design: Design, proof: Proof, at: int) -> Iterator[Sentence]:
    element = design.elements[at]
    if element.kind != "text":
        return
    grounds = _grounds(design, proof, at)
    if None in grounds:
        yield sentence("It lies on the photo, where it can't always be read.")
    worst = min((contrast(element.colour, ground) for ground in grounds if ground), default=21.0)
    if worst < LEAST_CONTRAST:
        yield sentence(
            "Its contrast to the ground is {ratio}; 4.5 can be read.", ratio=f"{worst:.1f}"
        )


def _grounds(design: Design, proof: Proof, at: int) -> set[str | None]:
    """Return the colours that the ink of a text lies on; None for the photo."""
    inked, side = proof.inked[at], design.elements[at].side
    below = [
        n
        for n in _shown(design, proof, side)
        if n < at and design.elements[n].kind in {"box", "photo"} and overlap(inked, proof.inked[n])
    ]
    # Between two neighbouring edges nothing changes: one point of each cell is enough.
    across, down = _edges(inked, [proof.inked[n] for n in below])
    found: set[str | None] = set()
    for x, y in itertools.product(across, down):
        top = next((n for n in reversed(below) if _holds(proof.inked[n], x, y)), None)
        if top is None:
            found.add(_PAPER)
        else:
            ground = design.elements[top]
            found.add(ground.colour if ground.kind == "box" else None)
    return found


def _edges(inked: Place, others: list[Place]) -> tuple[list[float], list[float]]:
    """Return the middles between the edges of ``others`` inside ``inked``, across and down."""
    middles = []
    for at in (0, 1):
        start, end = inked[at], inked[at] + inked[at + 2]
        edges = {start, end}
        for other in others:
            edges |= {e for e in (other[at], other[at] + other[at + 2]) if start < e < end}
        pairs = itertools.pairwise(sorted(edges))
        middles.append([(a + b) / 2 for a, b in pairs if b - a > _THIN])
    return middles[0], middles[1]


def _shown(design: Design, proof: Proof, side: str) -> list[int]:
    return [at for at in sorted(proof.inked) if design.elements[at].side == side]


def _holds(place: Place, x: float, y: float) -> bool:
    return place[0] <= x <= place[0] + place[2] and place[1] <= y <= place[1] + place[3]


def overlap(one: Place, other: Place) -> bool:
    """Tell whether two places have more than an edge in common."""
    return all(
        min(one[at] + one[at + 2], other[at] + other[at + 2]) - max(one[at], other[at]) > _THIN
        for at in (0, 1)
    )
