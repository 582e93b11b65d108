"""Boxes, moves and counts of blanks, and cards that wait for destruction, on SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from backoffice.domain.blanks import (
    BlankCount,
    BlankMove,
    Box,
    Destruction,
    DeviceCount,
    WasteCard,
)
from backoffice.domain.cards import CardState
from backoffice.ports import Conflict
from db import blank_tables as b
from db import tables as t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from backoffice.domain.cards import Card

_BOX = select(*(b.boxes.c[name] for name in Box.__dataclass_fields__))
_MOVE = select(b.moves)
_DESTRUCTION = select(b.destructions)
_WASTE = select(
    b.waste.c.card_id,
    t.cards.c.number,
    t.cards.c.state,
    b.waste.c.desk_id,
    b.waste.c.since,
    b.waste.c.destruction_id,
).join(t.cards, t.cards.c.id == b.waste.c.card_id)
_WAITS = b.waste.c.destruction_id.is_(None)


class SqlBlanks:
    """Implements ``ports.Blanks`` inside one transaction."""

    def __init__(self, connection: Connection, action_id: str, at: datetime | None) -> None:
        self._connection = connection
        self._action_id = action_id
        self._at = at

    def box(self, number: str) -> Box | None:
        """Return the box with this number (``domain.blanks.box_number``)."""
        row = self._connection.execute(_BOX.where(b.boxes.c.number == number)).one_or_none()
        return Box(**row._mapping) if row else None

    def boxes(self, *, most: int) -> Sequence[Box]:
        """Return what came in, newest first."""
        rows = self._connection.execute(_BOX.order_by(b.boxes.c.id.desc()).limit(most))
        return [Box(**row._mapping) for row in rows]

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
        if self.box(number) is not None:
            raise Conflict(number)
        self._connection.execute(
            insert(b.boxes).values(
                number=number,
                labelled=labelled,
                counted=counted,
                supplier=supplier,
                words=words,
                desk_id=desk_id,
                clerk_id=clerk_id,
                at=self._at,
                action_id=self._action_id,
            )
        )
        found = self.box(number)
        assert found is not None  # noqa: S101  entered a line earlier
        return found

    def send(self, *, from_id: int, to_id: int, count: int, by: int | None) -> BlankMove:
        """Enter blanks that leave a desk for another one."""
        values = {"from_id": from_id, "to_id": to_id, "sent": count, "sent_by": by}
        move_id = self._connection.scalar(
            insert(b.moves).values(sent_at=self._at, **values).returning(b.moves.c.id)
        )
        return self.move(move_id or 0)

    def move(self, move_id: int) -> BlankMove:
        """Return a move."""
        row = self._connection.execute(_MOVE.where(b.moves.c.id == move_id)).one()
        return BlankMove(**row._mapping)

    def on_the_way(self) -> Sequence[BlankMove]:
        """Return what nobody counted yet at its end, oldest first."""
        under_way = _MOVE.where(b.moves.c.received_at.is_(None)).order_by(b.moves.c.id)
        return [BlankMove(**row._mapping) for row in self._connection.execute(under_way)]

    def receive(
        self, move: BlankMove, *, at_id: int, count: int, by: int | None, words: str
    ) -> BlankMove:
        """Say what arrived; ``Conflict`` if somebody else said so already."""
        changed = self._connection.execute(
            update(b.moves)
            .where(b.moves.c.id == move.id, b.moves.c.received_at.is_(None))
            .values(at_id=at_id, received=count, received_at=self._at, received_by=by, words=words)
        )
        if changed.rowcount != 1:
            raise Conflict(str(move.id))
        return self.move(move.id)

    def enter_count(self, shift_id: int, count: BlankCount) -> None:
        """Keep what was counted when a shift was closed."""
        values = {name: getattr(count, name) for name in BlankCount.__dataclass_fields__}
        self._connection.execute(insert(b.counts).values(shift_id=shift_id, **values))

    def count_of(self, shift_id: int) -> BlankCount | None:
        """Return what was counted when a shift was closed; None before, and of old shifts."""
        c = b.counts.c
        row = self._connection.execute(
            select(*(c[name] for name in BlankCount.__dataclass_fields__)).where(
                c.shift_id == shift_id
            )
        ).one_or_none()
        return BlankCount(**row._mapping) if row else None

    def devices_opened(self, shift_id: int, counters: Mapping[str, int]) -> None:
        """Keep what printers said of themselves when a shift was opened, by their name."""
        for printer, counter in counters.items():
            values = {"printer": printer, "opened": counter}
            self._connection.execute(insert(b.device_counts).values(shift_id=shift_id, **values))

    def devices_closed(self, shift_id: int, counters: Mapping[str, int]) -> None:
        """Keep what printers said of themselves when a shift was closed, by their name."""
        c = b.device_counts.c
        for printer, counter in counters.items():
            changed = self._connection.execute(
                update(b.device_counts)
                .where(c.shift_id == shift_id, c.printer == printer)
                .values(closed=counter)
            )
            if not changed.rowcount:
                values = {"printer": printer, "closed": counter}
                self._connection.execute(
                    insert(b.device_counts).values(shift_id=shift_id, **values)
                )

    def devices_of(self, shift_id: int) -> Sequence[DeviceCount]:
        """Return what printers said of themselves at both ends of a shift, by name."""
        c = b.device_counts.c
        rows = self._connection.execute(
            select(c.printer, c.opened, c.closed).where(c.shift_id == shift_id).order_by(c.printer)
        )
        return [DeviceCount(**row._mapping) for row in rows]


class SqlWaste:
    """Implements ``ports.Waste`` inside one transaction."""

    def __init__(self, connection: Connection, at: datetime | None) -> None:
        self._connection = connection
        self._at = at

    def keep(self, card_id: int, *, desk_id: int) -> None:
        """Put a card with those that wait; one that waits already only changes its desk."""
        c = b.waste.c
        moved = self._connection.execute(
            update(b.waste).where(c.card_id == card_id).values(desk_id=desk_id)
        )
        if not moved.rowcount:
            values = {"card_id": card_id, "desk_id": desk_id, "since": self._at}
            self._connection.execute(insert(b.waste).values(values))

    def take_out(self, card_id: int) -> None:
        """Take a card out again that is given back to its holder; nothing if it never waited."""
        self._connection.execute(b.waste.delete().where(b.waste.c.card_id == card_id, _WAITS))

    def find(self, card_id: int) -> WasteCard | None:
        """Return a card that waits or was destroyed."""
        row = self._connection.execute(_WASTE.where(b.waste.c.card_id == card_id)).one_or_none()
        return _waste(row) if row else None

    def waiting(self, *, desk_id: int | None = None) -> Sequence[WasteCard]:
        """Return what waits at a desk or anywhere, oldest first."""
        where = [_WAITS] if desk_id is None else [_WAITS, b.waste.c.desk_id == desk_id]
        found = _WASTE.where(*where).order_by(b.waste.c.since, b.waste.c.card_id)
        return [_waste(row) for row in self._connection.execute(found)]

    def waiting_counts(self) -> Mapping[int, int]:
        """Return how many cards wait, by desk."""
        c = b.waste.c
        rows = self._connection.execute(
            select(c.desk_id, func.count().label("cards")).where(_WAITS).group_by(c.desk_id)
        )
        return {row.desk_id: row.cards for row in rows}

    def destroy(
        self, cards: Sequence[Card], *, desk_id: int, clerk_id: int, second_id: int, digest: str
    ) -> Destruction:
        """Enter a destruction with the next number and end these cards in it."""
        last = self._connection.scalar(select(func.max(b.destructions.c.number)))
        destruction_id = self._connection.scalar(
            insert(b.destructions)
            .values(
                number=(last or 0) + 1,
                desk_id=desk_id,
                clerk_id=clerk_id,
                second_id=second_id,
                at=self._at,
                cards=len(cards),
                digest=digest,
            )
            .returning(b.destructions.c.id)
        )
        for card in cards:
            ended = self._connection.execute(
                update(b.waste)
                .where(b.waste.c.card_id == card.id, _WAITS)
                .values(destruction_id=destruction_id)
            )
            if ended.rowcount != 1:
                raise Conflict(card.number)
        return self.destruction(destruction_id or 0)

    def destruction(self, destruction_id: int) -> Destruction:
        """Return a destruction."""
        found = _DESTRUCTION.where(b.destructions.c.id == destruction_id)
        return Destruction(**self._connection.execute(found).one()._mapping)

    def destructions(self, *, most: int) -> Sequence[Destruction]:
        """Return destructions, newest first."""
        found = _DESTRUCTION.order_by(b.destructions.c.id.desc()).limit(most)
        return [Destruction(**row._mapping) for row in self._connection.execute(found)]

    def destroyed_in(self, destruction_id: int) -> Sequence[WasteCard]:
        """Return the cards of a destruction by their numbers."""
        found = _WASTE.where(b.waste.c.destruction_id == destruction_id)
        return [_waste(r) for r in self._connection.execute(found.order_by(t.cards.c.number))]


def _waste(row: Row[*tuple[Any, ...]]) -> WasteCard:
    return WasteCard(**dict(row._mapping) | {"state": CardState(row.state)})
