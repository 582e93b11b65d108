"""The telephone of whoever collects the batches of a unit."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, String

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    telephone = Column("telephone", String(40), nullable=False, server_default="")
    op.add_column("units", telephone)
