"""Batches: the cards of one unit made together, and where each of them is (FAQ 4, B1 to B4)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.sentences import N_

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.domain.cards import CardState
    from backoffice.domain.holders import Holder


class CardPlace(enum.Enum):
    """Where a card of a batch is: center → unit → holder, or back again (B3)."""

    CENTER = "center"
    UNIT = "unit"
    HOLDER = "holder"
    BACK = "back"
    """Returned by the unit because nobody fetched it."""
    GONE = "gone"
    """Vanished, or was bad, before its holder had it: dead. Another card takes its row, if one is
    due."""


PLACE_NAMES = {
    CardPlace.CENTER: N_("at the Card Center"),
    CardPlace.UNIT: N_("at the unit"),
    CardPlace.HOLDER: N_("handed out"),
    CardPlace.BACK: N_("returned unclaimed"),
    CardPlace.GONE: N_("lost before it was handed out"),
}


class LeftOut(enum.Enum):
    """Why somebody of the unit gets no card with this batch (B1, B2)."""

    LIVE_CARD = "live_card"
    IN_MAKING = "in_making"
    LOST_CARD = "lost_card"
    TO_RENEW = "to_renew"
    KEPT_BALANCE = "kept_balance"
    EXPIRED = "expired"
    PHOTO_NOT_APPROVED = "photo_not_approved"
    NO_PHOTO = "no_photo"
    GLYPH = "glyph"
    TEXT_TOO_LONG = "text_too_long"


LEFT_OUT_NAMES = {
    LeftOut.LIVE_CARD: N_("has a card that works"),
    LeftOut.IN_MAKING: N_("a card is being made already"),
    LeftOut.LOST_CARD: N_("card lost: at the counter"),
    LeftOut.TO_RENEW: N_("to be renewed: at the counter"),
    LeftOut.KEPT_BALANCE: N_("money kept: at the counter"),
    LeftOut.EXPIRED: N_("right to a card has ended"),
    LeftOut.PHOTO_NOT_APPROVED: N_("photo not approved"),
    LeftOut.NO_PHOTO: N_("no photo"),
    LeftOut.GLYPH: N_("name can’t be printed"),
    LeftOut.TEXT_TOO_LONG: N_("text too long for the card"),
}

SERVED = frozenset({LeftOut.LIVE_CARD, LeftOut.IN_MAKING})
"""Whoever needs nothing: told, but not kept as left out of the batch."""


@dataclass(frozen=True, kw_only=True)
class UnitOnFile:
    """One grass-roots unit, and who collects its batches.

    Attributes:
        contact: Name of that person; empty while nobody is known, and so is ``telephone``.
    """

    id: int
    code: str
    name: str
    contact: str
    telephone: str

    @property
    def reached(self) -> str:
        """Name and telephone of the contact as papers and lists say them."""
        return f"{self.contact} {self.telephone}".strip()


@dataclass(frozen=True, kw_only=True)
class UnitWaiting:
    """How many people of a unit have no card, and how many of those could get one now."""

    unit: UnitOnFile
    without_card: int
    ready: int


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One person of a unit, with what decides whether they are in its batch.

    Attributes:
        photo_id: The photo that would be printed; None if none is approved.
        photo_known: Whether there is any photo, approved or not.
        card_id: The newest card that was not spoiled, ``card_state`` and ``balance`` (fen) its own.
        newest_id: The newest card, spoiled or not: the one that a new card comes after.
    """

    holder: Holder
    photo_id: int | None
    photo_known: bool
    card_id: int | None
    card_state: CardState | None
    balance: int
    newest_id: int | None


@dataclass(frozen=True, kw_only=True)
class Batch:
    """The cards of one unit that were asked for together.

    Attributes:
        number: For example ``B-000123``.
        desk_id: The desk whose printer makes them, or that answers for them.
        printer: Name of the printer; empty for the first card printer of the desk.
        output: Name of the file they were written into to be printed elsewhere; empty if printed
            here.
    """

    id: int
    number: str
    unit: UnitOnFile
    desk_id: int
    printer: str
    output: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class BatchCard:
    """One card of a batch; a dead one keeps its row and names the card that took its place.

    Attributes:
        row: Its number in the batch from 1 on; the card that takes its place has the same.
        replaced_by_id: The card that took its place.
        handed_over_at: When it last went to the unit.
        handed_out_at: When the holder got it.
        returned_at: When the unit last returned it.
        packed_at: When it was scanned into the pile that goes to the unit.
        packed_by_id: The clerk who packed it.
    """

    id: int
    batch_id: int
    row: int
    card_id: int
    place: CardPlace
    handed_over_at: datetime | None
    handed_out_at: datetime | None
    returned_at: datetime | None
    replaced_by_id: int | None
    packed_at: datetime | None
    packed_by_id: int | None


@dataclass(frozen=True, kw_only=True)
class BatchRow:
    """One row of a batch as a list shows it: the card that counts, and whose it is."""

    card: BatchCard
    card_number: str
    card_state: CardState
    holder_id: int
    holder_number: str
    holder_name: str
    holder_name_latin: str


@dataclass(frozen=True, kw_only=True)
class BatchSum:
    """A batch with its rows counted, the card that counts of each.

    Attributes:
        waiting: Not printed yet.
        printing: At the printer, or not yet known to be good.
        made: Good and not active yet.
        active: In use, or were once; also what was written off at the unit.
        cancelled: Spoiled, and nothing took their place.
        at_unit: Where ``at_center``, ``at_holder`` and ``back`` count the others that exist.
        packed: Of those ``at_center``, how many lie in the pile that goes to the unit.
        oldest_at_unit: When the oldest card that is still at the unit went there.
        left_out: How many people were left out of it and need something.
    """

    batch: Batch
    rows: int
    waiting: int
    printing: int
    made: int
    active: int
    cancelled: int
    at_center: int
    at_unit: int
    at_holder: int
    back: int
    packed: int
    oldest_at_unit: datetime | None
    left_out: int


@dataclass(frozen=True, kw_only=True)
class UnitOverdue:
    """A unit that kept cards beyond the day they were due back (B3); ``oldest`` went there first.

    Attributes:
        cards: How many of its cards are overdue, of all its batches.
    """

    unit: UnitOnFile
    cards: int
    oldest: datetime


@dataclass(frozen=True, kw_only=True)
class LeftOutPerson:
    """Somebody who was left out of a batch, and why."""

    holder_id: int
    holder_number: str
    holder_name: str
    reason: LeftOut
