"""Desks and terminals that can be changed: in or out of service, what they do, where they lie."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Boolean, Column, String, case, column, table, true, update

revision = "0012"
down_revision = "0011"

_SERVICES = "recharge loss_report collection replacement"
_AREAS = {"Area 1": "1", "Area 2": "2", "Science Park": "SP", "Civil Building Area": "CB"}


def upgrade() -> None:
    for name in ("desks", "terminals"):
        op.add_column(name, Column("in_service", Boolean, nullable=False, server_default=true()))
        places = table(name, area := column("area", String))
        op.execute(update(places).values(area=case(_AREAS, value=area, else_=area)))
    services = Column("services", String(100), nullable=False, server_default=_SERVICES)
    op.add_column("terminals", services)
