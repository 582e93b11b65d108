"""The list of those who get no card with a batch, for the unit and for the desk (B2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.domain.batches import LEFT_OUT_NAMES, SERVED
from backoffice.domain.documents import LeftOutLine, LeftOutList
from backoffice.domain.sentences import sentence
from backoffice.procedures.paper import place_of
from backoffice.words import bilingual

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.domain.batch_preflight import Judged
    from backoffice.domain.batches import LeftOut
    from backoffice.domain.places import Desk
    from backoffice.domain.roles import Actor
    from backoffice.ports import Books


def before(judged: Judged, *, desk: Desk, actor: Actor, at: datetime) -> LeftOutList:
    """Return the list before a batch is made; whoever has a card is not on it."""
    return LeftOutList(
        place=place_of(desk),
        clerk=actor.name,
        at=at,
        batch=judged.fingerprint,
        included=len(judged.included),
        lines=tuple(
            _line(one.holder.unit_name, one.holder.name, one.holder.number, reason)
            for one, reason in judged.left_out
            if reason not in SERVED
        ),
    )


def of_batch(books: Books, batch_id: int, *, actor: Actor, at: datetime) -> LeftOutList:
    """Return the list as it was when the batch was made."""
    found = books.batches.sum_of(batch_id)
    return LeftOutList(
        place=place_of(books.places.desk(found.batch.desk_id)),
        clerk=actor.name,
        at=at,
        batch=found.batch.number,
        included=found.rows,
        lines=tuple(
            _line(found.batch.unit.name, one.holder_name, one.holder_number, one.reason)
            for one in books.batches.left_out(batch_id)
        ),
    )


def _line(unit: str, name: str, number: str, reason: LeftOut) -> LeftOutLine:
    words = bilingual(sentence(LEFT_OUT_NAMES[reason]))
    return LeftOutLine(unit=unit, holder=name, number=number, reason=words)
