"""What goes to a unit with its cards: the signature sheet and the packing list (B3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.batches import CardPlace
from backoffice.domain.documents import PackedBatch, PackingList, UnitSheet, UnitSheetRow
from backoffice.procedures.paper import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backoffice.domain.batches import BatchRow
    from backoffice.ports import Books

EVERY_ROW = 100_000


def at_unit(books: Books, batch_id: int) -> Sequence[BatchRow]:
    """Return the cards of a batch that are at the unit, by row."""
    rows = books.batches.rows(batch_id, most=EVERY_ROW)
    return [row for row in rows if row.card.place is CardPlace.UNIT]


def unit_sheet(books: Books, batch_id: int, *, clerk: str, at: datetime) -> UnitSheet:
    """Return what the holders sign for the cards that are at the unit."""
    batch = books.batches.get(batch_id)
    return UnitSheet(
        place=place_of(books.places.desk(batch.desk_id)),
        clerk=clerk,
        at=at,
        batch=batch.number,
        unit=batch.unit.name,
        contact=batch.unit.reached,
        rows=tuple(
            UnitSheetRow(
                row=row.card.row,
                name=row.holder_name,
                holder_number=row.holder_number,
                card_number=row.card_number,
            )
            for row in at_unit(books, batch_id)
        ),
    )


def packers(books: Books, rows: Sequence[BatchRow]) -> Sequence[str]:
    """Return who packed these cards, by name."""
    known = {row.card.packed_by_id for row in rows}
    return sorted(books.clerks.get(one).name for one in known if one is not None)


def packing_list(
    books: Books, batch_id: int, *, carrier: str, clerk: str, at: datetime
) -> PackingList:
    """Return what left the Card Center last: the cards of a batch that were handed over together.

    Whoever takes along the rest of a batch signs for that, not for what somebody took before.
    """
    batch = books.batches.get(batch_id)
    there = at_unit(books, batch_id)
    last = max((row.card.handed_over_at for row in there if row.card.handed_over_at), default=None)
    packed = [row for row in there if row.card.handed_over_at == last]
    numbers = sorted(row.card_number for row in packed)
    return PackingList(
        place=place_of(books.places.desk(batch.desk_id)),
        clerk=clerk,
        packed_by=", ".join(packers(books, packed)) or clerk,
        at=at,
        carrier=carrier,
        batches=(
            PackedBatch(
                batch=batch.number,
                unit=batch.unit.name,
                contact=batch.unit.reached,
                cards=len(numbers),
                first_card=numbers[0] if numbers else "—",
                last_card=numbers[-1] if numbers else "—",
            ),
        ),
    )
