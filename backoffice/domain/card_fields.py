"""What can be printed on a card: one class per field with name, description and reading.

A design names fields in ``field``, and in ``when`` what an element depends on: a field that says
something, a kind of holder, or that the card is a specimen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from backoffice.domain.holders import HolderKind
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import Sentence, sentence

if TYPE_CHECKING:
    from backoffice.domain.documents import CardFace


class Field(Protocol):
    """One thing a design may name in ``field`` or ``when``."""

    name: str
    description: Sentence
    required: bool

    def render(self, face: CardFace) -> str:
        """Return what is printed; empty when there is nothing to print."""


class Name:
    """The name as printed, in Chinese where the holder has a Chinese name."""

    name = "name"
    description = sentence("Name")
    required = True

    def render(self, face: CardFace) -> str:
        """Return the name."""
        return face.name


class LatinName:
    """The name in Latin letters."""

    name = "name_latin"
    description = sentence("Name in Latin letters")
    required = False

    def render(self, face: CardFace) -> str:
        """Return it unless the name itself is Latin already."""
        return "" if face.name_latin == face.name else face.name_latin


class Unit:
    """The department."""

    name = "unit"
    description = sentence("Unit")
    required = False

    def render(self, face: CardFace) -> str:
        """Return the name of the unit."""
        return face.unit


class HolderNumber:
    """Staff or student number."""

    name = "holder_number"
    description = sentence("Holder number")
    required = True

    def render(self, face: CardFace) -> str:
        """Return the number with its leading zeros."""
        return face.holder_number


class CardNumber:
    """The number the card is known by."""

    name = "number"
    description = sentence("Card number")
    required = True

    def render(self, face: CardFace) -> str:
        """Return the number with its leading zeros."""
        return face.number


class ValidUntil:
    """The last day a temporary card is good for."""

    name = "valid_until"
    description = sentence("Valid until")
    required = False

    def render(self, face: CardFace) -> str:
        """Return the day as 2026-12-31."""
        return face.valid_until.isoformat() if face.valid_until else ""


_ALL: tuple[Field, ...] = (
    Name(),
    LatinName(),
    Unit(),
    HolderNumber(),
    CardNumber(),
    ValidUntil(),
)
FIELDS: dict[str, Field] = {field.name: field for field in _ALL}


_KINDS = frozenset(kind.value for kind in HolderKind)
_SPECIMEN = "specimen"
CONDITIONS = frozenset(FIELDS) | _KINDS | {_SPECIMEN}
"""What may stand in ``when``, each also behind ``not``, several joined by ``and``."""


def terms(when: str) -> list[tuple[str, bool]]:
    """Return the words of a condition, each with whether it must be true."""
    parts = [part.strip() for part in when.split(" and ")] if when else []
    return [(part.removeprefix("not ").strip(), not part.startswith("not ")) for part in parts]


def holds(when: str, face: CardFace) -> bool:
    """Tell whether a condition is true of a card; an empty one always is."""
    return all(_is_so(word, face) is wanted for word, wanted in terms(when))


def _is_so(word: str, face: CardFace) -> bool:
    if word in _KINDS:
        return face.kind == word
    return face.specimen if word == _SPECIMEN else bool(FIELDS[word].render(face))


def require(face: CardFace) -> None:
    """Do nothing if a card may be printed with these fields.

    Raises:
        Refusal: ``field-missing`` or ``text-forbidden``, naming the field.
    """
    for field in FIELDS.values():
        text = field.render(face)
        if field.required and not text.strip():
            raise Refusal(
                "field-missing",
                sentence("{field}: a card can't be printed without it.", field=field.description),
                advice=sentence("Complete the record first."),
            )
        # Drivers of HID printers take a text that begins with it for the magnetic stripe.
        if "~" in text:
            raise Refusal(
                "text-forbidden",
                sentence("{field}: card printers take “~” for a command.", field=field.description),
                advice=sentence("Correct the record first."),
            )
