"""Card designs: their versions, and which is in force from when."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from db.migrations.append_only import protect

revision = "0005"
down_revision = "0004"

_Id = BigInteger().with_variant(Integer, "sqlite")
metadata = MetaData(
    naming_convention={
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def upgrade() -> None:
    connection = op.get_bind()
    metadata.reflect(connection, only=["clerks"])
    new = [metadata.tables[name] for name in _TABLES]
    metadata.create_all(connection, tables=new, checkfirst=False)
    for table in _TABLES:
        protect(table)


Table(
    "card_designs",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("name", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("toml", Text, nullable=False),
    Column("words", String(400), nullable=False),
    Column("made_by", ForeignKey("clerks.id")),
    Column("made_at", DateTime, nullable=False),
    UniqueConstraint("name", "version"),
    CheckConstraint("version >= 1", name="version"),
    CheckConstraint("name <> '' AND toml <> '' AND words <> ''", name="said"),
)

Table(
    "card_design_uses",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("kind", String(30), nullable=False),
    CheckConstraint("kind IN ('staff', 'student', 'temporary')", name="kind"),
    Column("design_id", ForeignKey("card_designs.id")),
    Column("valid_from", Date, nullable=False),
    Column("decided_by", ForeignKey("clerks.id")),
    Column("decided_at", DateTime, nullable=False),
)

_TABLES = ("card_designs", "card_design_uses")
