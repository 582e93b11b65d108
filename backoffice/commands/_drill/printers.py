"""Printers that answer like real ones, jams and silence included, and print nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import Sentence, sentence

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from backoffice.domain.documents import CardFace, Document
    from backoffice.ports import Delivery, Printers, PrinterState, Supply

_READY = sentence("The printer is ready.")
_EMPTY = sentence("The printer needs attention.")
_SILENT = sentence("The printer did not answer.")
_NOT_READY, _UNDRAWABLE, _UNKNOWN, _TAKEN = 0.05, 0.03, 0.1, 0.5


@dataclass(frozen=True, kw_only=True)
class _State:
    ready: bool
    reasons: tuple[str, ...]
    sentence: Sentence
    supplies: tuple[Supply, ...] = ()
    counter: int | None = None


@dataclass(frozen=True, kw_only=True)
class _Delivery:
    result: str
    sentence: Sentence
    device_job: str
    taken: bool


class StandInPrinters:
    """Implements ``ports.Printers``; ``chance`` decides what goes wrong."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def names(self, role: str) -> tuple[str, ...]:
        """Return two card printers and one for papers."""
        return ("card", "card-b") if role == "card" else (role,)

    def state(self, printer: str) -> PrinterState:  # noqa: ARG002  every printer is alike
        """Be ready, nearly always."""
        if self._chance.random() < _NOT_READY:
            return _State(ready=False, reasons=("media-empty",), sentence=_EMPTY)
        return _State(ready=True, reasons=(), sentence=_READY)

    def prepare(self, printer: str, document: Document) -> object:  # noqa: ARG002  same
        """Refuse now and then, as where a name does not fit the card."""
        if self._chance.random() < _UNDRAWABLE:
            raise Refusal("unprintable", sentence("This can't be drawn."))
        return document

    def objection(self, face: CardFace) -> Refusal | None:  # noqa: ARG002  same
        """Object to nothing."""
        return None

    def deliver(
        self,
        printer: str,  # noqa: ARG002  same
        prepared: Any,  # noqa: ANN401, ARG002  as the port has it
        *,
        job: str,
        progress: Callable[[PrinterState], None] | None = None,  # noqa: ARG002  same
    ) -> Delivery:
        """Say delivered, or that nobody knows."""
        unknown = self._chance.random() < _UNKNOWN
        return _Delivery(
            result="unconfirmed" if unknown else "delivered",
            sentence=_SILENT if unknown else _READY,
            device_job=job,
            taken=not unknown or self._chance.random() < _TAKEN,
        )

    def write_cards(
        self,
        path: Path,  # noqa: ARG002  as the port has it
        faces: Iterable[CardFace],
        *,
        progress: Callable[[int], None] | None = None,  # noqa: ARG002  same
        printer: str = "card",  # noqa: ARG002  same
        apart: bool = False,  # noqa: ARG002  same
    ) -> int:
        """Take them, and say how many pages they would be."""
        return 2 * sum(1 for _ in faces)

    def picture(self, document: Document, *, dpi: int = 150) -> list[bytes]:  # noqa: ARG002  same
        """Return no page."""
        return []


def _proves_the_port(printers: StandInPrinters) -> Printers:
    return printers
