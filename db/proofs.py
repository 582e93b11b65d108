"""Invariants that must be computed: seals, digests, numbers and keys, walked through in batches.

Each function yields a line for every row that is wrong, without anybody's data in it.
"""

from __future__ import annotations

import hashlib
import itertools
from contextlib import closing
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text

from backoffice.domain import manifests
from backoffice.domain.audit import GENESIS, AuditRow
from backoffice.domain.certificates import CertificateKind, mask
from backoffice.domain.refusal import Fault
from db import search
from db import tables as t
from db.folding import folded
from db.journal import digest_effects

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from sqlalchemy import Connection, Row, Select

    from db.vault import Vault

_BATCH = 400
_PICTURES = 20
_AUDIT_FIELDS = tuple(AuditRow.__dataclass_fields__)


def chain(connection: Connection, _key: Vault) -> Iterator[str]:
    """Recompute every seal of the audit chain and compare the last one with the head."""
    last, seal = 0, GENESIS
    for row in _stream(connection, select(t.audit).order_by(t.audit.c.seq)):
        found = AuditRow(**{name: getattr(row, name) for name in _AUDIT_FIELDS})
        if row.seq != last + 1 or row.previous != seal or found.seal != row.seal:
            yield f"seq {row.seq}"
        last, seal = row.seq, row.seal
    for head in connection.execute(select(t.audit_head.c.seq, t.audit_head.c.seal)):
        if (head.seq, head.seal) != (last, seal):
            yield f"head {head.seq}, last {last}"


def effects(connection: Connection, _key: Vault) -> Iterator[str]:
    """Recompute the digest of each action's outcome and entries, and compare its moment."""
    c = t.actions.c
    done = (
        select(c.id, c.at, c.outcome, t.audit.c.effects, t.audit.c.at.label("audited_at"))
        .join(t.audit, (t.audit.c.seq == c.seq) & (t.audit.c.action_id == c.id))
        .order_by(c.seq)
    )
    # Written one action after the other, entries come in the order of the chain.
    with closing(_stream(connection, select(t.entries).order_by(t.entries.c.id))) as entries:
        posted = itertools.groupby(entries, lambda entry: entry.action_id)
        group = next(posted, None)
        for row in _stream(connection, done):
            own = group is not None and group[0] == row.id
            digest = digest_effects(row.outcome, map(_posted, group[1] if group and own else ()))
            at = row.at.isoformat(timespec="microseconds")
            if digest != row.effects or at != row.audited_at:
                yield f"action {row.id}"
            if own:
                group = next(posted, None)
        if group is not None:
            yield f"entries of action {group[0]}"


def certificates(connection: Connection, key: Vault) -> Iterator[str]:
    """Open every sealed certificate number; blind index and masked form must follow from it."""
    c = t.certificates.c
    for row in _stream(connection, select(c.id, c.holder_id, c.kind, c.sealed, c.blind, c.masked)):
        kind = CertificateKind[row.kind.upper()]
        try:
            number = key.unseal(row.holder_id, kind, row.sealed)
        except Fault:
            number = ""
        if key.blind(kind, number) != row.blind or mask(number) != row.masked:
            yield f"certificate {row.id}"


def search_keys(connection: Connection, _key: Vault) -> Iterator[str]:
    """Find everybody's number and name among the keys of lookup, in one pass over the index."""
    holder, key = t.holders.c, t.search_keys.c
    last = connection.scalar(select(func.max(holder.id))) or 0
    by_number, by_name = bytearray(last + 1), bytearray(last + 1)
    keys = (
        select(
            func.substr(key.key, 1, 1).label("kind"),
            holder.id,
            func.substr(key.key, 2).label("said"),
            holder.number,
            holder.name,
        )
        .join(t.search_keys, key.holder_id == holder.id)
        .where(key.key >= search.NUMBER, key.key < search.SHORT)
    )
    fold = lru_cache(_BATCH)(folded)  # the index brings those of one sound together
    for row in _stream(connection, keys):
        if row.kind == search.NUMBER and row.said in {row.number, fold(row.number)}:
            by_number[row.id] = 1
        elif row.kind == search.WHOLE and row.said in {row.name, fold(row.name)}:
            by_name[row.id] = 1
    for row in _stream(connection, select(holder.id)):
        if not (by_number[row.id] and by_name[row.id]):
            yield f"holder {row.id}"


def receipt_numbers(connection: Connection, _key: Vault) -> Iterator[str]:
    """Count receipts and slips of each desk from 1 on: none is missing, none was given twice.

    The number names the desk that gave it; the paper may come out at another one.
    """
    d, j = t.desks.c, t.print_jobs.c
    given: dict[str, int] = dict.fromkeys(connection.scalars(select(d.code)), 0)
    papers = select(j.id, j.number).where(j.kind != "card").order_by(j.id)
    for row in _stream(connection, papers):
        code = row.number.rpartition("-")[0]
        given[code] = given.get(code, 0) + 1
        if row.number != f"{code}-{given[code]:06d}":
            yield f"job {row.id}"
    for desk in connection.execute(select(d.id, d.code, d.receipts)):
        if desk.receipts != given.pop(desk.code):
            yield f"desk {desk.id}, counter {desk.receipts}"
    for code in given:
        yield f"papers of a desk that is none: {code}"


def pictures(connection: Connection, _key: Vault) -> Iterator[str]:
    """Hash every picture that was not removed; few are in memory at once."""
    c = t.photos.c
    kept = select(c.id, c.sha256, c.picture).where(c.removed_on.is_(None)).order_by(c.id)
    for row in _stream(connection, kept, batch=_PICTURES):
        if hashlib.sha256(row.picture).hexdigest() != row.sha256:
            yield f"photo {row.id}"


def hand_overs(connection: Connection, _key: Vault) -> Iterator[str]:
    """Count the photos of each hand-over, and compare them with the lines of its manifest."""
    c, h = t.photos.c, t.photo_hand_overs.c
    given = select(c.hand_over_id, c.sha256).where(c.hand_over_id.is_not(None))
    with closing(_stream(connection, given.order_by(c.hand_over_id))) as photos:
        of_each = itertools.groupby(photos, lambda photo: photo.hand_over_id)
        group = next(of_each, None)
        for row in _stream(connection, select(t.photo_hand_overs).order_by(h.id), batch=1):
            own = group is not None and group[0] == row.id
            found = sorted(photo.sha256 for photo in (group[1] if group and own else ()))
            listed = sorted(line.sha256 for line in manifests.read(row.manifest))
            if found != listed or len(found) != row.photos:
                yield f"hand-over {row.id}, photos {len(found)}, counted {row.photos}"
            if own:
                group = next(of_each, None)


def days_of_hand_overs(connection: Connection, _key: Vault) -> Iterator[str]:
    """Look whether a photo was handed over before gates were to use it (P4)."""
    c, h = t.photos.c, t.photo_hand_overs.c
    given = (
        select(c.id, c.effective_on, h.at)
        .join(t.photo_hand_overs, h.id == c.hand_over_id)
        .order_by(c.id)
    )
    for row in _stream(connection, given):
        # The moment is in UTC: at the counter it may be the next day already.
        latest = row.at.date() + timedelta(days=1)
        if row.effective_on is None or row.effective_on > latest:
            yield f"photo {row.id}"


def foreign_keys(connection: Connection, _key: Vault) -> Iterator[str]:
    """Follow every reference; PostgreSQL can't be made to forget them, a SQLite connection can."""
    if connection.dialect.name != "sqlite":
        return
    for table in t.metadata.sorted_tables:
        if table is not t.search_keys:  # thirty keys a person; the lookups above prove them
            for row in connection.execute(text(f"PRAGMA foreign_key_check({table.name})")):
                yield f"{row[0]} row {row[1]} refers to {row[2]}"


def _posted(entry: Row[Any]) -> Sequence[object]:
    return (
        entry.unit,
        entry.debit_id,
        entry.credit_id,
        entry.amount,
        entry.debit_after,
        entry.credit_after,
        entry.memo,
    )


def _stream(
    connection: Connection, statement: Select[Any], *, batch: int = _BATCH
) -> Generator[Row[Any]]:
    with connection.execute(statement, execution_options={"yield_per": batch}) as rows:
        yield from rows
