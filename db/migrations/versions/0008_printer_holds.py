"""A printer can be held; a job knows when it was sent, what it held up, and what it copies."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    text,
)

revision = "0008"
down_revision = "0007"

_Id = BigInteger().with_variant(Integer, "sqlite")
_ON = text("released_at IS NULL")

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
    metadata.reflect(connection, only=["desks", "clerks"])
    metadata.create_all(connection, tables=[metadata.tables["printer_holds"]], checkfirst=False)
    number = "INTEGER" if connection.dialect.name == "sqlite" else "BIGINT"
    op.execute("ALTER TABLE print_jobs ADD COLUMN sent_seq BIGINT")
    for column, table in (("hold_id", "printer_holds"), ("copy_of_id", "print_jobs")):
        op.execute(
            f"ALTER TABLE print_jobs ADD COLUMN {column} {number} "
            f"CONSTRAINT fk_print_jobs_{column} REFERENCES {table} (id)"
        )
    op.execute("CREATE INDEX ix_print_jobs_desk ON print_jobs (desk_id, id)")
    for column in ("hold_id", "copy_of_id"):
        op.execute(
            f"CREATE INDEX ix_print_jobs_{column} ON print_jobs ({column}) "
            f"WHERE {column} IS NOT NULL"
        )


Table(
    "printer_holds",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("desk_id", ForeignKey("desks.id"), nullable=False),
    Column("printer", String(60), nullable=False),
    Column("reason", String(30), nullable=False),
    CheckConstraint(
        "reason IN ('cleaning', 'doubt', 'other', 'supplies', 'wanted')", name="reason"
    ),
    Column("words", String(400), nullable=False, server_default=""),
    Column("held_at", DateTime, nullable=False),
    Column("held_by", ForeignKey("clerks.id")),
    Column("held_seq", BigInteger, nullable=False),
    Column("released_at", DateTime),
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
        sqlite_where=_ON,
        postgresql_where=_ON,
    ),
)
