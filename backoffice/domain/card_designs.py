"""Card designs as values: elements placed in millimetres from the top left corner of a card."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from backoffice.domain.documents import Bilingual, CardFace
from backoffice.domain.holders import HolderKind
from backoffice.domain.pictures import Frame
from backoffice.domain.sentences import Sentence

WIDTH_MM, HEIGHT_MM = 85.60, 53.98  # ISO/IEC 7810 ID-1
BLEED_MM = 3.0  # colour may run over the edge, so that a card fed askew shows no white rim

ElementKind: TypeAlias = Literal["text", "photo", "barcode", "box", "line", "free"]
Side: TypeAlias = Literal["front", "back"]
SIDES: tuple[Side, ...] = ("front", "back")
Place: TypeAlias = tuple[float, float, float, float]
"""x, y, width and height in millimetres."""


@dataclass(frozen=True, kw_only=True)
class Element:
    """One thing at one place of a card.

    Attributes:
        kind: ``free`` prints nothing: it marks what must stay free, for example over a chip.
        field: Name of a printed field; empty for fixed text in ``zh`` and ``en``.
        size: Largest font size in points; text shrinks down to ``min_size``, then the card is
            refused.
        when: What must be so for the element to appear, as ``card_fields.holds`` reads it.
    """

    kind: ElementKind
    side: Side
    x: float
    y: float
    w: float
    h: float
    field: str = ""
    zh: str = ""
    en: str = ""
    size: float = 8
    min_size: float = 0
    lines: int = 1
    align: Literal["left", "center", "right"] = "left"
    valign: Literal["top", "middle", "bottom"] = "middle"
    colour: str = "#000000"
    bold: bool = False
    radius: float = 0
    when: str = ""

    @property
    def place(self) -> Place:
        """Where it is."""
        return (self.x, self.y, self.w, self.h)

    @property
    def fixed(self) -> bool:
        """Whether it looks the same on every card."""
        return self.kind in {"text", "box", "line"} and not self.field and not self.when


@dataclass(frozen=True, eq=False)
class Layer:
    """Elements of one side that are drawn in one go, each with its place in the design.

    Attributes:
        fixed: Whether they look the same on every card.
    """

    fixed: bool
    elements: tuple[tuple[int, Element], ...]


@dataclass(frozen=True, kw_only=True)
class Design:
    """Both sides of a card.

    Attributes:
        elements: In the order they are drawn.
    """

    name: str
    elements: tuple[Element, ...]

    @functools.cached_property
    def layers(self) -> Mapping[Side, tuple[Layer, ...]]:
        """What is drawn on each side, in order; the bar codes, which nothing may cross, not."""
        return {side: tuple(_layers(self._on(side, bars=False))) for side in SIDES}

    @functools.cached_property
    def bars(self) -> Mapping[Side, Layer]:
        """The bar codes of each side."""
        return {side: Layer(False, tuple(self._on(side, bars=True))) for side in SIDES}  # noqa: FBT003

    def _on(self, side: Side, *, bars: bool) -> list[tuple[int, Element]]:
        return [
            (at, element)
            for at, element in enumerate(self.elements)
            if element.side == side
            and (element.kind == "barcode") is bars
            and element.kind != "free"
        ]


_APART_MM = 0.5  # accents and bold strokes may stand a little over the edge of their box


def _layers(elements: list[tuple[int, Element]]) -> list[Layer]:
    """Join what is fixed: it sinks below what is not, unless it lies on that."""
    layers: list[tuple[bool, list[tuple[int, Element]]]] = []
    for at, element in elements:
        into = len(layers) - 1 if layers and layers[-1][0] is element.fixed else None
        if element.fixed:
            for number, (fixed, some) in reversed([*enumerate(layers)]):
                into = number if fixed else into
                if any(_meet(element, one) for _, one in some):
                    break
        if into is None:
            layers.append((element.fixed, [(at, element)]))
        else:
            layers[into][1].append((at, element))
    return [Layer(fixed, tuple(some)) for fixed, some in layers]


def _meet(one: Element, other: Element) -> bool:
    sides = ((one.x, one.w, other.x, other.w), (one.y, one.h, other.y, other.h))
    return all(
        min(a, a + long) < max(b, b + wide) + _APART_MM
        and min(b, b + wide) < max(a, a + long) + _APART_MM
        for a, long, b, wide in sides
    )


@dataclass(frozen=True, kw_only=True)
class HardCase:
    """An invented card that is hard to print, and why."""

    title: Bilingual
    face: CardFace


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What the printing code makes of one card, for the screen; elements by their place in order.

    Attributes:
        sides: Front and back as pixels.
        inked: Where an element that appears leaves ink.
        refused: Why an element can't be printed as it is.
        stopped: Why nothing of the card can be printed, for example a missing number.
    """

    sides: Mapping[Side, Frame]
    inked: Mapping[int, Place]
    refused: Mapping[int, Sentence]
    stopped: Sentence | None = None


@dataclass(frozen=True, kw_only=True)
class DesignVersion:
    """A design as it was saved; never changed, because cards refer to it.

    Attributes:
        toml: What ``design_files`` reads.
        words: What whoever saved it said about it.
    """

    name: str
    version: int
    toml: str
    words: str
    made_by: str
    made_at: datetime

    @property
    def reference(self) -> str:
        """How a card names it."""
        return reference(self.name, self.version)


@dataclass(frozen=True, kw_only=True)
class DesignUse:
    """Cards of ``kind`` are made with ``design`` from a day on, until a later row of the kind."""

    kind: HolderKind
    design: str
    valid_from: date


def reference(name: str, version: int) -> str:
    """Return how a card names a version: ``staff@3``; version 0 is the shipped ``staff``."""
    return f"{name}@{version}" if version else name


def named(design: str) -> tuple[str, int]:
    """Return name and version of a reference."""
    name, _at, version = design.partition("@")
    return name, int(version) if version.isdecimal() else 0
