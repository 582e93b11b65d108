"""Card designs on SQL; version 0 of each is a file of the program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from backoffice.domain.card_designs import DesignUse, DesignVersion, named, reference
from backoffice.domain.holders import HolderKind
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from db import tables as t
from db.design_tables import card_design_uses, card_designs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection

FOLDER = Path(__file__).parent.parent / "assets" / "designs"
_C, _U = card_designs.c, card_design_uses.c


class SqlCardDesigns:
    """Implements ``ports.CardDesigns`` inside one transaction."""

    def __init__(self, connection: Connection, at: datetime | None) -> None:
        self._connection = connection
        self._at = at

    def text(self, design: str) -> str:
        """Return the TOML of ``name`` (shipped) or ``name@version``."""
        name, version = named(design)
        if design in self.shipped:
            return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
        text: str | None = self._connection.scalar(
            select(_C.toml).where(_C.name == name, _C.version == version)
        )
        if text is None:
            raise Refusal(
                "design-unknown",
                sentence("There is no card design “{name}”.", name=design),
                advice=sentence("Choose another one."),
            )
        return text

    @property
    def shipped(self) -> Sequence[str]:
        """The names of the designs that ship with the program."""
        return sorted(path.stem for path in FOLDER.glob("*.toml"))

    def versions(self) -> Sequence[DesignVersion]:
        """Return every version that was saved, newest first."""
        made_by = func.coalesce(t.clerks.c.name, "").label("made_by")
        rows = self._connection.execute(
            select(_C.name, _C.version, _C.toml, _C.words, made_by, _C.made_at)
            .join_from(card_designs, t.clerks, isouter=True)
            .order_by(_C.id.desc())
        )
        return [DesignVersion(**dict(row._mapping)) for row in rows]

    def newest(self, name: str) -> int:
        """Return the number of the newest version of a design; 0 where none was saved."""
        return self._connection.scalar(select(func.max(_C.version)).where(_C.name == name)) or 0

    def save(self, name: str, *, toml: str, words: str, by: int | None) -> DesignVersion:
        """Add the next version of a design; ``Conflict`` if another desk was first."""
        version = self.newest(name) + 1
        values = {"name": name, "version": version, "toml": toml, "words": words}
        self._connection.execute(
            insert(card_designs).values(**values, made_by=by, made_at=self._at)
        )
        return next(one for one in self.versions() if (one.name, one.version) == (name, version))

    def in_force(self, kind: HolderKind, on: date) -> str:
        """Return the design that cards of a kind are made with on a day."""
        found = self._connection.execute(
            select(_C.name, _C.version)
            .join_from(card_design_uses, card_designs, isouter=True)
            .where(_U.kind == kind.value, _U.valid_from <= on)
            .order_by(_U.valid_from.desc(), _U.id.desc())
            .limit(1)
        ).one_or_none()
        return reference(found.name, found.version) if found and found.name else kind.value

    def uses(self) -> Sequence[DesignUse]:
        """Return from which day on which design is in force, newest first."""
        rows = self._connection.execute(
            select(_U.kind, _U.valid_from, _C.name, _C.version)
            .join_from(card_design_uses, card_designs, isouter=True)
            .order_by(_U.valid_from.desc(), _U.id.desc())
        )
        return [
            DesignUse(
                kind=HolderKind(row.kind),
                design=reference(row.name, row.version) if row.name else row.kind,
                valid_from=row.valid_from,
            )
            for row in rows
        ]

    def use(self, kind: HolderKind, design: str, *, valid_from: date, by: int | None) -> None:
        """Put a design in force from a day on; what was decided later for that day holds."""
        name, version = named(design)
        design_id = self._connection.scalar(
            select(_C.id).where(_C.name == name, _C.version == version)
        )
        self._connection.execute(
            insert(card_design_uses).values(
                kind=kind.value,
                design_id=design_id,
                valid_from=valid_from,
                decided_by=by,
                decided_at=self._at,
            )
        )
