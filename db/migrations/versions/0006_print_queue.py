"""Printers have names, and whoever stands at the window is printed first."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute("ALTER TABLE print_jobs ADD COLUMN printer VARCHAR(60) DEFAULT '' NOT NULL")
    op.execute(
        "ALTER TABLE print_jobs ADD COLUMN rank INTEGER DEFAULT '0' NOT NULL "
        "CONSTRAINT ck_print_jobs_rank CHECK (rank BETWEEN 0 AND 2)"
    )
    op.execute(
        "CREATE INDEX ix_print_jobs_next ON print_jobs (desk_id, rank, id) WHERE state = 'queued'"
    )
