"""Inserts or changes many rows at once: one statement for hundreds of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, String, Text, func, select, text, update

from backoffice.ports import Conflict
from db.columns import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, Dialect, Table

_SOME = 500
_MOMENT = "%Y-%m-%d %H:%M:%S.%f"  # as SQLAlchemy keeps moments in SQLite


def pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield so many at a time as a statement may name."""
    for start in range(0, len(ids), _SOME):
        yield ids[start : start + _SOME]


def change(
    connection: Connection,
    table: Table,
    ids: Sequence[int],
    values: Mapping[str, object],
    *,
    while_: ColumnElement[bool],
) -> None:
    """Change rows by their ids; ``Conflict`` unless ``while_`` holds for each of them."""
    for some in pieces(ids):
        wanted = update(table).where(table.c.id.in_(some), while_).values(**values)
        if connection.execute(wanted).rowcount != len(some):
            raise Conflict(f"{table.name} {some[0]}")


def next_ids(connection: Connection, table: Table, count: int) -> list[int]:
    """Return ids for new rows; the audit head lock keeps other writers away meanwhile."""
    if connection.dialect.name == "sqlite":
        newest = connection.scalar(select(func.max(table.c.id))) or 0
        return list(range(newest + 1, newest + 1 + count))
    rows = connection.scalars(
        text(
            "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"
        ),
        {"table": table.name, "count": count},
    )
    return list(rows)


def insert_many(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Insert rows of plain values in the order of ``columns``; moments carry a zone."""
    kept = list(rows)
    if not kept:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608  our names
        connection.exec_driver_sql(statement, [tuple(map(_plain, row)) for row in kept])
        return
    # Arrays travel as one parameter each; casting to a length would cut longer text silently.
    types = [_array_type(table.c[name], connection.dialect) for name in columns]
    arrays = ", ".join(f"%s::{type_}[]" for type_ in types)
    statement = f'INSERT INTO "{table.name}" ({names}) SELECT * FROM unnest({arrays})'  # noqa: S608
    turned: list[list[Any]] = [list(column) for column in zip(*kept, strict=True)]
    for at, name in enumerate(columns):
        kind: object = table.c[name].type
        if isinstance(kind, UtcDateTime):
            turned[at] = [kind.process_bind_param(m, connection.dialect) for m in turned[at]]
    connection.exec_driver_sql(statement, tuple(turned))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return _utc(value)
    return value.isoformat() if isinstance(value, date) else value


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(_MOMENT)


def _array_type(column: Column[object], dialect: Dialect) -> str:
    if isinstance(column.type, String | Text):
        return "text"
    if isinstance(column.type, BigInteger):
        return "bigint"
    return column.type.compile(dialect)
