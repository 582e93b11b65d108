import json

import pytest
from sqlalchemy import text

from backoffice.commands import bench, registry
from db import benchmarks


@pytest.fixture
def figures(program, monkeypatch, capsys):
    monkeypatch.setattr(benchmarks, "_COMMITS", 5)
    monkeypatch.setattr(benchmarks, "_SAMPLE", 3)
    monkeypatch.delenv("DISPLAY", raising=False)  # the window is measured in tests/desk

    def run(*arguments):
        given = registry.command_line("en").parse_args(["bench", "--json", *arguments])
        assert bench.run(program, given) == 0
        return json.loads(capsys.readouterr().out)

    return run


def databases(store):
    with store.engine.connect() as connection:
        if store.engine.dialect.name == "sqlite":
            return set()
        return set(connection.scalars(text("SELECT datname FROM pg_database")))


def test_every_figure_has_its_floor_beside_it(figures):
    found = figures("--holders", "200")
    for part in ("lookup", "commits"):
        times = {name for name in found[part] if name in {"p50_ms", "p99_ms"}}
        assert times == {"p50_ms", "p99_ms"}
        assert {f"floor_{name}" for name in times} <= set(found[part])
        assert found[part]["ratio_to_floor"] > 0
    assert found["lookup"]["holders"] == 200
    assert 5 < found["lookup"]["keys_per_holder"] < 12
    assert found["lookup"]["orm_contains_p50_ms"] > 0
    assert found["commits"]["floor_commits_per_second"] > 0


def test_the_desks_own_books_are_not_touched_and_nothing_is_left(figures, store, tmp_path):
    before = databases(store), sorted(tmp_path.glob("bench*"))
    with store.reading() as books:
        head = books.journal.head()
    figures("--holders", "50", "--only", "lookup")
    assert (databases(store), sorted(tmp_path.glob("bench*"))) == before
    with store.reading() as books:
        assert books.journal.head() == head
        assert books.intake.holders_known == 0


def test_what_is_asked_includes_scans_that_find_somebody(store, clock):
    from db.scratch import fill, scratch_store

    url = store.engine.url.render_as_string(hide_password=False)
    with scratch_store(url, store_folder(store)) as scratch:
        fill(scratch, 20, lambda _: None)
        queries = list(benchmarks._queries(20))
        zones = [query for query in queries if query.startswith("P<")]
        with scratch.reading() as books:
            assert len(zones) == 20
            assert all(books.holders.find(zone)[0].by_certificate for zone in zones)


def store_folder(store):
    from pathlib import Path

    database = store.engine.url.database or ""
    return Path(database).parent if store.engine.dialect.name == "sqlite" else Path("/tmp")  # noqa: S108
