"""The part of the schema that is about printers."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, String, Table

from backoffice.domain.holds import HoldReason
from db.columns import UtcDateTime, choice, key, metadata, where

printer_holds = Table(
    "printer_holds",
    metadata,
    key(),
    Column("desk_id", ForeignKey("desks.id"), nullable=False),
    Column("printer", String(60), nullable=False),
    *choice("reason", HoldReason),
    Column("words", String(400), nullable=False, server_default=""),
    Column("held_at", UtcDateTime, nullable=False),
    Column("held_by", ForeignKey("clerks.id")),
    # Clocks may jump; the numbers of the audit chain say what came before what.
    Column("held_seq", BigInteger, nullable=False),
    Column("released_at", UtcDateTime),
    Column("released_by", ForeignKey("clerks.id")),
    Column("released_seq", BigInteger),
    CheckConstraint("(released_at IS NULL) = (released_seq IS NULL)", name="released"),
    CheckConstraint("released_seq IS NULL OR released_seq > held_seq", name="runs_forwards"),
    CheckConstraint("reason = 'doubt' OR held_by IS NOT NULL", name="held_by_somebody"),
    Index(
        "uq_printer_holds_one_on",
        "desk_id",
        "printer",
        unique=True,
        **where("released_at IS NULL"),
    ),
)
