"""Actions and the audit chain on SQL."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from sqlalchemy import insert, or_, select, union_all, update

from backoffice.domain.timeline import Happening, StoredAction
from db import tables as t

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from backoffice.domain.audit import AuditRow
    from db.vault import Vault

_ENTRIES = select(
    t.entries.c.unit,
    t.entries.c.debit_id,
    t.entries.c.credit_id,
    t.entries.c.amount,
    t.entries.c.debit_after,
    t.entries.c.credit_after,
    t.entries.c.memo,
).order_by(t.entries.c.id)


def digest_effects(outcome: str, entries: Iterable[Sequence[object]]) -> str:
    """Return the SHA-256 of an outcome and the entries posted with it.

    It is taken over the JSON ``[outcome,[[…],[…]]]`` piece by piece: an import posts a million.
    """
    digest = hashlib.sha256(f"[{json.dumps(outcome)},[".encode())
    for number, entry in enumerate(entries):
        comma = "," if number else ""
        digest.update(f"{comma}{json.dumps(list(entry), separators=(',', ':'))}".encode())
    digest.update(b"]]")
    return digest.hexdigest()


class SqlJournal:
    """Implements ``ports.Journal`` inside one transaction."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def find(self, action_id: str) -> StoredAction | None:
        """Return what became of an action."""
        row = self._connection.execute(
            select(t.actions).where(t.actions.c.id == action_id)
        ).one_or_none()
        return StoredAction(**row._mapping) if row else None

    def digest(self, request: bytes) -> str:
        """Return a keyed digest: a request may hold what must not be guessed from its hash."""
        return self._vault.digest(request)

    def head(self) -> tuple[int, str]:
        """Return number and seal of the newest audit row."""
        row = self._connection.execute(select(t.audit_head.c.seq, t.audit_head.c.seal)).one()
        return row.seq, row.seal

    def last_outside(self, begins: datetime, ends: datetime) -> datetime | None:
        """Return when the last action happened, those within a time left out; by their order."""
        c = t.actions.c
        outside = or_(c.at < begins, c.at >= ends)
        return self._connection.scalar(select(c.at).where(outside).order_by(c.seq.desc()).limit(1))

    def effects(self, action_id: str, outcome: str) -> str:
        """Return the digest of an outcome and of the entries posted by the action."""
        posted = self._connection.execute(
            _ENTRIES.where(t.entries.c.action_id == action_id),
            execution_options={"yield_per": 1000},
        )
        return digest_effects(outcome, posted)

    def record(self, action: StoredAction, *, holder_ids: Collection[int] = ()) -> None:
        """Enter a finished action, with the people it was about if they were several."""
        self._connection.execute(
            insert(t.actions).values({c.name: getattr(action, c.name) for c in t.actions.c})
        )
        if holder_ids:
            named = [{"action_id": action.id, "holder_id": one} for one in sorted({*holder_ids})]
            self._connection.execute(insert(t.action_holders), named)

    def append(self, row: AuditRow) -> None:
        """Add the row to the chain and anchor it on the action's print jobs."""
        seal = row.seal
        values = {c.name: getattr(row, c.name) for c in t.audit.c}
        self._connection.execute(insert(t.audit).values(values))
        self._connection.execute(update(t.audit_head).values(seq=row.seq, seal=seal))
        self._connection.execute(
            update(t.print_jobs)
            .where(t.print_jobs.c.action_id == row.action_id)
            .values(anchor_seq=row.seq, anchor=seal)
        )

    def of_holder(self, holder_id: int, *, most: int = 20) -> Sequence[Happening]:
        """Return what happened to a person, newest first."""
        c, among = t.actions.c, t.action_holders.c
        about = union_all(
            select(c.id).where(c.holder_id == holder_id),
            select(among.action_id).where(among.holder_id == holder_id),
        )
        rows = self._connection.execute(
            select(
                c.id.label("action_id"),
                c.code,
                c.at,
                t.desks.c.code.label("desk"),
                t.clerks.c.name.label("clerk"),
                c.outcome,
            )
            .outerjoin(t.desks, t.desks.c.id == c.desk_id)
            .outerjoin(t.clerks, t.clerks.c.id == c.clerk_id)
            .where(c.id.in_(about))
            .order_by(c.seq.desc())
            .limit(most)
        )
        return [
            Happening(**dict(row._mapping) | {"desk": row.desk or "", "clerk": row.clerk or ""})
            for row in rows
        ]
