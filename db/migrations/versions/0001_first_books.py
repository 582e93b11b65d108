"""The first books: everything up to the replacement of a lost staff card.

The schema as it was then; a later change of ``db/tables.py`` is a later revision.
"""

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
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from db.migrations.append_only import protect

revision = "0001"
down_revision = None

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Id = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    metadata.create_all(op.get_bind(), checkfirst=False)
    for table in ("entries", "audit", "actions"):
        protect(table)


def _key() -> Column[int]:
    return Column("id", _Id, primary_key=True, autoincrement=True)


def _among(column: str, values: str) -> str:
    names = ", ".join(f"'{value}'" for value in values.split())
    return f"{column} IN ({names})"


def _choice(name: str, values: str) -> tuple[Column[str], CheckConstraint]:
    return Column(name, String(30), nullable=False), CheckConstraint(
        _among(name, values), name=name
    )


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


Table(
    "books",
    metadata,
    Column("one", Integer, CheckConstraint("one = 1", name="one"), primary_key=True),
    Column("key_fingerprint", String(64), nullable=False),
    Column("example", Boolean, nullable=False),
    Column("created_at", DateTime, nullable=False),
)

Table(
    "units",
    metadata,
    _key(),
    Column("code", String(40), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("contact", String(200), nullable=False, server_default=""),
)

Table(
    "holders",
    metadata,
    _key(),
    Column("number", String(40), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("name_latin", String(200), nullable=False),
    *_choice("kind", "staff student temporary"),
    Column("unit_id", ForeignKey("units.id"), nullable=False, index=True),
    Column("valid_until", Date),
    CheckConstraint("number <> '' AND name <> ''", name="named"),
    CheckConstraint("kind <> 'temporary' OR valid_until IS NOT NULL", name="temporary_ends"),
)

Table(
    "certificates",
    metadata,
    _key(),
    Column("holder_id", ForeignKey("holders.id"), nullable=False, unique=True),
    *_choice(
        "kind",
        "foreign_pr_card hkm_exit_entry_permit hkm_travel_permit hkmt_residence_permit "
        "passport resident_id taiwan_permit",
    ),
    Column("sealed", LargeBinary, nullable=False),
    Column("blind", String(64), nullable=False),
    Column("masked", String(40), nullable=False),
    Column("valid_until", Date),
    # Not unique: a member of staff may study here too and hold both numbers.
    Index("ix_certificates_blind", "blind"),
)

Table(
    "photos",
    metadata,
    _key(),
    Column("holder_id", ForeignKey("holders.id"), nullable=False, index=True),
    *_choice("state", "approved rejected submitted superseded"),
    Column("taken_on", Date, nullable=False),
    Column("effective_on", Date),
    Column("sha256", String(64), nullable=False),
    Column("picture", LargeBinary, nullable=False),
)

Table(
    "cards",
    metadata,
    _key(),
    Column("number", String(20), nullable=False, unique=True),
    Column("holder_id", ForeignKey("holders.id"), nullable=False, index=True),
    *_choice(
        "state",
        "active destroyed expired lost made printing queued "
        "requested returned spoiled surrendered unconfirmed",
    ),
    Column("since", DateTime, nullable=False),
    Column("chip_uid", String(20), unique=True),
    Column("name", String(200), nullable=False),
    Column("name_latin", String(200), nullable=False),
    Column("unit_name", String(200), nullable=False),
    Column("photo_id", ForeignKey("photos.id"), nullable=False),
    Column("design", String(60), nullable=False),
    Column("valid_until", Date),
    Column("issued_on", Date, nullable=False),
    Column("predecessor_id", ForeignKey("cards.id"), unique=True),
    CheckConstraint("predecessor_id <> id", name="not_its_own_predecessor"),
    Index("uq_cards_one_active", "holder_id", unique=True, **_where("state = 'active'")),
    Index(
        "uq_cards_one_in_making",
        "holder_id",
        unique=True,
        **_where(_among("state", "made printing queued requested unconfirmed")),
    ),
)

Table(
    "desks",
    metadata,
    _key(),
    Column("code", String(20), nullable=False, unique=True),
    Column("name_en", String(200), nullable=False),
    Column("name_zh", String(200), nullable=False),
    Column("address_en", String(200), nullable=False),
    Column("address_zh", String(200), nullable=False),
    Column("telephone", String(40), nullable=False),
    Column("area", String(60), nullable=False),
    Column("receipts", Integer, nullable=False, server_default="0"),
)

Table(
    "terminals",
    metadata,
    _key(),
    Column("area", String(60), nullable=False),
    Column("name_en", String(200), nullable=False),
    Column("name_zh", String(200), nullable=False),
    Column("rank", Integer, nullable=False),
)

Table(
    "clerks",
    metadata,
    _key(),
    Column("login", String(60), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    *_choice("role", "administrator auditor clerk supervisor"),
    Column("password_hash", String(200), nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("locked_until", DateTime),
    Column("language", String(10), nullable=False, server_default=""),
    Column("enabled", Boolean, nullable=False),
)

Table(
    "fees",
    metadata,
    _key(),
    Column("service", String(40), nullable=False),
    *_choice("kind", "staff student temporary"),
    Column("amount", BigInteger, CheckConstraint("amount >= 0", name="amount"), nullable=False),
    Column("valid_from", Date, nullable=False),
    UniqueConstraint("service", "kind", "valid_from"),
)

Table(
    "accounts",
    metadata,
    _key(),
    *_choice("unit", "blank fen"),
    *_choice("kind", "card cash destroyed fees made making meal opening spoiled stock supplier"),
    Column("card_id", ForeignKey("cards.id")),
    Column("holder_id", ForeignKey("holders.id")),
    Column("desk_id", ForeignKey("desks.id")),
    Column("number", String(40)),
    Column("balance", BigInteger, nullable=False, server_default="0"),
    Column("floor", BigInteger),
    Column("frozen", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("id", "unit"),
    CheckConstraint("floor IS NULL OR balance >= floor", name="floor"),
    CheckConstraint("(kind = 'card') = (card_id IS NOT NULL)", name="card"),
    CheckConstraint("(kind = 'meal') = (holder_id IS NOT NULL)", name="meal"),
    CheckConstraint("(kind IN ('cash', 'stock', 'making')) = (desk_id IS NOT NULL)", name="desk"),
    Index("uq_accounts_card", "card_id", unique=True, **_where("kind = 'card'")),
    Index("uq_accounts_meal", "holder_id", unique=True, **_where("kind = 'meal'")),
    Index("uq_accounts_desk", "desk_id", "kind", unique=True, **_where("desk_id IS NOT NULL")),
    Index(
        "uq_accounts_center",
        "kind",
        unique=True,
        **_where("desk_id IS NULL AND card_id IS NULL AND holder_id IS NULL"),
    ),
)

Table(
    "actions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("code", String(40), nullable=False),
    Column("holder_id", ForeignKey("holders.id"), index=True),
    Column("clerk_id", ForeignKey("clerks.id")),
    Column("second_id", ForeignKey("clerks.id")),
    Column("desk_id", ForeignKey("desks.id")),
    Column("at", DateTime, nullable=False),
    Column("request", String(64), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("seq", BigInteger, nullable=False, unique=True),
)

Table(
    "entries",
    metadata,
    _key(),
    Column("action_id", String(36), nullable=False, index=True),
    *_choice("unit", "blank fen"),
    Column("debit_id", BigInteger, nullable=False, index=True),
    Column("credit_id", BigInteger, nullable=False, index=True),
    Column("amount", BigInteger, CheckConstraint("amount > 0", name="amount"), nullable=False),
    Column("debit_after", BigInteger, nullable=False),
    Column("credit_after", BigInteger, nullable=False),
    Column("memo", String(60), nullable=False),
    Column("reverses_id", ForeignKey("entries.id"), unique=True),
    CheckConstraint("debit_id <> credit_id", name="two_accounts"),
    # An entry and both its accounts count the same unit.
    ForeignKeyConstraint(["debit_id", "unit"], ["accounts.id", "accounts.unit"]),
    ForeignKeyConstraint(
        ["credit_id", "unit"], ["accounts.id", "accounts.unit"], name="fk_entries_credit_id"
    ),
    # Entries are written before their action's row, in one transaction.
    ForeignKeyConstraint(["action_id"], ["actions.id"], deferrable=True, initially="DEFERRED"),
)

Table(
    "print_jobs",
    metadata,
    _key(),
    *_choice("kind", "card receipt slip"),
    *_choice("state", "cancelled good queued sent spoiled unconfirmed"),
    Column("desk_id", ForeignKey("desks.id"), nullable=False),
    Column("holder_id", ForeignKey("holders.id")),
    Column("card_id", ForeignKey("cards.id")),
    Column("number", String(40), nullable=False),
    Column("payload", Text, nullable=False),
    Column("note", String(400), nullable=False, server_default=""),
    Column("device_job", String(200), nullable=False, server_default=""),
    Column("action_id", String(36), nullable=False, index=True),
    Column("anchor_seq", BigInteger),
    Column("anchor", String(64)),
    Column("created_at", DateTime, nullable=False),
    Column("sent_at", DateTime),
    Column("settled_at", DateTime),
    CheckConstraint("(kind = 'card') = (card_id IS NOT NULL)", name="card"),
    ForeignKeyConstraint(["action_id"], ["actions.id"], deferrable=True, initially="DEFERRED"),
    Index(
        "uq_print_jobs_live",
        "card_id",
        unique=True,
        **_where(_among("state", "queued sent unconfirmed")),
    ),
    Index("uq_print_jobs_good", "card_id", unique=True, **_where("state = 'good'")),
    Index(
        "ix_print_jobs_live_desk", "desk_id", **_where(_among("state", "queued sent unconfirmed"))
    ),
    Index("uq_print_jobs_receipt", "number", unique=True, **_where("kind <> 'card'")),
)

Table(
    "audit",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("action_id", String(36), nullable=False, index=True),
    Column("code", String(40), nullable=False),
    Column("clerk_id", ForeignKey("clerks.id")),
    Column("second_id", ForeignKey("clerks.id")),
    Column("desk_id", ForeignKey("desks.id")),
    Column("at", String(40), nullable=False),
    Column("outcome", String(80), nullable=False),
    Column("request", String(64), nullable=False),
    Column("effects", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("seal", String(64), nullable=False, unique=True),
)

Table(
    "audit_head",
    metadata,
    Column("one", Integer, CheckConstraint("one = 1", name="one"), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("seal", String(64), nullable=False),
    Column("cards", BigInteger, nullable=False),
)

Table(
    "search_keys",
    metadata,
    # Byte order in both databases: a prefix is then a range of the primary key.
    Column(
        "key", String(120).with_variant(String(120, collation="C"), "postgresql"), primary_key=True
    ),
    Column("holder_id", ForeignKey("holders.id"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
