"""Books that are made for a measurement and thrown away after it."""

from __future__ import annotations

import random
import shutil
import tempfile
import tomllib
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from backoffice.domain.certificates import CertificateKind
from backoffice.domain.holders import HolderKind
from backoffice.domain.intake import HolderRow
from backoffice.domain.refusal import Fault
from backoffice.domain.sentences import sentence
from db.engine import open_engine, translated
from db.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from db.store import SqlStore

_RECIPE = Path(__file__).parent.parent / "assets" / "demo" / "people.toml"
_BATCH = 5_000
_SEED = 9


@contextmanager
def scratch_store(url: str, folder: Path) -> Iterator[SqlStore]:
    """Open new books beside those of ``url`` and throw them away afterwards.

    Raises:
        Fault: They can't be made; on a server, making a database needs the right to.
    """
    place = Path(tempfile.mkdtemp(prefix="bench-", dir=folder))
    try:
        with _scratch_url(url, place) as own:
            store = open_store(own, key_file=place / "key", backups=place)
            with closing(store):
                yield store
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _scratch_url(url: str, place: Path) -> Iterator[str]:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        yield f"sqlite:///{place / 'books.sqlite'}"
        return
    name = f"bench_{uuid4().hex}"
    admin = open_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    try:
        with translated(), admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
    except DBAPIError as error:
        raise Fault(
            "bench-database",
            sentence("The server does not let this user make a database to measure on."),
        ) from error
    try:
        yield parsed.set(database=name).render_as_string(hide_password=False)
    finally:
        with translated(), admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def invented(count: int) -> Iterator[HolderRow]:
    """Yield invented holders, the same ones for the same count."""
    chance = random.Random(_SEED)  # noqa: S311  repeated on purpose
    recipe = tomllib.loads(_RECIPE.read_text(encoding="utf-8"))
    family, given, latin = recipe["family"], recipe["given"], recipe["latin"]
    often = [1 / (3 + rank) for rank in range(len(family))]
    units = list(recipe["units"].items())
    for at in range(count):
        name = chance.choices(family, often)[0] + "".join(
            chance.choices(given, k=chance.choice((1, 2, 2, 2)))
        )
        unit_code, unit_name = chance.choice(units)
        yield HolderRow(
            number=f"{2000 + at % 25}{at:07d}",
            name=chance.choice(latin) if at % 50 == 0 else name,
            name_latin="",
            kind=HolderKind.STAFF,
            unit_code=unit_code,
            unit_name=unit_name,
            certificate_kind=CertificateKind.PASSPORT,
            certificate_number=f"E{at:08d}",
        )


def fill(store: SqlStore, count: int, told: Callable[[str], None]) -> None:
    """Enter invented holders; ``told`` hears how far it is."""
    people, entered = invented(count), 0
    while batch := list(islice(people, _BATCH)):
        with store.writing("bench", datetime.now(UTC)) as books:
            books.intake.enter(batch)
        entered += len(batch)
        told(f"{entered}/{count}")
    if store.engine.dialect.name == "postgresql":  # what a running server does by itself, in time
        with store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))


@contextmanager
def driver_of(store: SqlStore) -> Iterator[Any]:
    """Open the driver's own connection, with the same settings and nothing of SQLAlchemy's."""
    if store.engine.dialect.name == "sqlite":
        raw = store.engine.raw_connection()
        with closing(raw):
            yield raw.driver_connection
    else:
        import psycopg  # noqa: PLC0415  only where there is a server

        address = store.engine.url.set(drivername="postgresql")
        with psycopg.connect(
            address.render_as_string(hide_password=False), autocommit=True
        ) as connection:
            yield connection
