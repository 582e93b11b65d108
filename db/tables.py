"""The schema. What the program promises stands here as constraints, the same on both databases."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
    true,
)

from backoffice.domain.cards import IN_MAKING, CardState
from backoffice.domain.certificates import CertificateKind
from backoffice.domain.holders import HolderKind
from backoffice.domain.ledger import PER_DESK, AccountKind, Unit
from backoffice.domain.photos import PhotoReason, PhotoSource, PhotoState, Rejection
from backoffice.domain.places import TerminalService
from backoffice.domain.print_jobs import LIVE, JobKind, JobState, Rank
from backoffice.domain.roles import Role
from db import (  # the rest of the schema
    batch_tables,  # noqa: F401
    blank_tables,  # noqa: F401
    counter_tables,  # noqa: F401
    design_tables,  # noqa: F401
    printing_tables,  # noqa: F401
)
from db.columns import UtcDateTime, among, choice, key, where
from db.columns import metadata as metadata  # noqa: PLC0414  part of the schema

books = Table(
    "books",
    metadata,
    Column("one", Integer, CheckConstraint("one = 1", name="one"), primary_key=True),
    Column("key_fingerprint", String(64), nullable=False),
    Column("example", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

units = Table(
    "units",
    metadata,
    key(),
    Column("code", String(40), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("contact", String(200), nullable=False, server_default=""),
    Column("telephone", String(40), nullable=False, server_default=""),
)

holders = Table(
    "holders",
    metadata,
    key(),
    Column("number", String(40), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("name_latin", String(200), nullable=False),
    *choice("kind", HolderKind),
    Column("unit_id", ForeignKey("units.id"), nullable=False, index=True),
    Column("valid_until", Date),
    CheckConstraint("number <> '' AND name <> ''", name="named"),
    CheckConstraint("kind <> 'temporary' OR valid_until IS NOT NULL", name="temporary_ends"),
)

certificates = Table(
    "certificates",
    metadata,
    key(),
    Column("holder_id", ForeignKey("holders.id"), nullable=False, unique=True),
    *choice("kind", CertificateKind),
    Column("sealed", LargeBinary, nullable=False),
    Column("blind", String(64), nullable=False),
    Column("masked", String(40), nullable=False),
    Column("valid_until", Date),
    # Not unique: a member of staff may study here too and hold both numbers.
    Index("ix_certificates_blind", "blind"),
)

photo_hand_overs = Table(
    "photo_hand_overs",
    metadata,
    key(),
    Column("at", UtcDateTime, nullable=False),
    Column("photos", Integer, nullable=False),
    Column("manifest", Text, nullable=False),
    Column("written_at", UtcDateTime),
)

photos = Table(
    "photos",
    metadata,
    key(),
    Column("holder_id", ForeignKey("holders.id"), nullable=False, index=True),
    *choice("state", PhotoState),
    Column("taken_on", Date, nullable=False),
    Column("effective_on", Date),
    Column("sha256", String(64), nullable=False),
    Column("picture", LargeBinary, nullable=False),
    *choice("source", PhotoSource, default=PhotoSource.PORTAL),
    *choice("reason", PhotoReason, default=PhotoReason.COLLECTED),
    Column("taken_by", ForeignKey("clerks.id")),
    Column("measured", Text),
    Column("decided_by", ForeignKey("clerks.id")),
    Column("decided_at", UtcDateTime),
    Column("rejection", String(30)),
    Column("words", String(400), nullable=False, server_default=""),
    Column("date_reason", String(400), nullable=False, server_default=""),
    Column("ended_on", Date),
    Column("removed_on", Date),
    Column("hand_over_id", ForeignKey("photo_hand_overs.id"), index=True),
    CheckConstraint(among("rejection", Rejection), name="rejection"),
    CheckConstraint("state <> 'approved' OR effective_on IS NOT NULL", name="effective"),
    CheckConstraint("(state = 'rejected') = (rejection IS NOT NULL)", name="rejected_why"),
    CheckConstraint("(ended_on IS NOT NULL) = (state IN ('rejected', 'superseded'))", name="ended"),
    CheckConstraint("(removed_on IS NOT NULL) = (length(picture) = 0)", name="removed"),
    CheckConstraint("removed_on IS NULL OR ended_on IS NOT NULL", name="removed_when_ended"),
    Index("uq_photos_one_submitted", "holder_id", unique=True, **where("state = 'submitted'")),
    # The queue of the approvers, and what still lies before a day change or a hand-over.
    Index("ix_photos_submitted", "id", **where("state = 'submitted'")),
    Index("ix_photos_ended", "ended_on", **where("removed_on IS NULL AND ended_on IS NOT NULL")),
    Index(
        "ix_photos_gates", "effective_on", **where("state = 'approved' AND hand_over_id IS NULL")
    ),
)

policies = Table(
    "policies",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", String(60), nullable=False),
)

cards = Table(
    "cards",
    metadata,
    key(),
    Column("number", String(20), nullable=False, unique=True),
    Column("holder_id", ForeignKey("holders.id"), nullable=False, index=True),
    *choice("state", CardState),
    Column("since", UtcDateTime, nullable=False),
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
    Index("uq_cards_one_active", "holder_id", unique=True, **where("state = 'active'")),
    Index("uq_cards_one_in_making", "holder_id", unique=True, **where(among("state", IN_MAKING))),
)

desks = Table(
    "desks",
    metadata,
    key(),
    Column("code", String(20), nullable=False, unique=True),
    Column("name_en", String(200), nullable=False),
    Column("name_zh", String(200), nullable=False),
    Column("address_en", String(200), nullable=False),
    Column("address_zh", String(200), nullable=False),
    Column("telephone", String(40), nullable=False),
    Column("area", String(60), nullable=False),
    Column("receipts", Integer, nullable=False, server_default="0"),
    Column("in_service", Boolean, nullable=False, server_default=true()),
)

terminals = Table(
    "terminals",
    metadata,
    key(),
    Column("area", String(60), nullable=False),
    Column("name_en", String(200), nullable=False),
    Column("name_zh", String(200), nullable=False),
    Column("rank", Integer, nullable=False),
    Column(
        "services",
        String(100),
        nullable=False,
        server_default=" ".join(one.value for one in TerminalService),
    ),
    Column("in_service", Boolean, nullable=False, server_default=true()),
)

clerks = Table(
    "clerks",
    metadata,
    key(),
    Column("login", String(60), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    *choice("role", Role),
    Column("password_hash", String(200), nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("locked_until", UtcDateTime),
    Column("language", String(10), nullable=False, server_default=""),
    Column("enabled", Boolean, nullable=False),
)

fees = Table(
    "fees",
    metadata,
    key(),
    Column("service", String(40), nullable=False),
    *choice("kind", HolderKind),
    Column("amount", BigInteger, CheckConstraint("amount >= 0", name="amount"), nullable=False),
    Column("valid_from", Date, nullable=False),
    UniqueConstraint("service", "kind", "valid_from"),
)

accounts = Table(
    "accounts",
    metadata,
    key(),
    *choice("unit", Unit),
    *choice("kind", AccountKind),
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
    CheckConstraint(f"({among('kind', PER_DESK)}) = (desk_id IS NOT NULL)", name="desk"),
    Index("uq_accounts_card", "card_id", unique=True, **where("kind = 'card'")),
    Index("uq_accounts_meal", "holder_id", unique=True, **where("kind = 'meal'")),
    Index("uq_accounts_desk", "desk_id", "kind", unique=True, **where("desk_id IS NOT NULL")),
    Index(
        "uq_accounts_center",
        "kind",
        unique=True,
        **where("desk_id IS NULL AND card_id IS NULL AND holder_id IS NULL"),
    ),
)

actions = Table(
    "actions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("code", String(40), nullable=False),
    Column("holder_id", ForeignKey("holders.id"), index=True),
    Column("clerk_id", ForeignKey("clerks.id")),
    Column("second_id", ForeignKey("clerks.id")),
    Column("desk_id", ForeignKey("desks.id")),
    Column("at", UtcDateTime, nullable=False),
    Column("request", String(64), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("seq", BigInteger, nullable=False, unique=True),
)

# An action about one person names them itself; these were about several at once.
action_holders = Table(
    "action_holders",
    metadata,
    key(),
    Column("action_id", String(36), nullable=False),
    Column("holder_id", ForeignKey("holders.id"), nullable=False, index=True),
    UniqueConstraint("action_id", "holder_id"),
    ForeignKeyConstraint(["action_id"], ["actions.id"], deferrable=True, initially="DEFERRED"),
)

entries = Table(
    "entries",
    metadata,
    key(),
    Column("action_id", String(36), nullable=False, index=True),
    *choice("unit", Unit),
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

print_jobs = Table(
    "print_jobs",
    metadata,
    key(),
    *choice("kind", JobKind),
    *choice("state", JobState),
    Column("desk_id", ForeignKey("desks.id"), nullable=False),
    Column("holder_id", ForeignKey("holders.id")),
    Column("card_id", ForeignKey("cards.id")),
    Column("number", String(40), nullable=False),
    Column("printer", String(60), nullable=False, server_default=""),
    Column("rank", Integer, nullable=False, server_default="0"),
    Column("payload", Text, nullable=False),
    Column("note", String(400), nullable=False, server_default=""),
    Column("device_job", String(200), nullable=False, server_default=""),
    Column("action_id", String(36), nullable=False, index=True),
    Column("anchor_seq", BigInteger),
    Column("anchor", String(64)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("settled_at", UtcDateTime),
    Column("sent_seq", BigInteger),
    Column("hold_id", ForeignKey("printer_holds.id")),
    Column("copy_of_id", ForeignKey("print_jobs.id")),
    CheckConstraint("(kind = 'card') = (card_id IS NOT NULL)", name="card"),
    CheckConstraint(f"rank BETWEEN {min(Rank)} AND {max(Rank)}", name="rank"),
    ForeignKeyConstraint(["action_id"], ["actions.id"], deferrable=True, initially="DEFERRED"),
    Index("uq_print_jobs_live", "card_id", unique=True, **where(among("state", LIVE))),
    Index("ix_print_jobs_misprint", "card_id", **where("kind = 'card' AND state = 'spoiled'")),
    Index("uq_print_jobs_good", "card_id", unique=True, **where("state = 'good'")),
    Index("ix_print_jobs_live_desk", "desk_id", **where(among("state", LIVE))),
    Index("ix_print_jobs_desk", "desk_id", "id"),
    # What the lanes ask for again and again.
    Index("ix_print_jobs_hold_id", "hold_id", **where("hold_id IS NOT NULL")),
    Index("ix_print_jobs_copy_of_id", "copy_of_id", **where("copy_of_id IS NOT NULL")),
    Index("ix_print_jobs_next", "desk_id", "rank", "id", **where("state = 'queued'")),
    Index("uq_print_jobs_receipt", "number", unique=True, **where("kind <> 'card'")),
)

audit = Table(
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

audit_head = Table(
    "audit_head",
    metadata,
    Column("one", Integer, CheckConstraint("one = 1", name="one"), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("seal", String(64), nullable=False),
    Column("cards", BigInteger, nullable=False),
)

search_keys = Table(
    "search_keys",
    metadata,
    # Byte order in both databases: a prefix is then a range of the primary key.
    Column(
        "key", String(120).with_variant(String(120, collation="C"), "postgresql"), primary_key=True
    ),
    Column("holder_id", ForeignKey("holders.id"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

APPEND_ONLY = (
    "entries",
    "audit",
    "actions",
    "action_holders",
    "card_designs",
    "card_design_uses",
)
"""Tables whose rows are never changed or removed; triggers in the migrations see to it."""
