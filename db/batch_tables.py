"""The part of the schema that is about batches."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from backoffice.domain.batches import SERVED, CardPlace, LeftOut
from db.columns import UtcDateTime, among, choice, key, metadata, where

batches = Table(
    "batches",
    metadata,
    key(),
    Column("number", String(20), nullable=False, unique=True),
    Column("unit_id", ForeignKey("units.id"), nullable=False, index=True),
    Column("desk_id", ForeignKey("desks.id"), nullable=False),
    Column("printer", String(60), nullable=False, server_default=""),
    Column("output", String(400), nullable=False, server_default=""),
    Column("action_id", String(36), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    CheckConstraint("printer = '' OR output = ''", name="one_way"),
    ForeignKeyConstraint(["action_id"], ["actions.id"], deferrable=True, initially="DEFERRED"),
)

batch_cards = Table(
    "batch_cards",
    metadata,
    key(),
    Column("batch_id", ForeignKey("batches.id"), nullable=False),
    Column("row_number", Integer, nullable=False),
    CheckConstraint("row_number > 0", name="row_number"),
    Column("card_id", ForeignKey("cards.id"), nullable=False, unique=True),
    *choice("place", CardPlace, default=CardPlace.CENTER),
    Column("handed_over_at", UtcDateTime),
    Column("handed_out_at", UtcDateTime),
    Column("returned_at", UtcDateTime),
    Column("replaced_by_id", ForeignKey("cards.id"), unique=True),
    Column("packed_at", UtcDateTime),
    Column("packed_by_id", ForeignKey("clerks.id")),
    CheckConstraint("place <> 'unit' OR handed_over_at IS NOT NULL", name="at_unit"),
    CheckConstraint("(place = 'holder') = (handed_out_at IS NOT NULL)", name="handed_out"),
    CheckConstraint("place <> 'back' OR returned_at IS NOT NULL", name="returned"),
    CheckConstraint(
        "replaced_by_id IS NULL OR place IN ('center', 'gone')", name="replaced_before_it_left"
    ),
    CheckConstraint("replaced_by_id <> card_id", name="not_by_itself"),
    # Of a spoiled card and the one in its place, only the latter counts.
    Index(
        "uq_batch_cards_row",
        "batch_id",
        "row_number",
        unique=True,
        **where("replaced_by_id IS NULL"),
    ),
    Index("ix_batch_cards_unit", "handed_over_at", **where("place = 'unit'")),
)

batch_left_out = Table(
    "batch_left_out",
    metadata,
    key(),
    Column("batch_id", ForeignKey("batches.id"), nullable=False),
    Column("holder_id", ForeignKey("holders.id"), nullable=False),
    Column("reason", String(30), nullable=False),
    CheckConstraint(among("reason", frozenset(LeftOut) - SERVED), name="reason"),
    UniqueConstraint("batch_id", "holder_id"),
)
