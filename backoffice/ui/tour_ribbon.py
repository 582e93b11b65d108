"""The ribbon of the tour: the real printers, but that one tells how far its ribbon lasts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backoffice.domain.sentences import Sentence
    from backoffice.ports import Printers, PrinterState, Supply

_LEFT = 72
"""Percent: of 250 cards, which is what a new ribbon prints, 180."""


@dataclass(frozen=True, kw_only=True)
class _Ribbon:
    """Implements ``ports.Supply``."""

    name: str = "YMCKO"
    kind: str = "ribbon"
    level: int | None = _LEFT
    colour: str = "ymcko"


@dataclass(frozen=True, kw_only=True)
class _State:
    """Implements ``ports.PrinterState``."""

    ready: bool
    reasons: tuple[str, ...]
    sentence: Sentence
    counter: int | None
    supplies: tuple[Supply, ...] = (_Ribbon(),)


class Ribboned:
    """The printers of the tour: all is real but the ribbon of those that print cards."""

    def __init__(self, printers: Printers) -> None:
        self._printers = printers

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the printers can do
        return getattr(self._printers, name)

    def state(self, printer: str) -> PrinterState:
        """Ask the printer, and add the ribbon."""
        told = self._printers.state(printer)
        if printer not in self._printers.names("card"):
            return told
        return _State(
            ready=told.ready, reasons=told.reasons, sentence=told.sentence, counter=told.counter
        )
