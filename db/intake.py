"""Takes in many people at once, inside one transaction and in batches of bounded size."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, text, update

from backoffice.domain.certificates import mask
from backoffice.domain.intake import BroughtPhoto, HolderRow, MealRow, Newcomer, Standing
from backoffice.domain.photos import PhotoState
from db import meal_intake
from db import tables as t
from db.bulk import insert_many, next_ids
from db.opening_balances import bring_accounts
from db.search import keys_of_holder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Row

    from db.ledger import SqlLedger
    from db.vault import Vault

_KNOWN = (
    select(
        t.holders.c.id,
        t.holders.c.number,
        t.holders.c.name,
        t.holders.c.name_latin,
        t.holders.c.kind,
        t.holders.c.valid_until,
        t.units.c.code.label("unit_code"),
        t.units.c.name.label("unit_name"),
        t.certificates.c.kind.label("certificate_kind"),
        t.certificates.c.blind,
    )
    .join(t.units, t.units.c.id == t.holders.c.unit_id)
    .outerjoin(t.certificates, t.certificates.c.holder_id == t.holders.c.id)
    .where(t.holders.c.number.in_(bindparam("numbers", expanding=True)))
)
_UPDATE = (
    update(t.holders)
    .where(t.holders.c.id == bindparam("the_id"))
    .values({c: bindparam(c) for c in ("name", "name_latin", "unit_id", "valid_until")})
)
# One key at a time: a list of pairs makes SQLite read the whole table.
_FORGET = delete(t.search_keys).where(
    t.search_keys.c.key == bindparam("the_key"),
    t.search_keys.c.holder_id == bindparam("the_holder"),
)
_HOLDER = ("id", "number", "name", "name_latin", "kind", "unit_id", "valid_until")
_CERTIFICATE = ("holder_id", "kind", "sealed", "blind", "masked", "valid_until")
_PHOTO = ("id", "holder_id", "state", "taken_on", "effective_on", "sha256", "picture")
_BRINGABLE = {PhotoState.APPROVED, PhotoState.SUBMITTED}


class SqlIntake:
    """Implements ``ports.Intake`` inside one transaction."""

    def __init__(
        self, connection: Connection, vault: Vault, ledger: SqlLedger, action_id: str
    ) -> None:
        self._connection = connection
        self._vault = vault
        self._ledger = ledger
        self._action_id = action_id

    @property
    def holders_known(self) -> int:
        """The number of cardholders in the books."""
        return self._connection.scalar(select(func.count()).select_from(t.holders)) or 0

    def take_time(self) -> None:
        """Let this transaction wait for a slow file; a server would otherwise end it."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(
                text("SET LOCAL idle_in_transaction_session_timeout = '10min'")
            )

    def mark_example(self) -> None:
        """Say for ever that these books hold invented people."""
        self._connection.execute(update(t.books).values(example=True))

    def standings(self, rows: Sequence[HolderRow]) -> list[Standing]:
        """Compare rows with the books without writing."""
        known = self._known(rows)
        return [self._standing(row, known.get(row.number)) for row in rows]

    def enter(self, rows: Sequence[HolderRow]) -> list[Standing]:
        """Enter new holders and update name, unit and last day of known ones.

        A known holder's kind and certificate are never changed here: they decide who may be given
        what at a desk.
        """
        known = self._known(rows)
        standings = [self._standing(row, known.get(row.number)) for row in rows]
        units = self._units(rows)
        by_standing = list(zip(rows, standings, strict=True))
        self._add([row for row, standing in by_standing if standing is Standing.NEW], units)
        changed = [
            (known[r.number], r) for r, standing in by_standing if standing is Standing.CHANGED
        ]
        self._change(changed, units)
        return standings

    def bring(self, people: Sequence[Newcomer]) -> None:
        """Enter new holders with their photos, cards, balances and meal accounts."""
        known = [replace(p, row=replace(p.row, name_latin=_spoken(p.row))) for p in people]
        rows = [person.row for person in known]
        holder_ids = self._add(rows, self._units(rows))
        photos = self._add_photos(known, holder_ids)
        bring_accounts(
            self._connection, self._ledger, known, holder_ids, photos, action_id=self._action_id
        )

    def meal_standings(self, rows: Sequence[MealRow]) -> list[Standing]:
        """Compare old meal cards with the books without writing."""
        return meal_intake.standings(self._connection, rows)

    def enter_meals(self, rows: Sequence[MealRow]) -> list[Standing]:
        """Open the accounts of old meal cards that are new; known ones are never changed."""
        return meal_intake.enter(self._connection, self._ledger, rows, action_id=self._action_id)

    def _known(self, rows: Sequence[HolderRow]) -> dict[str, Row[*tuple[Any, ...]]]:
        numbers = [row.number for row in rows]
        return {row.number: row for row in self._connection.execute(_KNOWN, {"numbers": numbers})}

    def _standing(self, row: HolderRow, known: Row[*tuple[Any, ...]] | None) -> Standing:
        if known is None:
            return Standing.NEW
        if known.kind != row.kind.value:
            return Standing.OTHER_KIND
        if known.blind not in {None, self._blind(row)}:
            return Standing.OTHER_CERTIFICATE
        same_unit = known.unit_code == row.unit_code if row.unit_code else (
            known.unit_name == row.unit_name
        )  # fmt: skip
        same = (
            known.blind is not None
            and same_unit
            and (known.name, known.valid_until) == (row.name, row.valid_until)
            and row.name_latin in {"", known.name_latin}
        )
        return Standing.UNCHANGED if same else Standing.CHANGED

    def _blind(self, row: HolderRow) -> str:
        return self._vault.blind(row.certificate_kind, row.certificate_number)

    def _units(self, rows: Iterable[HolderRow]) -> dict[tuple[str, str], int]:
        """Return the unit of each row by what the row calls it; enter what is new."""
        asked = sorted({(row.unit_code, row.unit_name) for row in rows}, reverse=True)
        found = {unit: self._unit(*unit) for unit in asked if unit[0]}
        # A unit that is only named may be one that came with its code just now.
        return found | {unit: self._unit(*unit) for unit in asked if not unit[0]}

    def _unit(self, code: str, name: str) -> int:
        c = t.units.c
        known = select(c.id).where(c.code == code if code else c.name == name).order_by(c.id)
        new = insert(t.units).values(code=code or name[:40], name=name or code).returning(c.id)
        unit_id: int = self._connection.scalars(known).first() or (
            self._connection.scalars(new).one()
        )
        return unit_id

    def _add(self, rows: Sequence[HolderRow], units: dict[tuple[str, str], int]) -> list[int]:
        holder_ids = next_ids(self._connection, t.holders, len(rows))
        holders, certificates, keys = [], [], []
        for holder_id, row in zip(holder_ids, rows, strict=True):
            spoken = _spoken(row)
            unit_id = units[row.unit_code, row.unit_name]
            kind = row.kind.value
            holders.append(
                (holder_id, row.number, row.name, spoken, kind, unit_id, row.valid_until)
            )
            certificates.append(self._certificate(holder_id, row))
            keys += [(key, holder_id) for key in keys_of_holder(row.number, row.name, spoken)]
        keys.sort()  # neighbours in the index are written together
        insert_many(self._connection, t.holders, _HOLDER, holders)
        insert_many(self._connection, t.certificates, _CERTIFICATE, certificates)
        insert_many(self._connection, t.search_keys, ("key", "holder_id"), keys)
        return holder_ids

    def _certificate(self, holder_id: int, row: HolderRow) -> tuple[object, ...]:
        kind, number = row.certificate_kind, row.certificate_number
        sealed = self._vault.seal(holder_id, kind, number)
        until = row.certificate_valid_until
        return holder_id, kind.value, sealed, self._blind(row), mask(number), until

    def _add_photos(
        self, people: Sequence[Newcomer], holder_ids: Sequence[int]
    ) -> dict[int, list[int]]:
        """Return the ids of each holder's photos, in the order they were given."""
        ids = iter(next_ids(self._connection, t.photos, sum(len(p.photos) for p in people)))
        rows, of_holder = [], {}
        for holder_id, person in zip(holder_ids, people, strict=True):
            of_holder[holder_id] = [next(ids) for _ in person.photos]
            rows += [
                (photo_id, holder_id, *_photo(photo))
                for photo_id, photo in zip(of_holder[holder_id], person.photos, strict=True)
            ]
        insert_many(self._connection, t.photos, _PHOTO, rows)
        return of_holder

    def _change(
        self,
        changed: Sequence[tuple[Row[*tuple[Any, ...]], HolderRow]],
        units: dict[tuple[str, str], int],
    ) -> None:
        if not changed:
            return
        updates: list[dict[str, object]] = []
        gone: list[dict[str, object]] = []
        fresh, certificates = [], []
        for known, row in changed:
            spoken = _spoken(row) if row.name_latin or row.name != known.name else known.name_latin
            updates.append(
                {
                    "the_id": known.id,
                    "name": row.name,
                    "name_latin": spoken,
                    "unit_id": units[row.unit_code, row.unit_name],
                    "valid_until": row.valid_until,
                }
            )
            old = keys_of_holder(known.number, known.name, known.name_latin)
            new = keys_of_holder(row.number, row.name, spoken)
            gone += [{"the_key": key, "the_holder": known.id} for key in sorted(old - new)]
            fresh += [(key, known.id) for key in new - old]
            if known.blind is None:
                certificates.append(self._certificate(known.id, row))
        self._connection.execute(_UPDATE, updates)
        if gone:
            self._connection.execute(_FORGET, gone)
        insert_many(self._connection, t.search_keys, ("key", "holder_id"), sorted(fresh))
        insert_many(self._connection, t.certificates, _CERTIFICATE, certificates)


def _photo(photo: BroughtPhoto) -> tuple[object, ...]:
    if photo.state not in _BRINGABLE:
        msg = f"a photo that is {photo.state.value} can't be brought in"
        raise ValueError(msg)
    since = photo.effective_on or photo.taken_on
    effective_on = since if photo.state is PhotoState.APPROVED else None
    digest = hashlib.sha256(photo.picture).hexdigest()
    return photo.state.value, photo.taken_on, effective_on, digest, photo.picture


def _spoken(row: HolderRow) -> str:
    from db.pinyin import latin  # noqa: PLC0415  only needed to write

    return row.name_latin or latin(row.name)
