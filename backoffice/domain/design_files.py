"""Card designs as TOML: read with every mistake named by file, element and key; written again."""

from __future__ import annotations

import functools
import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from backoffice.domain.card_designs import BLEED_MM, HEIGHT_MM, WIDTH_MM, Design, Element
from backoffice.domain.card_fields import CONDITIONS, FIELDS, terms
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import Sentence, sentence
from backoffice.domain.texts import fitting

SMALLEST, LARGEST = 3, 60  # font sizes in points
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _one_of(*words: str) -> tuple[Callable[[object], bool], Sentence]:
    return lambda value: value in words, sentence("must be one of {words}", words=", ".join(words))


_TEXT = (
    lambda value: isinstance(value, str) and fitting(value) == value,
    sentence("must be text without control characters"),
)
_MEASURE = (_number, sentence("must be a number"))
_SIZE = (
    lambda value: _number(value) and SMALLEST <= value <= LARGEST,
    sentence("must be 3 to 60 points"),
)

_KEYS: dict[str, tuple[Callable[[Any], bool], Sentence]] = {
    "kind": _one_of("text", "photo", "barcode", "box", "line", "free"),
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
_PLACE = frozenset(_REQUIRED) | {"when"}
_SET = frozenset({"size", "min_size", "lines", "align", "valign", "bold", "field", "zh", "en"})
ALLOWED = {
    "text": _PLACE | _SET | {"colour"},
    "photo": _PLACE,
    "barcode": _PLACE | {"field", "align"},
    "box": _PLACE | {"colour", "radius"},
    "line": _PLACE | {"colour"},
    "free": _PLACE - {"when"},
}
"""By kind of element: the keys that mean something for it."""


class _Reader:
    """Reads one text and knows where it stands, for the refusal."""

    def __init__(self, file: str) -> None:
        self._file = file

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
            advice=sentence("Correct the design; no card was printed."),
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
        read = tuple(self.element(str(i), raw) for i, raw in enumerate(elements, start=1))
        if not any(element.kind == "barcode" and not element.when for element in read):
            raise self.wrong("—", "barcode", sentence("a card needs the bar code it is known by"))
        return read

    def element(self, name: str, raw: dict[str, Any]) -> Element:
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
        if key not in ALLOWED[kind]:
            raise self.wrong(name, key, sentence("has no meaning for this kind of element"))
        unknown = self._unknown(key, str(value))
        if unknown is not None:
            raise self.wrong(name, key, sentence("there is no field “{name}”", name=unknown))

    @staticmethod
    def _unknown(key: str, value: str) -> str | None:
        if key == "field":
            return None if value in FIELDS else value
        if key == "when":
            return next((word for word, _wanted in terms(value) if word not in CONDITIONS), None)
        return None

    def _check_place(self, name: str, element: Element) -> None:
        over = BLEED_MM if element.kind == "box" else 0.0
        for key, start, length, end in (
            ("w", element.x, element.w, WIDTH_MM),
            ("h", element.y, element.h, HEIGHT_MM),
        ):
            flat = element.kind == "line" and length >= 0
            if (length <= 0 and not flat) or start < -over or start + length > end + over:
                raise self.wrong(name, key, sentence("the element does not lie on the card"))


@functools.lru_cache(maxsize=64)
def read(text: str, *, name: str, file: str) -> Design:
    """Return the design that a text describes; the same text is read once.

    Args:
        text: TOML.
        name: What the design is called.
        file: Where the text comes from, for the refusal.

    Raises:
        Refusal: ``design-invalid``, naming file, element and key.
    """
    return Design(name=name, elements=_Reader(file).read(text))


def complaint(element: Element) -> tuple[str, Sentence] | None:
    """Return which key of an element is wrong and why; None if it can be saved."""
    [raw] = tomllib.loads("".join(_lines(element)))["element"]
    try:
        _Reader("").element("", raw)
    except Refusal as refusal:
        key, problem = refusal.message.values["key"], refusal.message.values["problem"]
        return str(key), problem if isinstance(problem, Sentence) else sentence(str(problem))
    return None


def unreadable(file: str) -> Refusal:
    """Return the refusal of a file that holds no text."""
    return _Reader(file).wrong("—", "file", sentence("can't be read as UTF-8 text"))


def write(design: Design) -> str:
    """Return a text that ``read`` reads as the same design; millimetres to a thousandth."""
    return "\n".join("".join(_lines(element)) for element in design.elements)


_FIRST = {field.name: field.default for field in fields(Element)}


def _lines(element: Element) -> list[str]:
    lines = ["[[element]]\n"]
    for key in _KEYS:
        value = getattr(element, key)
        plain = key == "min_size" and value == element.size
        if key in ALLOWED[element.kind] and value != _FIRST[key] and not plain:
            lines.append(f"{key} = {_said(value)}\n")
    return lines


def _said(value: str | float | bool) -> str:  # noqa: FBT001  one value of any kind
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return f"{value:.3f}".rstrip("0").rstrip(".")
