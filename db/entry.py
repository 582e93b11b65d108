"""Campus entry on SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from backoffice.domain.cards import CardState
from backoffice.domain.entry import (
    Campus,
    EntryApplication,
    EntryHandOver,
    EntryRight,
    EntryState,
    NewApplication,
)
from backoffice.ports import Conflict
from db import counter_tables
from db import tables as t

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection, Row

_C, _H = counter_tables.entry_applications.c, counter_tables.entry_hand_overs.c
_APPLICATION = select(counter_tables.entry_applications)
_APPLIED = _C.state == EntryState.APPLIED.value


class SqlEntryApplications:
    """Implements ``ports.EntryApplications`` inside one transaction."""

    def __init__(self, connection: Connection, at: datetime | None) -> None:
        self._connection = connection
        self._at = at

    def campuses(self) -> Sequence[Campus]:
        """Return every campus."""
        c = counter_tables.campuses.c
        rows = self._connection.execute(select(c.code, c.name_en, c.name_zh).order_by(c.rank))
        return [Campus(**row._mapping) for row in rows]

    def apply(self, new: NewApplication) -> EntryApplication:
        """Enter an application that waits for an answer."""
        application_id = self._connection.scalar(
            insert(counter_tables.entry_applications)
            .values(
                holder_id=new.holder_id,
                campus=new.campus,
                reason=new.reason,
                from_on=new.from_on,
                until_on=new.until_on,
                state=EntryState.APPLIED.value,
                applied_at=self._at,
            )
            .returning(_C.id)
        )
        assert application_id is not None  # noqa: S101  an insert returns its row
        return self.get(application_id)

    def get(self, application_id: int) -> EntryApplication:
        """Return an application."""
        found = _APPLICATION.where(_C.id == application_id)
        return _application(self._connection.execute(found).one())

    def of_holder(self, holder_id: int) -> Sequence[EntryApplication]:
        """Return every application of a person, newest first."""
        return self._all(_APPLICATION.where(_C.holder_id == holder_id).order_by(_C.id.desc()))

    def waiting(self, *, most: int, after: int = 0) -> Sequence[EntryApplication]:
        """Return what waits for an answer, oldest first, beyond the application ``after``."""
        return self._all(_APPLICATION.where(_APPLIED, _C.id > after).order_by(_C.id).limit(most))

    @property
    def waiting_count(self) -> int:
        """How many applications wait for an answer."""
        counted = (
            select(func.count()).select_from(counter_tables.entry_applications).where(_APPLIED)
        )
        return self._connection.scalar(counted) or 0

    def move(
        self,
        application: EntryApplication,
        to: EntryState,
        *,
        by: int | None = None,
        answer: str = "",
    ) -> None:
        """Change the state, ``Conflict`` if it is no longer the one in ``application``."""
        answered = to in {EntryState.PASSED, EntryState.REFUSED}
        values: dict[str, object] = {"state": to.value}
        if answered:
            values |= {"answered_by": by, "answered_at": self._at, "answer": answer}
        changed = self._connection.execute(
            update(counter_tables.entry_applications)
            .where(_C.id == application.id, _C.state == application.state.value)
            .values(**values)
        )
        if changed.rowcount != 1:
            raise Conflict(str(application.id))

    def expire(self, *, before: date) -> int:
        """Let what ended before a day expire, answered or not; return how many."""
        live = (EntryState.APPLIED.value, EntryState.PASSED.value)
        changed = self._connection.execute(
            update(counter_tables.entry_applications)
            .where(_C.state.in_(live), _C.until_on < before)
            .values(state=EntryState.EXPIRED.value)
        )
        return changed.rowcount

    def rights(self, *, on: date) -> Sequence[EntryRight]:
        """Return which active card may enter where, today or later, by holder number."""
        h, c = t.holders.c, t.cards.c
        rows = self._connection.execute(
            select(
                h.number.label("holder_number"),
                c.number.label("card_number"),
                _C.campus,
                _C.from_on,
                _C.until_on,
            )
            .join(t.holders, h.id == _C.holder_id)
            .join(t.cards, c.holder_id == _C.holder_id)
            .where(
                c.state == CardState.ACTIVE.value,
                _C.state == EntryState.PASSED.value,
                _C.until_on >= on,
            )
            .order_by(h.number, _C.campus, _C.from_on, _C.id)
        )
        return [EntryRight(**row._mapping) for row in rows]

    def add_hand_over(self, *, rights: int, text: str) -> EntryHandOver:
        """Enter a hand-over of rights to the gates, not written yet."""
        number = self._connection.scalar(
            insert(counter_tables.entry_hand_overs)
            .values(at=self._at, rights=rights, text=text)
            .returning(_H.id)
        )
        found = self.hand_over(number or 0)
        assert found is not None  # noqa: S101  entered a line earlier
        return found

    def hand_over(self, number: int) -> EntryHandOver | None:
        """Return a hand-over by its number."""
        row = self._connection.execute(
            select(counter_tables.entry_hand_overs).where(_H.id == number)
        ).one_or_none()
        return _hand_over(row) if row else None

    def hand_overs_unwritten(self) -> Sequence[EntryHandOver]:
        """Return the hand-overs whose files were not completely written, oldest first."""
        found = (
            select(counter_tables.entry_hand_overs).where(_H.written_at.is_(None)).order_by(_H.id)
        )
        return [_hand_over(row) for row in self._connection.execute(found)]

    def mark_written(self, number: int) -> None:
        """Remember that the files of a hand-over were completely written."""
        self._connection.execute(
            update(counter_tables.entry_hand_overs)
            .where(_H.id == number, _H.written_at.is_(None))
            .values(written_at=self._at)
        )

    def _all(self, found: Any) -> list[EntryApplication]:  # noqa: ANN401  a select of the table
        return [_application(row) for row in self._connection.execute(found)]


def _application(row: Row[*tuple[Any, ...]]) -> EntryApplication:
    return EntryApplication(**dict(row._mapping) | {"state": EntryState(row.state)})


def _hand_over(row: Row[*tuple[Any, ...]]) -> EntryHandOver:
    known = dict(row._mapping)
    return EntryHandOver(number=known.pop("id"), **known)
