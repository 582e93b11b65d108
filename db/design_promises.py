"""What must always be true of card designs: queries for ``db.invariants``, and one walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from backoffice.domain import design_files
from backoffice.domain.card_designs import reference
from backoffice.domain.refusal import Refusal
from db import tables as t
from db.design_tables import card_designs
from db.designs import SqlCardDesigns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from db.vault import Vault

QUERIES = {
    "design-versions-run-on": """
        SELECT name AS design, count(*) AS versions, max(version) AS newest FROM card_designs
        GROUP BY name HAVING count(*) <> max(version) OR min(version) <> 1
        """,
}


def designs_of_cards(connection: Connection, _key: Vault) -> Iterator[str]:
    """Yield the designs that cards refer to and nobody has."""
    c = t.cards.c
    used = connection.execute(select(c.design, func.count()).group_by(c.design)).all()
    known = set(SqlCardDesigns(connection, None).shipped)
    d = card_designs.c
    known |= {reference(*row) for row in connection.execute(select(d.name, d.version))}
    for design, cards in used:
        if design not in known:
            yield f"design {design}, cards {cards}"


def readable(connection: Connection, _key: Vault) -> Iterator[str]:
    """Yield the versions that can't be read as a design."""
    d = card_designs.c
    for name, version, toml in connection.execute(select(d.name, d.version, d.toml)):
        try:
            design_files.read(toml, name=name, file=reference(name, version))
        except Refusal as refusal:
            yield f"design {reference(name, version)}: {refusal}"
