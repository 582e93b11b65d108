"""Blanks that were used up for the test page of a printer."""

from __future__ import annotations

from db.migrations.checks import loosen

revision = "0010"
down_revision = "0009"

_OLD_KINDS = (
    "kind IN ('blank_differences', 'card', 'cash', 'destroyed', 'differences', 'fees', 'hopper', "
    "'made', 'making', 'meal', 'on_the_way', 'opening', 'safe', 'spoiled', 'stock', 'supplier')"
)
_NEW_KINDS = _OLD_KINDS.replace("'supplier')", "'supplier', 'tested')")


def upgrade() -> None:
    loosen("accounts", "kind", _OLD_KINDS, _NEW_KINDS)
