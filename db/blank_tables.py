"""The part of the schema that is about plastic: boxes, moves, counts, waste, destruction."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
)

from db.columns import UtcDateTime, key, metadata, where

boxes = Table(
    "blank_boxes",
    metadata,
    key(),
    Column("number", String(40), nullable=False, unique=True),
    Column("labelled", Integer, nullable=False),
    Column("counted", Integer, nullable=False),
    Column("supplier", String(200), nullable=False, server_default=""),
    Column("words", String(400), nullable=False, server_default=""),
    Column("desk_id", ForeignKey("desks.id"), nullable=False),
    Column("clerk_id", ForeignKey("clerks.id")),
    Column("at", UtcDateTime, nullable=False),
    Column("action_id", String(36), nullable=False, index=True),
    CheckConstraint("labelled > 0 AND counted > 0", name="blanks"),
    CheckConstraint("counted = labelled OR words <> ''", name="explained"),
    ForeignKeyConstraint(["action_id"], ["actions.id"], deferrable=True, initially="DEFERRED"),
)

moves = Table(
    "blank_moves",
    metadata,
    key(),
    Column("from_id", ForeignKey("desks.id"), nullable=False),
    Column("to_id", ForeignKey("desks.id"), nullable=False),
    Column("sent", Integer, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("sent_by", ForeignKey("clerks.id")),
    Column("at_id", ForeignKey("desks.id")),
    Column("received", Integer),
    Column("received_at", UtcDateTime),
    Column("received_by", ForeignKey("clerks.id")),
    Column("words", String(400), nullable=False, server_default=""),
    CheckConstraint("from_id <> to_id AND sent > 0", name="sent"),
    CheckConstraint(
        "(received IS NULL) = (received_at IS NULL) AND (received IS NULL) = (at_id IS NULL)",
        name="received",
    ),
    CheckConstraint("received IS NULL OR received >= 0", name="counted"),
    CheckConstraint("received IS NULL OR received = sent OR words <> ''", name="explained"),
    Index("ix_blank_moves_on_the_way", "to_id", **where("received_at IS NULL")),
)

destructions = Table(
    "destructions",
    metadata,
    key(),
    Column("number", Integer, nullable=False, unique=True),
    Column("desk_id", ForeignKey("desks.id"), nullable=False),
    Column("clerk_id", ForeignKey("clerks.id"), nullable=False),
    Column("second_id", ForeignKey("clerks.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("cards", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    CheckConstraint("clerk_id <> second_id", name="two_people"),
    CheckConstraint("cards > 0", name="cards"),
)

waste = Table(
    "waste",
    metadata,
    Column("card_id", ForeignKey("cards.id"), primary_key=True, autoincrement=False),
    Column("desk_id", ForeignKey("desks.id"), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("destruction_id", ForeignKey("destructions.id"), index=True),
    Index("ix_waste_waiting", "desk_id", **where("destruction_id IS NULL")),
)

counts = Table(
    "blank_counts",
    metadata,
    Column("shift_id", ForeignKey("shifts.id"), primary_key=True, autoincrement=False),
    Column("stock", Integer, nullable=False),
    Column("stock_expected", Integer, nullable=False),
    Column("hopper", Integer, nullable=False),
    Column("hopper_expected", Integer, nullable=False),
    Column("alone", Integer, nullable=False),
    CheckConstraint("stock >= 0 AND hopper >= 0", name="counted"),
)

device_counts = Table(
    "device_counts",
    metadata,
    Column("shift_id", ForeignKey("shifts.id"), primary_key=True, autoincrement=False),
    Column("printer", String(60), primary_key=True),
    Column("opened", BigInteger),
    Column("closed", BigInteger),
)
