"""Which revision a database is at, and the steps to another one.

Alembic is imported only when there is something to do: it would make every start slower.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import MetaData, inspect, text

if TYPE_CHECKING:
    from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"


def revisions() -> list[str]:
    """Return the revisions this program knows, oldest first: the numbers of the files."""
    names = (path.name for path in (MIGRATIONS / "versions").glob("*.py"))
    return sorted(found[0] for name in names if (found := re.match(r"\d{4}", name)))


def head() -> str:
    """Return the revision this program works with."""
    return revisions()[-1]


def revision(connection: Connection) -> str | None:
    """Return the revision of a database, None for an empty one, ``""`` for one that is not ours."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if not {"alembic_version", "books", "audit_head"} <= tables:
        return ""
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def migrate(connection: Connection, to: str) -> None:
    """Bring the schema to revision ``to`` inside the transaction open on ``connection``."""
    from alembic import command  # noqa: PLC0415  slow import
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def wipe(connection: Connection) -> None:
    """Remove every table; the caller has made sure that nothing is in them."""
    found = MetaData()
    found.reflect(connection)
    found.drop_all(connection)
