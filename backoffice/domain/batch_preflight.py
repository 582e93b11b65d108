"""Who of a unit is in its batch and who is not; whether blanks and ribbon last (FAQ 4, B1, B2)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.domain.batches import SERVED, LeftOut
from backoffice.domain.cards import IN_MAKING, CardState
from backoffice.domain.holders import HolderKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from backoffice.domain.batches import Candidate, UnitOnFile

CARDS_AN_HOUR = 245
"""What a card printer makes in an hour where its own record tells nothing else."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The people of some units, told apart.

    Attributes:
        included: Who gets a card, by unit and holder number.
        left_out: Everybody else, with the reason.
    """

    units: tuple[UnitOnFile, ...]
    included: tuple[Candidate, ...]
    left_out: tuple[tuple[Candidate, LeftOut], ...]

    @property
    def fingerprint(self) -> str:
        """Short name of exactly these people with what would stand on their cards."""
        cards = [
            [
                *(one.holder.id, one.holder.name, one.holder.name_latin, one.holder.unit_name),
                *(one.holder.number, one.holder.kind.value, str(one.holder.valid_until)),
                *(one.photo_id, one.newest_id),
            ]
            for one in self.included
        ]
        out = [[one.holder.id, why.value] for one, why in self.left_out if why not in SERVED]
        return hashlib.sha256(json.dumps([cards, out]).encode()).hexdigest()[:8]

    def counted(self) -> dict[LeftOut, int]:
        """Return how many people were left out for each reason, those to be served first."""
        reasons = [reason for _, reason in self.left_out]
        order = sorted(LeftOut, key=lambda reason: reason in SERVED)
        return {reason: reasons.count(reason) for reason in order if reason in reasons}

    def of_unit(self, unit_id: int) -> Judged:
        """Return the part of one unit."""
        return Judged(
            units=tuple(unit for unit in self.units if unit.id == unit_id),
            included=tuple(one for one in self.included if one.holder.unit_id == unit_id),
            left_out=tuple(one for one in self.left_out if one[0].holder.unit_id == unit_id),
        )


def judge(
    units: Sequence[UnitOnFile],
    people: Sequence[Candidate],
    *,
    today: date,
    unprintable: Mapping[int, LeftOut],
) -> Judged:
    """Tell who gets a card.

    Args:
        units: The units the batch is made for.
        people: Everybody in them.
        today: Whose right to a card ended before is left out.
        unprintable: What the printing code objects to, by holder id.
    """
    included, left_out = [], []
    for one in people:
        reason = _standing(one, today) or _photo(one) or unprintable.get(one.holder.id)
        if reason is None:
            included.append(one)
        else:
            left_out.append((one, reason))
    return Judged(units=tuple(units), included=tuple(included), left_out=tuple(left_out))


def _standing(one: Candidate, today: date) -> LeftOut | None:
    if one.card_state in IN_MAKING:
        return LeftOut.IN_MAKING
    if one.card_state is CardState.ACTIVE:
        return LeftOut.LIVE_CARD
    if one.card_state is CardState.LOST:
        return LeftOut.LOST_CARD
    if one.holder.valid_until is not None and one.holder.valid_until < today:
        return LeftOut.EXPIRED
    if one.card_state is CardState.EXPIRED and one.holder.kind is HolderKind.TEMPORARY:
        return LeftOut.TO_RENEW
    # Money moves only in front of its owner: the batch is handed out by somebody of the unit.
    return LeftOut.KEPT_BALANCE if one.balance else None


def _photo(one: Candidate) -> LeftOut | None:
    if one.photo_id is not None:
        return None
    return LeftOut.PHOTO_NOT_APPROVED if one.photo_known else LeftOut.NO_PHOTO


@dataclass(frozen=True, kw_only=True)
class Means:
    """What a printer has for a batch.

    Attributes:
        blanks: At the desk, less what waiting jobs need already.
        ribbon: How many cards the ribbon is good for beyond those that wait for this printer
            already; None when the printer does not tell.
        cards_an_hour: By the printer's own record, or what such printers make.
        measured: Whether it is its own record.
    """

    blanks: int
    ribbon: int | None
    cards_an_hour: int
    measured: bool

    def minutes(self, cards: int) -> int:
        """Return how long so many cards take, in whole minutes."""
        return -(-cards * 60 // self.cards_an_hour)
