"""The registers of plastic: boxes, moves and counts of blanks, cards that wait for destruction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backoffice.domain.blanks import (
        BlankCount,
        BlankMove,
        Box,
        Destruction,
        DeviceCount,
        WasteCard,
    )
    from backoffice.domain.cards import Card


class Blanks(Protocol):
    """Boxes, moves and counts; the ledger tells how many blanks are where."""

    def box(self, number: str) -> Box | None:
        """Return the box with this number (``domain.blanks.box_number``)."""

    def boxes(self, *, most: int) -> Sequence[Box]:
        """Return what came in, newest first."""

    def add_box(
        self,
        *,
        number: str,
        labelled: int,
        counted: int,
        supplier: str,
        words: str,
        desk_id: int,
        clerk_id: int | None,
    ) -> Box:
        """Enter a box; ``Conflict`` if its number is known."""

    def send(self, *, from_id: int, to_id: int, count: int, by: int | None) -> BlankMove:
        """Enter blanks that leave a desk for another one."""

    def move(self, move_id: int) -> BlankMove:
        """Return a move."""

    def on_the_way(self) -> Sequence[BlankMove]:
        """Return what nobody counted yet at its end, oldest first."""

    def receive(
        self, move: BlankMove, *, at_id: int, count: int, by: int | None, words: str
    ) -> BlankMove:
        """Say what arrived; ``Conflict`` if somebody else said so already."""

    def enter_count(self, shift_id: int, count: BlankCount) -> None:
        """Keep what was counted when a shift was closed."""

    def count_of(self, shift_id: int) -> BlankCount | None:
        """Return what was counted when a shift was closed; None before, and of old shifts."""

    def devices_opened(self, shift_id: int, counters: Mapping[str, int]) -> None:
        """Keep what printers said of themselves when a shift was opened, by their name."""

    def devices_closed(self, shift_id: int, counters: Mapping[str, int]) -> None:
        """Keep what printers said of themselves when a shift was closed, by their name."""

    def devices_of(self, shift_id: int) -> Sequence[DeviceCount]:
        """Return what printers said of themselves at both ends of a shift, by name."""


class Waste(Protocol):
    """Cards that lie at a desk to be destroyed, and those that were."""

    def keep(self, card_id: int, *, desk_id: int) -> None:
        """Put a card with those that wait; one that waits already only changes its desk."""

    def take_out(self, card_id: int) -> None:
        """Take a card out again that is given back to its holder; nothing if it never waited."""

    def find(self, card_id: int) -> WasteCard | None:
        """Return a card that waits or was destroyed."""

    def waiting(self, *, desk_id: int | None = None) -> Sequence[WasteCard]:
        """Return what waits at a desk or anywhere, oldest first."""

    def waiting_counts(self) -> Mapping[int, int]:
        """Return how many cards wait, by desk."""

    def destroy(
        self, cards: Sequence[Card], *, desk_id: int, clerk_id: int, second_id: int, digest: str
    ) -> Destruction:
        """Enter a destruction with the next number and end these cards in it."""

    def destruction(self, destruction_id: int) -> Destruction:
        """Return a destruction."""

    def destructions(self, *, most: int) -> Sequence[Destruction]:
        """Return destructions, newest first."""

    def destroyed_in(self, destruction_id: int) -> Sequence[WasteCard]:
        """Return the cards of a destruction by their numbers."""
