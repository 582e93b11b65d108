"""Kills an export of rights at every step: a gate finds the whole folder or none (E3)."""

import hashlib
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from backoffice.domain import gate_rights
from backoffice.domain.entry import EntryState, NewApplication
from db.opening import open_store
from tests.fixtures.books import PROGRAM, FixedClock, close_for_copies, run
from tests.fixtures.people import People

ROOT = Path(__file__).parents[2]
KILLED, DONE = -signal.SIGKILL, 0


@pytest.fixture(scope="module")
def base(sqlite_template, tmp_path_factory):
    """Return a folder with books in which one person may enter."""
    folder = tmp_path_factory.mktemp("base")
    with sqlite_template.copied(folder) as url:
        store = open_store(url, key_file=folder / "certificates.key", backups=folder)
        holder = People(store, FixedClock()).staff()

        def enter(books, turn):
            days = {"from_on": turn.today, "until_on": turn.today + timedelta(days=30)}
            new = NewApplication(holder_id=holder, campus="1", reason="lectures", **days)
            books.entry.move(books.entry.apply(new), EntryState.PASSED)
            return holder

        run(store, FixedClock(), PROGRAM, "pass", enter)
        close_for_copies(store)
        yield folder


@pytest.fixture(scope="module")
def steps(base, tmp_path_factory):
    """Return how many steps an undisturbed export takes in the folder."""
    folder = tmp_path_factory.mktemp("census") / "books"
    shutil.copytree(base, folder)
    return int(started(folder, 0).stdout)


def started(folder, n, *, bare=False):
    command = [sys.executable, "-m", "tests.faults.entry_export_process", str(folder), str(n)]
    command += ["bare"] if bare else []
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


def export(folder, n=0, *, bare=False):
    return started(folder, n, bare=bare).returncode


def seen(folder):
    """Return for each folder that is shown whether it is whole."""
    return {path.name: whole(path) for path in sorted((folder / "gates").glob("entry-*"))}


def whole(folder):
    names = {path.name for path in folder.iterdir()}
    if names != {"rights.csv", "manifest.csv"}:
        return False
    text = (folder / "rights.csv").read_bytes()
    line = (folder / "manifest.csv").read_text().splitlines()[1:]
    return line == [f"{gate_rights.NAME},{hashlib.sha256(text).hexdigest()},1"]


def killed_then_again(base, top, n, *, bare=False):
    folder = top / f"killed-{n}"
    shutil.copytree(base, folder)
    ended = export(folder, n, bare=bare)
    between = seen(folder)
    again = export(folder) if not bare else DONE
    hidden = {path.name for path in (folder / "gates").glob(".*")}
    return ended, between, again, seen(folder), hidden


def at_steps(base, top, steps, **how):
    """Kill at one step after the other."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda n: killed_then_again(base, top, n, **how), steps))


def test_e3_killed_at_every_step_a_gate_finds_all_or_nothing_and_the_next_one_is_whole(
    base, steps, tmp_path
):
    assert steps >= 5
    ends = at_steps(base, tmp_path, range(1, steps + 1))
    for ended, between, again, end, hidden in ends:
        assert (ended, again) == (KILLED, DONE)
        assert all(between.values())
        assert end
        assert all(end.values())
        assert hidden == {".entry.lock"}
    assert any(not between for _ended, between, *_ in ends)


def test_control_written_where_the_gates_read_a_killed_export_shows_half(base, steps, tmp_path):
    ends = at_steps(base, tmp_path, range(3, steps), bare=True)
    assert any(False in between.values() for _ended, between, *_ in ends)
