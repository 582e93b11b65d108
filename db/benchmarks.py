"""Measures lookups and commits on books of its own, each beside the bare driver in the same run."""

from __future__ import annotations

import gc
import random
import statistics
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, func, or_, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from backoffice.domain.certificate_numbers import weights_7_3_1
from db import search
from db import tables as t
from db.scratch import driver_of, fill, invented, scratch_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from backoffice.domain.intake import HolderRow
    from backoffice.ports import Benchmark, Store
    from db.store import SqlBooks, SqlStore

_SEED = 9
_SAMPLE = 60
_CONTAINS = 9
_COMMITS = 300
_TYPED_ON_SCREEN = 60
_TODAY = date(2026, 11, 22)


def benchmarks(
    url: str,
    folder: Path,
    *,
    holders: int,
    act: Callable[[Store], None],
    also: Callable[[Store, Sequence[str]], Mapping[str, int | float | str]],
) -> Sequence[Benchmark]:
    """Return what this package measures, on the kind of database that ``url`` names.

    Args:
        url: The desk's own database; only its server is used, never its books.
        folder: Where scratch books of SQLite lie: the disk that is measured.
        holders: How many people lookups are measured with.
        act: Performs one small action.
        also: Measures more on the same people, for example how fast a window shows them.
    """
    return [
        Lookup(url=url, folder=folder, holders=holders, also=also),
        Commits(url=url, folder=folder, act=act),
    ]


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """Finding people: the path the window takes, beside the same SQL without it."""

    url: str
    folder: Path
    holders: int
    also: Callable[[Store, Sequence[str]], Mapping[str, int | float | str]]
    name: str = "lookup"

    def run(self, told: Callable[[str], None]) -> dict[str, int | float | str]:
        """Fill scratch books and ask them what clerks ask."""
        with scratch_store(self.url, self.folder) as store:
            begun = time.perf_counter()
            fill(store, self.holders, told)
            filled = time.perf_counter() - begun
            queries = list(_queries(self.holders))
            found, bare = _ask(store, queries)
            naive = _contains(store, queries[:: max(1, len(queries) // _CONTAINS)])
            own = _percentiles(found)
            return {
                "database": store.engine.dialect.name,
                "holders": self.holders,
                "queries": len(queries),
                **own,
                **{f"floor_{name}": value for name, value in _percentiles(bare).items()},
                "ratio_to_floor": round(statistics.median(found) / statistics.median(bare), 2),
                "orm_contains_p50_ms": _percentiles(naive)["p50_ms"],
                "times_faster_than_contains": round(
                    statistics.median(naive) / statistics.median(found)
                ),
                "fill_seconds": round(filled, 1),
                **_sizes(store, self.holders),
                **self.also(store, list(islice(_words(self.holders), _TYPED_ON_SCREEN))),
            }


@dataclass(frozen=True, kw_only=True)
class Commits:
    """Actions per second through the one write path, beside bare commits of one row."""

    url: str
    folder: Path
    act: Callable[[Store], None]
    name: str = "commits"

    def run(self, told: Callable[[str], None]) -> dict[str, int | float | str]:
        """Perform actions one after another on empty scratch books."""
        with scratch_store(self.url, self.folder) as store:
            told("…")
            done, bare = [], []
            with _bare_commits(store) as commit:
                for _ in range(_COMMITS):
                    done.append(_timed(lambda: self.act(store)))
                    bare.append(_timed(commit))
            return {
                "database": store.engine.dialect.name,
                "actions": _COMMITS,
                "actions_per_second": round(1000 * _COMMITS / sum(done)),
                **_percentiles(done),
                "floor_commits_per_second": round(1000 * _COMMITS / sum(bare)),
                **{f"floor_{name}": value for name, value in _percentiles(bare).items()},
                "ratio_to_floor": round(statistics.median(done) / statistics.median(bare), 2),
            }


def _queries(count: int) -> Iterator[str]:
    """Yield what clerks type letter by letter, and what they scan."""
    for row in _people(count):
        for typed in _typed(row):
            yield from (typed[:end] for end in range(1, len(typed) + 1))
        yield row.certificate_number
        yield _zone(row.certificate_number, _spoken(row))
    yield from "abcdefghijklmnopqrstuvwxyz0123456789"
    yield from ("王", "伟", "王伟", "李娜", "wang", "zhangwei", "lxy", "nobody at all", "E99999999")


def _words(count: int) -> Iterator[str]:
    for row in _people(count):
        yield from _typed(row)


def _people(count: int) -> Iterator[HolderRow]:
    chance = random.Random(_SEED + 1)  # noqa: S311  repeated on purpose
    wanted = set(chance.sample(range(count), min(_SAMPLE, count)))
    return (row for at, row in enumerate(invented(count)) if at in wanted)


def _typed(row: HolderRow) -> tuple[str, ...]:
    spoken = _spoken(row)
    return row.name, "".join(spoken), "".join(word[0] for word in spoken), row.number


def _spoken(row: HolderRow) -> list[str]:
    from db.pinyin import latin  # noqa: PLC0415  slow import

    return latin(row.name).lower().split()


def _zone(number: str, spoken: Sequence[str]) -> str:
    letters = ["".join(s for s in word.upper() if "A" <= s <= "Z") for word in spoken]
    first = f"P<CHN{letters[0]}<<{'<'.join(letters[1:])}"[:44].ljust(44, "<")
    number_, birth, expiry = number.ljust(9, "<"), "800101", "300101"
    parts = [field + weights_7_3_1(field) for field in (number_, birth, expiry)]
    personal = "<" * 14 + "0"
    second = f"{parts[0]}CHN{parts[1]}M{parts[2]}{personal}"
    return f"{first}\n{second}{weights_7_3_1(parts[0] + parts[1] + parts[2] + personal)}"


def _ask(store: SqlStore, queries: Sequence[str]) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each query through the store and on the bare driver."""
    found: list[float] = []
    bare: list[float] = []
    gc.collect()
    with _bare_questions(store) as ask:
        for times in ([], found):  # the first pass warms what a desk has warm
            for query in queries:
                times.append(_timed(partial(_find, store, query)))
                if times is found:
                    bare.append(_timed(ask(query)))
    return found, bare


def _find(store: SqlStore, query: str) -> None:
    store.find(query)


@contextmanager
def _bare_questions(store: SqlStore) -> Iterator[Callable[[str], Callable[[], object]]]:
    """Give the SQL of a lookup to the driver, without pool, transaction or ranking."""
    dialect = store.engine.dialect

    def ask(query: str) -> Callable[[], object]:
        asked = search.question(store.vault, query, _TODAY)
        if asked is None:
            return lambda: None
        compiled = asked[0].compile(dialect=dialect)
        values: Any = compiled.construct_params(asked[1])
        if compiled.positiontup is not None:
            values = tuple(values[name] for name in compiled.positiontup)
        statement = str(compiled)
        return lambda: driver.execute(statement, values).fetchall()

    with driver_of(store) as driver:
        yield ask


@contextmanager
def _bare_commits(store: SqlStore) -> Iterator[Callable[[], None]]:
    begin = "BEGIN IMMEDIATE" if store.engine.dialect.name == "sqlite" else "BEGIN"
    with driver_of(store) as driver:
        driver.execute("CREATE TABLE bench_floor (one INTEGER)")

        def commit() -> None:
            driver.execute(begin)
            driver.execute("INSERT INTO bench_floor VALUES (1)")
            driver.execute("COMMIT")

        yield commit


class _Mapped(DeclarativeBase):
    """The mapping a lookup would naively be written with."""


class _Person(_Mapped):
    __tablename__ = "holders"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    name_latin: Mapped[str] = mapped_column(String(200))


def _contains(store: SqlStore, queries: Sequence[str]) -> list[float]:
    """Return the milliseconds of the naive way: columns that contain the text, through the ORM."""

    def ask(query: str) -> None:
        columns = (_Person.name, _Person.name_latin, _Person.number)
        where = or_(*(column.contains(query) for column in columns))
        with Session(store.engine) as session:
            session.scalars(select(_Person).where(where).order_by(_Person.name).limit(50)).all()

    return [_timed(partial(ask, query)) for query in queries]


def _sizes(store: SqlStore, holders: int) -> dict[str, int | float | str]:
    with store.reading() as books:
        keys = books.connection.scalar(select(func.count()).select_from(t.search_keys)) or 0
        return {
            "keys_per_holder": round(keys / holders, 2),
            "key_bytes_per_holder": round(_bytes_of_keys(books) / holders),
        }


def _bytes_of_keys(books: SqlBooks) -> int:
    statement = (
        "SELECT sum(pgsize) FROM dbstat WHERE name = 'search_keys'"
        if books.connection.dialect.name == "sqlite"
        else "SELECT pg_total_relation_size('search_keys')"
    )
    return books.connection.scalar(text(statement)) or 0


def _timed(what: Callable[[], object]) -> float:
    begun = time.perf_counter()
    what()
    return (time.perf_counter() - begun) * 1000


def _percentiles(times: Sequence[float]) -> dict[str, int | float | str]:
    ordered = sorted(times)
    return {
        "p50_ms": round(statistics.median(ordered), 3),
        "p99_ms": round(ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)], 3),
    }
