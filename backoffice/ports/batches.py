"""The register of batches; ``db`` keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from backoffice.domain.batches import (
        Batch,
        BatchCard,
        BatchRow,
        BatchSum,
        Candidate,
        CardPlace,
        LeftOut,
        LeftOutPerson,
        UnitOnFile,
        UnitOverdue,
        UnitWaiting,
    )
    from backoffice.domain.cards import CardState
    from backoffice.domain.print_jobs import JobState


class Batches(Protocol):
    """Units, their batches, and where each card of them is."""

    def units(self) -> Sequence[UnitOnFile]:
        """Return every unit by its code."""

    def keep_contact(self, unit_id: int, *, contact: str, telephone: str) -> None:
        """Note who collects the batches of a unit."""

    def waiting(self) -> Sequence[UnitWaiting]:
        """Return the units with people who have no card, by code."""

    def candidates(self, unit_ids: Collection[int]) -> Sequence[Candidate]:
        """Return everybody of these units, by unit and holder number."""

    def add(
        self,
        *,
        unit_id: int,
        desk_id: int,
        printer: str,
        output: str,
        card_ids: Sequence[int],
        left_out: Mapping[int, LeftOut],
    ) -> Batch:
        """Enter a batch with its cards in this order, and who was left out by holder id."""

    def of_units(self, unit_ids: Collection[int], *, printer: str) -> Sequence[Batch]:
        """Return the batches of units for a printer or, ``TO_FILE``, for files; newest last."""

    def get(self, batch_id: int) -> Batch:
        """Return the batch; ``Refusal`` (``unknown-batch``) if there is none."""

    def by_number(self, number: str) -> Batch | None:
        """Return the batch with this number."""

    def sums(self, *, most: int, before: int | None = None) -> Sequence[BatchSum]:
        """Return batches newest first, those with a smaller id than ``before``, counted."""

    def sum_of(self, batch_id: int) -> BatchSum:
        """Return one batch, counted."""

    def rows(self, batch_id: int, *, most: int, after: int = 0) -> Sequence[BatchRow]:
        """Return rows of a batch beyond row ``after``: of each the card that counts."""

    def left_out(self, batch_id: int) -> Sequence[LeftOutPerson]:
        """Return who was left out of a batch, by holder number."""

    def advance(
        self,
        batch_id: int,
        *,
        jobs: tuple[JobState, JobState],
        cards: tuple[CardState, CardState],
        printer: str | None = None,
        note: str = "",
    ) -> int:
        """Move all cards of a batch that are in one state, and their jobs, to the next; count them.

        Only cards whose job is in the state that goes with theirs are moved; none that can't be
        drawn is sent, and none with money on it cancelled. With a printer's name, or ``TO_FILE``,
        only those that are meant for it: some may have been given to another one.
        """

    def waiting_with_money(self, batch_id: int) -> int:
        """Return how many of its cards wait and have money on them already."""

    def jobs(self, batch_id: int, *, printer: str | None = None) -> Mapping[JobState, int]:
        """Return how many of its print jobs, or of those for a printer, are in which state."""

    def waiting_at(self, batch_id: int) -> Mapping[tuple[int, str], int]:
        """Return how many of its cards wait and can be drawn, by desk and name of the printer."""

    def of_card(self, card_id: int) -> BatchCard | None:
        """Return what a batch knows of a card, replaced or not; None if it is in none."""

    def put(self, cards: Sequence[BatchCard], place: CardPlace) -> None:
        """Move cards to another place and note the moment; ``Conflict`` if one moved meanwhile."""

    def pack(self, cards: Sequence[BatchCard], *, by: int | None) -> None:
        """Note who packed cards, and when; ``Conflict`` if one was packed meanwhile."""

    def given_back(self, desk_id: int) -> Sequence[BatchCard]:
        """Return cards of a desk's batches that a unit gave back and that still lie there.

        Those that wait for their destruction are left out; the waste knows them.
        """

    def overdue(self, before: datetime) -> Sequence[UnitOverdue]:
        """Return units that have cards since before then, whoever has them longest first."""

    def take_place(self, card_id: int, by: int) -> None:
        """Let card ``by`` take the row of a dead card; nothing if that one is in no batch."""
