"""The part of the schema that is about card designs: versions, and which is in force from when."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from backoffice.domain.holders import HolderKind
from db.columns import UtcDateTime, choice, key, metadata

card_designs = Table(
    "card_designs",
    metadata,
    key(),
    Column("name", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("toml", Text, nullable=False),
    Column("words", String(400), nullable=False),
    Column("made_by", ForeignKey("clerks.id")),
    Column("made_at", UtcDateTime, nullable=False),
    UniqueConstraint("name", "version"),
    CheckConstraint("version >= 1", name="version"),
    CheckConstraint("name <> '' AND toml <> '' AND words <> ''", name="said"),
)

card_design_uses = Table(
    "card_design_uses",
    metadata,
    key(),
    *choice("kind", HolderKind),
    # None: the design that ships with the program for this kind.
    Column("design_id", ForeignKey("card_designs.id")),
    Column("valid_from", Date, nullable=False),
    Column("decided_by", ForeignKey("clerks.id")),
    Column("decided_at", UtcDateTime, nullable=False),
)
