"""Card designs: TOML files whose elements are placed in millimetres from the top left corner.

Anybody may edit them; whatever is wrong in one is refused by file, element and key before a card is
drawn.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import Sentence, sentence

FOLDER = Path(__file__).parents[1] / "assets" / "designs"
WIDTH_MM, HEIGHT_MM = 85.60, 53.98  # ISO/IEC 7810 ID-1
BLEED_MM = 3.0  # colour may run over the edge, so that a card fed askew shows no white rim
SMALLEST, LARGEST = 3, 60  # font sizes in points
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, kw_only=True)
class Element:
    """One thing at one place of a card.

    Attributes:
        field: Name of a printed field; empty for fixed text in ``zh`` and ``en``.
        size: Largest font size in points; text shrinks down to ``min_size``, then the card is
            refused.
        when: Name of a field; the element appears only when that field says something.
    """

    kind: Literal["text", "photo", "barcode", "box", "line"]
    side: Literal["front", "back"]
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


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _one_of(*words: str) -> tuple[Callable[[object], bool], Sentence]:
    return lambda value: value in words, sentence("must be one of {words}", words=", ".join(words))


_TEXT = (lambda value: isinstance(value, str), sentence("must be text"))
_MEASURE = (_number, sentence("must be a number"))
_SIZE = (
    lambda value: _number(value) and SMALLEST <= value <= LARGEST,
    sentence("must be 3 to 60 points"),
)

_KEYS: dict[str, tuple[Callable[[Any], bool], Sentence]] = {
    "kind": _one_of("text", "photo", "barcode", "box", "line"),
    "side": _one_of("front", "back"),
    "x": _MEASURE,
    "y": _MEASURE,
    "w": _MEASURE,
    "h": _MEASURE,
    "field": _TEXT,
    "zh": _TEXT,
    "en": _TEXT,
    "size": _SIZE,
    "min_size": _SIZE,
    "lines": (lambda value: value in range(1, 10), sentence("must be 1 to 9")),
    "align": _one_of("left", "center", "right"),
    "valign": _one_of("top", "middle", "bottom"),
    "colour": (
        lambda value: isinstance(value, str) and bool(_COLOUR.fullmatch(value)),
        sentence("must be a colour such as #0B2E5F"),
    ),
    "bold": (lambda value: isinstance(value, bool), sentence("must be true or false")),
    "radius": _MEASURE,
    "when": _TEXT,
}
_REQUIRED = ("kind", "side", "x", "y", "w", "h")
_PLACE = frozenset(_REQUIRED) | {"colour", "when"}
_SET = frozenset({"size", "min_size", "lines", "align", "valign", "bold", "field", "zh", "en"})
_ALLOWED = {
    "text": _PLACE | _SET,
    "photo": _PLACE - {"colour"},
    "barcode": (_PLACE - {"colour"}) | {"field", "align"},
    "box": _PLACE | {"radius"},
    "line": _PLACE,
}


class _Reader:
    """Reads one file and knows where it stands, for the refusal."""

    def __init__(self, name: str, fields: frozenset[str]) -> None:
        self._file = f"assets/designs/{name}.toml"
        self._fields = fields

    def wrong(self, element: str, key: str, problem: Sentence) -> Refusal:
        return Refusal(
            "design-invalid",
            sentence(
                "Card design {file}, element {element}, {key}: {problem}.",
                file=self._file,
                element=element,
                key=key,
                problem=problem,
            ),
            advice=sentence("Correct the design file; no card was printed."),
        )

    def read(self, text: str) -> tuple[Element, ...]:
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise self.wrong(
                "—", "TOML", sentence("is not valid: {why}", why=str(error))
            ) from error
        elements = document.pop("element", [])
        for key in document:
            raise self.wrong("—", key, sentence("is not known"))
        if not isinstance(elements, list) or not all(isinstance(e, dict) for e in elements):
            raise self.wrong("—", "element", sentence("must be a list of [[element]]"))
        read = tuple(self._element(str(i), raw) for i, raw in enumerate(elements, start=1))
        if not any(element.kind == "barcode" for element in read):
            raise self.wrong("—", "barcode", sentence("a card needs the bar code it is known by"))
        return read

    def _element(self, name: str, raw: dict[str, Any]) -> Element:
        kind = str(raw.get("kind", "?"))
        name = f"{name} ({kind})"
        for key in _REQUIRED:
            if key not in raw:
                raise self.wrong(name, key, sentence("is missing"))
        for key, value in raw.items():
            self._check(name, kind, key, value)
        element = Element(**{"min_size": raw.get("size", 8), **raw})
        self._check_place(name, element)
        if kind == "text" and bool(element.field) == bool(element.zh or element.en):
            raise self.wrong(name, "field", sentence("give either a field or fixed text"))
        if element.min_size > element.size:
            raise self.wrong(name, "min_size", sentence("must not be larger than size"))
        return element

    def _check(self, name: str, kind: str, key: str, value: object) -> None:
        if key not in _KEYS:
            raise self.wrong(name, key, sentence("is not known"))
        good, problem = _KEYS[key]
        if not good(value):
            raise self.wrong(name, key, problem)
        if key not in _ALLOWED[kind]:
            raise self.wrong(name, key, sentence("has no meaning for this kind of element"))
        if key in {"field", "when"} and value not in self._fields:
            raise self.wrong(name, key, sentence("there is no field “{name}”", name=str(value)))

    def _check_place(self, name: str, element: Element) -> None:
        over = BLEED_MM if element.kind == "box" else 0.0
        for key, start, length, end in (
            ("w", element.x, element.w, WIDTH_MM),
            ("h", element.y, element.h, HEIGHT_MM),
        ):
            flat = element.kind == "line" and length >= 0
            if (length <= 0 and not flat) or start < -over or start + length > end + over:
                raise self.wrong(name, key, sentence("the element does not lie on the card"))


@functools.lru_cache(maxsize=16)
def _load(name: str, folder: Path, changed: int, fields: frozenset[str]) -> tuple[Element, ...]:
    del changed  # only part of the key: an edited file is read again
    text = (folder / f"{name}.toml").read_text(encoding="utf-8")
    return _Reader(name, fields).read(text)


def load(name: str, *, fields: frozenset[str], folder: Path = FOLDER) -> tuple[Element, ...]:
    """Return the elements of a design in the order they are drawn.

    Args:
        name: File name without its ending.
        fields: Names a design may use for ``field`` and ``when``.
        folder: Where designs are kept.

    Raises:
        Refusal: ``design-unknown`` or ``design-invalid``, naming file, element and key.
    """
    path = folder / f"{name}.toml"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise Refusal(
            "design-unknown",
            sentence("There is no card design “{name}”.", name=name),
            advice=sentence("Choose a design from the folder {folder}.", folder="assets/designs"),
        )
    try:
        return _load(name, folder, path.stat().st_mtime_ns, fields)
    except (OSError, UnicodeDecodeError) as error:
        raise _Reader(name, fields).wrong(
            "—", "file", sentence("can't be read as UTF-8 text")
        ) from error
