"""Batches: the cards of one unit, where each is, and who was left out."""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

revision = "0004"
down_revision = "0003"

_Id = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def upgrade() -> None:
    connection = op.get_bind()
    metadata.reflect(connection, only=["units", "holders", "desks", "cards", "actions"])
    new = [metadata.tables[name] for name in _TABLES]
    metadata.create_all(connection, tables=new, checkfirst=False)


def _key() -> Column[int]:
    return Column("id", _Id, primary_key=True, autoincrement=True)


def _among(name: str, values: str) -> CheckConstraint:
    names = ", ".join(f"'{value}'" for value in values.split())
    return CheckConstraint(f"{name} IN ({names})", name=name)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


Table(
    "batches",
    metadata,
    _key(),
    Column("number", String(20), nullable=False, unique=True),
    Column("unit_id", ForeignKey("units.id"), nullable=False, index=True),
    Column("desk_id", ForeignKey("desks.id"), nullable=False),
    Column("printer", String(60), nullable=False, server_default=""),
    Column("output", String(400), nullable=False, server_default=""),
    Column("action_id", String(36), nullable=False, index=True),
    Column("created_at", DateTime, nullable=False),
    CheckConstraint("printer = '' OR output = ''", name="one_way"),
    ForeignKeyConstraint(["action_id"], ["actions.id"], deferrable=True, initially="DEFERRED"),
)

Table(
    "batch_cards",
    metadata,
    _key(),
    Column("batch_id", ForeignKey("batches.id"), nullable=False),
    Column("row_number", Integer, nullable=False),
    CheckConstraint("row_number > 0", name="row_number"),
    Column("card_id", ForeignKey("cards.id"), nullable=False, unique=True),
    Column("place", String(30), nullable=False, server_default="center"),
    _among("place", "back center holder unit"),
    Column("handed_over_at", DateTime),
    Column("handed_out_at", DateTime),
    Column("returned_at", DateTime),
    Column("replaced_by_id", ForeignKey("cards.id"), unique=True),
    CheckConstraint("place <> 'unit' OR handed_over_at IS NOT NULL", name="at_unit"),
    CheckConstraint("(place = 'holder') = (handed_out_at IS NOT NULL)", name="handed_out"),
    CheckConstraint("place <> 'back' OR returned_at IS NOT NULL", name="returned"),
    CheckConstraint("replaced_by_id IS NULL OR place = 'center'", name="replaced_before_it_left"),
    CheckConstraint("replaced_by_id <> card_id", name="not_by_itself"),
    Index(
        "uq_batch_cards_row",
        "batch_id",
        "row_number",
        unique=True,
        **_where("replaced_by_id IS NULL"),
    ),
    Index("ix_batch_cards_unit", "handed_over_at", **_where("place = 'unit'")),
)

Table(
    "batch_left_out",
    metadata,
    _key(),
    Column("batch_id", ForeignKey("batches.id"), nullable=False),
    Column("holder_id", ForeignKey("holders.id"), nullable=False),
    Column("reason", String(30), nullable=False),
    _among(
        "reason",
        "expired glyph kept_balance lost_card no_photo photo_not_approved text_too_long to_renew",
    ),
    UniqueConstraint("batch_id", "holder_id"),
)

_TABLES = ("batches", "batch_cards", "batch_left_out")
