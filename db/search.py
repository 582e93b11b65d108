"""Lookup by whatever a person at a window gives: a name, its sound, a number, a scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert

from db import tables as t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from backoffice.domain.search import Found
    from db.vault import Vault


def add_card(connection: Connection, number: str, holder_id: int) -> None:
    """Make a card findable by its number for ever: a dead card in hand must show its successor."""
    connection.execute(insert(t.search_keys).values(key=number, holder_id=holder_id))


def find(connection: Connection, vault: Vault, text: str) -> Sequence[Found]:
    """Return who is meant, best first."""
    raise NotImplementedError
