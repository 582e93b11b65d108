"""Actions about several people at once: each of them, for their timelines."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    UniqueConstraint,
)

from db.migrations.append_only import protect

revision = "0009"
down_revision = "0008"

_Id = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "action_holders",
        Column("id", _Id, primary_key=True, autoincrement=True),
        Column("action_id", String(36), nullable=False),
        Column(
            "holder_id",
            _Id,
            ForeignKey("holders.id", name="fk_action_holders_holder_id"),
            nullable=False,
        ),
        UniqueConstraint("action_id", "holder_id", name="uq_action_holders_action_id"),
        ForeignKeyConstraint(
            ["action_id"],
            ["actions.id"],
            name="fk_action_holders_action_id",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_action_holders_holder_id", "action_holders", ["holder_id"])
    protect("action_holders")
