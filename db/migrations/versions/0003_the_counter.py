"""The rest of the counter: entry, shifts, disputes, found cards, query passwords."""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from db.migrations.checks import loosen

revision = "0003"
down_revision = "0002"

_OLD = (
    "kind IN ('card', 'cash', 'destroyed', 'fees', 'made', 'making', 'meal', 'opening', "
    "'spoiled', 'stock', 'supplier')"
)
_NEW = (
    "kind IN ('card', 'cash', 'destroyed', 'differences', 'fees', 'made', 'making', 'meal', "
    "'opening', 'safe', 'spoiled', 'stock', 'supplier')"
)
_CAMPUSES = (
    ("1", "Main campus, Area 1", "主校区一区"),
    ("2", "Second campus, Area 2", "二校区二区"),
    ("SP", "Science Park", "科学园"),
    ("CB", "Civil Building Area", "土木楼区"),
)
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
    metadata.reflect(connection, only=["holders", "clerks", "desks", "cards"])
    new = [metadata.tables[name] for name in _TABLES]
    metadata.create_all(connection, tables=new, checkfirst=False)
    if connection.scalar(text("SELECT count(*) FROM books")):
        rows = [
            {"code": code, "name_en": en, "name_zh": zh, "rank": rank}
            for rank, (code, en, zh) in enumerate(_CAMPUSES)
        ]
        connection.execute(metadata.tables["campuses"].insert(), rows)
    loosen("accounts", "kind", _OLD, _NEW)


def _key() -> Column[int]:
    return Column("id", _Id, primary_key=True, autoincrement=True)


def _choice(name: str, values: str) -> tuple[Column[str], CheckConstraint]:
    names = ", ".join(f"'{value}'" for value in values.split())
    return Column(name, String(30), nullable=False), CheckConstraint(
        f"{name} IN ({names})", name=name
    )


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


Table(
    "campuses",
    metadata,
    Column("code", String(20), primary_key=True),
    Column("name_en", String(200), nullable=False),
    Column("name_zh", String(200), nullable=False),
    Column("rank", Integer, nullable=False),
)

Table(
    "entry_applications",
    metadata,
    _key(),
    Column("holder_id", ForeignKey("holders.id"), nullable=False, index=True),
    Column("campus", ForeignKey("campuses.code"), nullable=False),
    Column("reason", String(400), nullable=False),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),
    *_choice("state", "applied expired passed refused withdrawn"),
    Column("applied_at", DateTime, nullable=False),
    Column("answered_by", ForeignKey("clerks.id")),
    Column("answered_at", DateTime),
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
        **_where("state = 'applied'"),
    ),
    Index("ix_entry_applications_live", "until_on", **_where("state IN ('applied', 'passed')")),
)

Table(
    "entry_hand_overs",
    metadata,
    _key(),
    Column("at", DateTime, nullable=False),
    Column("rights", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("written_at", DateTime),
)

Table(
    "shifts",
    metadata,
    _key(),
    Column("desk_id", ForeignKey("desks.id"), nullable=False),
    Column("clerk_id", ForeignKey("clerks.id"), nullable=False),
    Column("opened_at", DateTime, nullable=False),
    Column("opening", BigInteger, nullable=False),
    Column("opening_pieces", Text, nullable=False),
    Column("closed_at", DateTime),
    Column("counted", BigInteger),
    Column("counted_pieces", Text),
    Column("expected", BigInteger),
    Column("explanation", String(400), nullable=False, server_default=""),
    Column("second_id", ForeignKey("clerks.id")),
    Column("number", Integer),
    UniqueConstraint("desk_id", "number"),
    CheckConstraint("opening >= 0 AND (counted IS NULL OR counted >= 0)", name="counted"),
    CheckConstraint(
        "(closed_at IS NULL) = (counted IS NULL) AND (closed_at IS NULL) = (expected IS NULL) "
        "AND (closed_at IS NULL) = (number IS NULL)",
        name="closed",
    ),
    Index("uq_shifts_one_open", "desk_id", unique=True, **_where("closed_at IS NULL")),
)

Table(
    "meal_disputes",
    metadata,
    _key(),
    Column("holder_id", ForeignKey("holders.id"), nullable=False, index=True),
    Column("balance", BigInteger, nullable=False),
    Column("words", String(400), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("settled_at", DateTime),
    Column("settlement", String(400), nullable=False, server_default=""),
    Index("uq_meal_disputes_one_open", "holder_id", unique=True, **_where("settled_at IS NULL")),
)

Table(
    "found_cards",
    metadata,
    _key(),
    Column("card_id", ForeignKey("cards.id"), nullable=False, index=True),
    Column("desk_id", ForeignKey("desks.id"), nullable=False),
    Column("found_where", String(200), nullable=False, server_default=""),
    Column("found_on", Date, nullable=False),
    Column("told_on", Date),
    *_choice("state", "destroyed given_back kept"),
    Column("ended_on", Date),
    CheckConstraint("(state = 'kept') = (ended_on IS NULL)", name="ended"),
    Index("uq_found_cards_one_kept", "card_id", unique=True, **_where("state = 'kept'")),
)

Table(
    "query_passwords",
    metadata,
    Column("holder_id", ForeignKey("holders.id"), primary_key=True, autoincrement=False),
    Column("password_hash", String(200), nullable=False),
    Column("is_default", Boolean, nullable=False),
    Column("set_at", DateTime, nullable=False),
)

_TABLES = (
    "campuses",
    "entry_applications",
    "entry_hand_overs",
    "shifts",
    "meal_disputes",
    "found_cards",
    "query_passwords",
)
