"""Every blank accounted for: boxes, hopper, moves between desks, counts, destruction."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    text,
)

from db.migrations.checks import loosen

revision = "0007"
down_revision = "0006"

_OLD_KINDS = (
    "kind IN ('card', 'cash', 'destroyed', 'differences', 'fees', 'made', 'making', 'meal', "
    "'opening', 'safe', 'spoiled', 'stock', 'supplier')"
)
_NEW_KINDS = (
    "kind IN ('blank_differences', 'card', 'cash', 'destroyed', 'differences', 'fees', 'hopper', "
    "'made', 'making', 'meal', 'on_the_way', 'opening', 'safe', 'spoiled', 'stock', 'supplier')"
)
_OLD_DESKS = "(kind IN ('cash', 'stock', 'making')) = (desk_id IS NOT NULL)"
_NEW_DESKS = "(kind IN ('cash', 'hopper', 'making', 'stock')) = (desk_id IS NOT NULL)"
_Id = BigInteger().with_variant(Integer, "sqlite")

_SPOILED_ALREADY = """
    INSERT INTO waste (card_id, desk_id, since)
    SELECT c.id, j.desk_id, c.since FROM cards c
    JOIN print_jobs j ON j.card_id = c.id AND j.state = 'spoiled'
    WHERE c.state = 'spoiled' AND j.sent_at IS NOT NULL AND j.note <> 'nothing_came_out'
"""
# Those that were brought in closed were handed in elsewhere, if at all.
_HANDED_IN_ALREADY = """
    INSERT INTO waste (card_id, desk_id, since)
    SELECT c.id, min(a.desk_id), c.since FROM cards c
    JOIN actions a ON a.holder_id = c.holder_id AND a.at = c.since AND a.desk_id IS NOT NULL
    WHERE c.state IN ('surrendered', 'returned') GROUP BY c.id, c.since
"""


def upgrade() -> None:
    loosen("accounts", "kind", _OLD_KINDS, _NEW_KINDS)
    loosen("accounts", "desk", _OLD_DESKS, _NEW_DESKS)
    op.add_column("shifts", Column("alone", BigInteger))
    _boxes_and_moves()
    _destruction()
    _counts()
    _some("ix_print_jobs_misprint", "print_jobs", "card_id", "kind = 'card' AND state = 'spoiled'")
    op.execute(_SPOILED_ALREADY)
    op.execute(_HANDED_IN_ALREADY)


def _boxes_and_moves() -> None:
    op.create_table(
        "blank_boxes",
        _key(),
        Column("number", String(40), nullable=False, unique=True),
        Column("labelled", Integer, nullable=False),
        Column("counted", Integer, nullable=False),
        Column("supplier", String(200), nullable=False, server_default=""),
        Column("words", String(400), nullable=False, server_default=""),
        Column("desk_id", _Id, ForeignKey("desks.id"), nullable=False),
        Column("clerk_id", _Id, ForeignKey("clerks.id")),
        Column("at", DateTime, nullable=False),
        Column("action_id", String(36), nullable=False, index=True),
        CheckConstraint("labelled > 0 AND counted > 0", name="blanks"),
        CheckConstraint("counted = labelled OR words <> ''", name="explained"),
        ForeignKeyConstraint(["action_id"], ["actions.id"], deferrable=True, initially="DEFERRED"),
    )
    op.create_table(
        "blank_moves",
        _key(),
        Column("from_id", _Id, ForeignKey("desks.id"), nullable=False),
        Column("to_id", _Id, ForeignKey("desks.id"), nullable=False),
        Column("sent", Integer, nullable=False),
        Column("sent_at", DateTime, nullable=False),
        Column("sent_by", _Id, ForeignKey("clerks.id")),
        Column("at_id", _Id, ForeignKey("desks.id")),
        Column("received", Integer),
        Column("received_at", DateTime),
        Column("received_by", _Id, ForeignKey("clerks.id")),
        Column("words", String(400), nullable=False, server_default=""),
        CheckConstraint("from_id <> to_id AND sent > 0", name="sent"),
        CheckConstraint(
            "(received IS NULL) = (received_at IS NULL) AND (received IS NULL) = (at_id IS NULL)",
            name="received",
        ),
        CheckConstraint("received IS NULL OR received >= 0", name="counted"),
        CheckConstraint("received IS NULL OR received = sent OR words <> ''", name="explained"),
    )
    _some("ix_blank_moves_on_the_way", "blank_moves", "to_id", "received_at IS NULL")


def _destruction() -> None:
    op.create_table(
        "destructions",
        _key(),
        Column("number", Integer, nullable=False, unique=True),
        Column("desk_id", _Id, ForeignKey("desks.id"), nullable=False),
        Column("clerk_id", _Id, ForeignKey("clerks.id"), nullable=False),
        Column("second_id", _Id, ForeignKey("clerks.id"), nullable=False),
        Column("at", DateTime, nullable=False),
        Column("cards", Integer, nullable=False),
        Column("digest", String(64), nullable=False),
        CheckConstraint("clerk_id <> second_id", name="two_people"),
        CheckConstraint("cards > 0", name="cards"),
    )
    op.create_table(
        "waste",
        Column("card_id", _Id, ForeignKey("cards.id"), primary_key=True, autoincrement=False),
        Column("desk_id", _Id, ForeignKey("desks.id"), nullable=False),
        Column("since", DateTime, nullable=False),
        Column("destruction_id", _Id, ForeignKey("destructions.id"), index=True),
    )
    _some("ix_waste_waiting", "waste", "desk_id", "destruction_id IS NULL")


def _counts() -> None:
    op.create_table(
        "blank_counts",
        Column("shift_id", _Id, ForeignKey("shifts.id"), primary_key=True, autoincrement=False),
        Column("stock", Integer, nullable=False),
        Column("stock_expected", Integer, nullable=False),
        Column("hopper", Integer, nullable=False),
        Column("hopper_expected", Integer, nullable=False),
        Column("alone", Integer, nullable=False),
        CheckConstraint("stock >= 0 AND hopper >= 0", name="counted"),
    )
    op.create_table(
        "device_counts",
        Column("shift_id", _Id, ForeignKey("shifts.id"), primary_key=True, autoincrement=False),
        Column("printer", String(60), primary_key=True),
        Column("opened", BigInteger),
        Column("closed", BigInteger),
    )


def _some(name: str, table: str, column: str, condition: str) -> None:
    """Make an index over some rows of a table."""
    those = text(condition)
    op.create_index(name, table, [column], sqlite_where=those, postgresql_where=those)


def _key() -> Column[int]:
    return Column("id", _Id, primary_key=True, autoincrement=True)
