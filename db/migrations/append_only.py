"""Triggers that keep a table append-only, on SQLite and on PostgreSQL."""

from __future__ import annotations

from alembic import op

_SQLITE = """
CREATE TRIGGER {table}_never_{change} BEFORE {change} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}: rows are never changed or removed'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%: rows are never changed or removed', TG_TABLE_NAME; END $$
"""
_POSTGRES = """
CREATE TRIGGER {table}_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION never_changed()
"""


def protect(table: str) -> None:
    """Refuse every UPDATE and DELETE on ``table`` from now on, in the revision being applied."""
    if op.get_context().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(_SQLITE.format(table=table, change=change))
    else:
        op.execute(_POSTGRES_FUNCTION)
        op.execute(_POSTGRES.format(table=table))
