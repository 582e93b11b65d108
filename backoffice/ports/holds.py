"""The register of held printers; ``db`` keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.domain.holds import HoldReason, PrinterHold


class PrinterHolds(Protocol):
    """Which printers take no further job, why, since when and by whom."""

    def get(self, hold_id: int) -> PrinterHold:
        """Return the hold, released or not."""

    def of(self, desk_id: int, printer: str) -> PrinterHold | None:
        """Return the hold that is on a printer; None if it prints."""

    def at_desk(self, desk_id: int) -> Sequence[PrinterHold]:
        """Return the holds that are on at a desk."""

    def put(
        self, desk_id: int, printer: str, reason: HoldReason, words: str, *, by: int | None
    ) -> PrinterHold:
        """Hold a printer; ``by`` is the clerk, None for the print lane."""

    def release(self, hold: PrinterHold, *, by: int | None) -> None:
        """Let the printer go on; ``Conflict`` if somebody else did meanwhile."""
