"""Photos: where they come from, who decided, when gates get them; and policies.

Columns are added one by one: SQLite can't rebuild a table that cards refer to inside a transaction.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, DateTime, Integer, String, Text
from sqlalchemy.types import BigInteger

revision = "0002"
down_revision = "0001"

_CLEANED = (
    "UPDATE photos SET effective_on = taken_on WHERE state = 'approved' AND effective_on IS NULL",
    # Only the newest can wait for approval.
    """
    UPDATE photos SET state = 'superseded' WHERE state = 'submitted' AND EXISTS (
        SELECT 1 FROM photos AS newer WHERE newer.holder_id = photos.holder_id
        AND newer.state = 'submitted' AND newer.id > photos.id)
    """,
    # Nobody wrote down why.
    "UPDATE photos SET state = 'superseded' WHERE state = 'rejected'",
)

_COLUMNS = (
    """source VARCHAR(30) DEFAULT 'portal' NOT NULL
    CONSTRAINT ck_photos_source CHECK (source IN ('camera', 'file', 'portal'))
    """,
    """reason VARCHAR(30) DEFAULT 'collected' NOT NULL
    CONSTRAINT ck_photos_reason CHECK (reason IN ('collected', 'first', 'not_recognised', 'wish'))
    """,
    "taken_by {id} CONSTRAINT fk_photos_taken_by REFERENCES clerks (id)",
    "measured TEXT",
    "decided_by {id} CONSTRAINT fk_photos_decided_by REFERENCES clerks (id)",
    "decided_at {moment}",
    """rejection VARCHAR(30)
    CONSTRAINT ck_photos_rejection CHECK (rejection IN ('background', 'blurred', 'clothing', 'edited', 'eyes', 'face', 'light', 'other', 'other_person'))
    CONSTRAINT ck_photos_effective CHECK (state <> 'approved' OR effective_on IS NOT NULL)
    CONSTRAINT ck_photos_rejected_why CHECK ((state = 'rejected') = (rejection IS NOT NULL))
    """,  # noqa: E501  as the database shows it
    "words VARCHAR(400) DEFAULT '' NOT NULL",
    "date_reason VARCHAR(400) DEFAULT '' NOT NULL",
    """removed_on DATE
    CONSTRAINT ck_photos_ended CHECK ((ended_on IS NOT NULL) = (state IN ('rejected', 'superseded')))
    CONSTRAINT ck_photos_removed CHECK ((removed_on IS NOT NULL) = (length(picture) = 0))
    CONSTRAINT ck_photos_removed_when_ended CHECK (removed_on IS NULL OR ended_on IS NOT NULL)
    """,  # noqa: E501  same
    "hand_over_id {id} CONSTRAINT fk_photos_hand_over_id REFERENCES photo_hand_overs (id)",
)

_INDEXES = (
    "CREATE INDEX ix_photos_hand_over_id ON photos (hand_over_id)",
    "CREATE UNIQUE INDEX uq_photos_one_submitted ON photos (holder_id) WHERE state = 'submitted'",
    "CREATE INDEX ix_photos_submitted ON photos (id) WHERE state = 'submitted'",
    """
    CREATE INDEX ix_photos_ended ON photos (ended_on)
    WHERE removed_on IS NULL AND ended_on IS NOT NULL
    """,
    """
    CREATE INDEX ix_photos_gates ON photos (effective_on)
    WHERE state = 'approved' AND hand_over_id IS NULL
    """,
)


def upgrade() -> None:
    number = BigInteger().with_variant(Integer, "sqlite")
    op.create_table(
        "photo_hand_overs",
        Column("id", number, primary_key=True, autoincrement=True),
        Column("at", DateTime, nullable=False),
        Column("photos", Integer, nullable=False),
        Column("manifest", Text, nullable=False),
        Column("written_at", DateTime),
    )
    op.create_table(
        "policies",
        Column("name", String(60), primary_key=True),
        Column("value", String(60), nullable=False),
    )
    sqlite = op.get_context().dialect.name == "sqlite"
    types = {
        "id": "INTEGER" if sqlite else "BIGINT",
        "moment": "DATETIME" if sqlite else "TIMESTAMP WITHOUT TIME ZONE",
    }
    for statement in _CLEANED:
        op.execute(statement)
    op.execute("ALTER TABLE photos ADD COLUMN ended_on DATE")
    op.execute("UPDATE photos SET ended_on = CURRENT_DATE WHERE state = 'superseded'")
    for column in _COLUMNS:
        op.execute(f"ALTER TABLE photos ADD COLUMN {column.format(**types)}")
    for statement in _INDEXES:
        op.execute(statement)
