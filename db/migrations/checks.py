"""Replaces a CHECK by a looser one in the revision being applied, on both databases."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text


def loosen(table: str, name: str, old: str, new: str) -> None:
    """Let a table hold more than before; every row that is there fits the new condition too.

    Raises:
        LookupError: The old condition is not written as expected.
    """
    if op.get_context().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{name} CHECK ({new})")
        return
    # A looser CHECK changes nothing on disk: the way that sqlite.org/lang_altertable.html
    # describes for it, because others may refer to this table and it can't be built anew here.
    connection = op.get_bind()
    version = connection.scalar(text("PRAGMA schema_version"))
    connection.execute(text("PRAGMA writable_schema = ON"))
    changed = connection.execute(
        text(
            "UPDATE sqlite_schema SET sql = replace(sql, :old, :new) "
            "WHERE type = 'table' AND name = :table AND instr(sql, :old) > 0"
        ),
        {"old": old, "new": new, "table": table},
    )
    if changed.rowcount != 1:
        msg = f"the condition {name} of {table} is not written as expected"
        raise LookupError(msg)
    connection.execute(text(f"PRAGMA schema_version = {version + 1}"))
    connection.execute(text("PRAGMA writable_schema = OFF"))
