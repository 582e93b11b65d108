"""The registers of the counter: entry, drawer, disputes, found cards, query passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from backoffice.domain.drawer import Pieces, Shift
    from backoffice.domain.entry import (
        Campus,
        EntryApplication,
        EntryHandOver,
        EntryRight,
        EntryState,
        NewApplication,
    )
    from backoffice.domain.found_cards import FoundCard, FoundState
    from backoffice.domain.ledger import AccountKind, PostedEntry
    from backoffice.domain.meal import MealDispute
    from backoffice.domain.timeline import StoredAction


class EntryApplications(Protocol):
    """Applications for campus entry (FAQ 6)."""

    def campuses(self) -> Sequence[Campus]:
        """Return every campus."""

    def apply(self, new: NewApplication) -> EntryApplication:
        """Enter an application that waits for an answer."""

    def get(self, application_id: int) -> EntryApplication:
        """Return an application."""

    def of_holder(self, holder_id: int) -> Sequence[EntryApplication]:
        """Return every application of a person, newest first."""

    def waiting(self, *, most: int, after: int = 0) -> Sequence[EntryApplication]:
        """Return what waits for an answer, oldest first, beyond the application ``after``."""

    @property
    def waiting_count(self) -> int:
        """How many applications wait for an answer."""

    def move(
        self,
        application: EntryApplication,
        to: EntryState,
        *,
        by: int | None = None,
        answer: str = "",
    ) -> None:
        """Change the state, ``Conflict`` if it is no longer the one in ``application``."""

    def expire(self, *, before: date) -> int:
        """Let what ended before a day expire, answered or not; return how many."""

    def rights(self, *, on: date) -> Sequence[EntryRight]:
        """Return which active card may enter where, today or later, by holder number."""

    def add_hand_over(self, *, rights: int, text: str) -> EntryHandOver:
        """Enter a hand-over of rights to the gates, not written yet."""

    def hand_over(self, number: int) -> EntryHandOver | None:
        """Return a hand-over by its number."""

    def hand_overs_unwritten(self) -> Sequence[EntryHandOver]:
        """Return the hand-overs whose files were not completely written, oldest first."""

    def mark_written(self, number: int) -> None:
        """Remember that the files of a hand-over were completely written."""


class Shifts(Protocol):
    """Shifts and drawers of the desks."""

    def open_at(self, desk_id: int) -> Shift | None:
        """Return the shift that is open at a desk."""

    def last_at(self, desk_id: int) -> Shift | None:
        """Return the shift that was closed last at a desk."""

    def open(self, *, desk_id: int, clerk_id: int, opening: int, pieces: Pieces) -> Shift:
        """Open a shift with a counted float in fen; ``Conflict`` if one is open."""

    def close(
        self,
        shift: Shift,
        *,
        counted: int,
        pieces: Pieces,
        expected: int,
        explanation: str,
        second_id: int | None,
        alone: int,
    ) -> Shift:
        """Close a shift with a blind count; it gets the desk's next Z number."""


class Reports(Protocol):
    """What happened in a shift, by the order of actions and not by any clock."""

    def actions(self, shift: Shift) -> Sequence[StoredAction]:
        """Return what was done at the desk in a shift, oldest first."""

    def entries(self, shift: Shift, kind: AccountKind) -> Sequence[PostedEntry]:
        """Return what the desk posted in a shift to an account, its own or the center's."""

    def opening(self, shift: Shift, kind: AccountKind) -> int:
        """Return the balance that an account of the desk had when a shift was opened."""


class Disputes(Protocol):
    """Objections to balances of old meal cards (M2)."""

    def raise_one(self, *, holder_id: int, balance: int, words: str) -> MealDispute:
        """Record an objection; ``Conflict`` if one is open."""

    def open_of(self, holder_id: int) -> MealDispute | None:
        """Return the open objection of a person."""

    def settle(self, dispute: MealDispute, *, settlement: str) -> None:
        """Close an objection with what came of it."""


class FoundCards(Protocol):
    """Cards that were handed in."""

    def keep(self, *, card_id: int, desk_id: int, where: str, on: date) -> FoundCard:
        """Take a card in; ``Conflict`` if it is kept already."""

    def get(self, found_id: int) -> FoundCard:
        """Return a found card."""

    def kept(self, *, desk_id: int | None = None) -> Sequence[FoundCard]:
        """Return what is kept at a desk or anywhere, oldest first."""

    def kept_of(self, holder_id: int) -> Sequence[FoundCard]:
        """Return what is kept of a person's cards."""

    def told(self, found: FoundCard, *, on: date) -> None:
        """Remember that the holder was told."""

    def end(self, found: FoundCard, to: FoundState, *, on: date) -> None:
        """Say what became of it; ``Conflict`` if it is not kept any more."""


class QueryPasswords(Protocol):
    """Query passwords of the applet (R2); hashes only, nobody can read them."""

    def put(self, holder_id: int, *, password_hash: str, is_default: bool) -> None:
        """Replace a person's query password."""

    def since(self, holder_id: int) -> tuple[datetime, bool] | None:
        """Return when it was set and whether to the default; None if never here."""
