"""The part of the schema that is about the counter: entry, shifts, objections, found cards."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from backoffice.domain.entry import EntryState
from backoffice.domain.found_cards import FoundState
from db.columns import UtcDateTime, choice, key, metadata, where

campuses = Table(
    "campuses",
    metadata,
    Column("code", String(20), primary_key=True),
    Column("name_en", String(200), nullable=False),
    Column("name_zh", String(200), nullable=False),
    Column("rank", Integer, nullable=False),
)

entry_applications = Table(
    "entry_applications",
    metadata,
    key(),
    Column("holder_id", ForeignKey("holders.id"), nullable=False, index=True),
    Column("campus", ForeignKey("campuses.code"), nullable=False),
    Column("reason", String(400), nullable=False),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),
    *choice("state", EntryState),
    Column("applied_at", UtcDateTime, nullable=False),
    Column("answered_by", ForeignKey("clerks.id")),
    Column("answered_at", UtcDateTime),
    Column("answer", String(400), nullable=False, server_default=""),
    CheckConstraint("from_on <= until_on", name="days"),
    CheckConstraint(
        "state NOT IN ('passed', 'refused') OR answered_at IS NOT NULL", name="answered"
    ),
    Index(
        "uq_entry_applications_one_applied",
        "holder_id",
        "campus",
        unique=True,
        **where("state = 'applied'"),
    ),
    Index("ix_entry_applications_live", "until_on", **where("state IN ('applied', 'passed')")),
)

entry_hand_overs = Table(
    "entry_hand_overs",
    metadata,
    key(),
    Column("at", UtcDateTime, nullable=False),
    Column("rights", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("written_at", UtcDateTime),
)

shifts = Table(
    "shifts",
    metadata,
    key(),
    Column("desk_id", ForeignKey("desks.id"), nullable=False),
    Column("clerk_id", ForeignKey("clerks.id"), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("opening", BigInteger, nullable=False),
    Column("opening_pieces", Text, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("counted", BigInteger),
    Column("counted_pieces", Text),
    Column("expected", BigInteger),
    Column("explanation", String(400), nullable=False, server_default=""),
    Column("second_id", ForeignKey("clerks.id")),
    Column("number", Integer),
    Column("alone", BigInteger),
    UniqueConstraint("desk_id", "number"),
    CheckConstraint("opening >= 0 AND (counted IS NULL OR counted >= 0)", name="counted"),
    CheckConstraint(
        "(closed_at IS NULL) = (counted IS NULL) AND (closed_at IS NULL) = (expected IS NULL) "
        "AND (closed_at IS NULL) = (number IS NULL)",
        name="closed",
    ),
    Index("uq_shifts_one_open", "desk_id", unique=True, **where("closed_at IS NULL")),
)

meal_disputes = Table(
    "meal_disputes",
    metadata,
    key(),
    Column("holder_id", ForeignKey("holders.id"), nullable=False, index=True),
    Column("balance", BigInteger, nullable=False),
    Column("words", String(400), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Column("settlement", String(400), nullable=False, server_default=""),
    Index("uq_meal_disputes_one_open", "holder_id", unique=True, **where("settled_at IS NULL")),
)

found_cards = Table(
    "found_cards",
    metadata,
    key(),
    Column("card_id", ForeignKey("cards.id"), nullable=False, index=True),
    Column("desk_id", ForeignKey("desks.id"), nullable=False),
    Column("found_where", String(200), nullable=False, server_default=""),
    Column("found_on", Date, nullable=False),
    Column("told_on", Date),
    *choice("state", FoundState),
    Column("ended_on", Date),
    CheckConstraint("(state = 'kept') = (ended_on IS NULL)", name="ended"),
    Index("uq_found_cards_one_kept", "card_id", unique=True, **where("state = 'kept'")),
)

query_passwords = Table(
    "query_passwords",
    metadata,
    Column("holder_id", ForeignKey("holders.id"), primary_key=True, autoincrement=False),
    Column("password_hash", String(200), nullable=False),
    Column("is_default", Boolean, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
)
