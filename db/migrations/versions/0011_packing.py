"""Who packed a card of a batch, and cards that vanished at their unit."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, DateTime

from db.migrations.checks import loosen

revision = "0011"
down_revision = "0010"

_OLD_PLACES = "place IN ('back', 'center', 'holder', 'unit')"
_OLD_REPLACED = "replaced_by_id IS NULL OR place = 'center'"


def upgrade() -> None:
    op.add_column("batch_cards", Column("packed_at", DateTime))
    # Alembic adds no column with a reference to a table of SQLite; both databases do.
    whole = "BIGINT" if op.get_context().dialect.name == "postgresql" else "INTEGER"
    op.execute(
        f"ALTER TABLE batch_cards ADD COLUMN packed_by_id {whole}"
        " CONSTRAINT fk_batch_cards_packed_by_id REFERENCES clerks (id)"
    )
    places = _OLD_PLACES.replace("'holder'", "'gone', 'holder'")
    loosen("batch_cards", "place", _OLD_PLACES, places)
    replaced = _OLD_REPLACED.replace("= 'center'", "IN ('center', 'gone')")
    loosen("batch_cards", "replaced_before_it_left", _OLD_REPLACED, replaced)
