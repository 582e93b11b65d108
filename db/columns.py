"""What the columns of the schema are made of, the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Integer,
    MetaData,
    String,
    text,
)
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    import enum
    from collections.abc import Iterable

    from sqlalchemy.engine import Dialect

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept in UTC; SQLite knows no zones, so both databases keep it without one."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse moments without a zone: they mean something else on the next machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a moment needs a zone"
            raise ValueError(msg)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


IdNumber = BigInteger().with_variant(Integer, "sqlite")


def key() -> Column[int]:
    """Return the number of a row, given by the database."""
    return Column("id", IdNumber, primary_key=True, autoincrement=True)


def among(column: str, values: Iterable[enum.Enum]) -> str:
    """Return the condition that a column holds one of these values."""
    names = ", ".join(f"'{v.value}'" for v in sorted(values, key=lambda v: str(v.value)))
    return f"{column} IN ({names})"


def choice(
    name: str, values: type[enum.Enum], *, default: enum.Enum | None = None
) -> tuple[Column[str], CheckConstraint]:
    """Return a column that holds one of ``values``, and the CHECK that says so."""
    value = default.value if default else None
    return Column(name, String(30), nullable=False, server_default=value), CheckConstraint(
        among(name, values), name=name
    )


def where(condition: str) -> dict[str, Any]:
    """Return what makes an index a partial one in both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
