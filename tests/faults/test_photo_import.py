"""Kills and hangs the workers of an import of photos, and the import itself."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from backoffice.commands import _measuring, import_photos, registry
from backoffice.domain.refusal import Fault
from db import tables as t
from tests.fixtures.books import PROGRAM as THE_PROGRAM
from tests.fixtures.books import FixedClock, run
from tests.fixtures.lists import holder_row
from tests.fixtures.portraits import jpeg, noisy, portrait
from tests.fixtures.stand_in_studio import HANGS, KILLS, StandInStudio

ROOT = Path(__file__).parents[2]
FEW, MANY = 100, 600
# The program as a desk starts it, but it enters four photos at a time and dies at the N-th.
PROGRAM = """
import itertools, multiprocessing, os, signal, sys
import main
from backoffice.commands import import_photos

dies_at, *arguments = sys.argv[1:]
entered, new_photo = itertools.count(1), import_photos.NewPhoto

def dying(**known):
    if next(entered) == int(dies_at):
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    return new_photo(**known)

import_photos._BATCH, import_photos.NewPhoto = 4, dying
sys.exit(main.main(arguments))
"""


@pytest.fixture
def books_url(sqlite_url):
    return sqlite_url


@pytest.fixture
def numbers(people):
    """Enter twelve people without photos and return their numbers."""
    entered = [f"{at:02}" for at in range(12)]
    for number in entered:
        people.staff(number=number, photo=False, card=None)
    return entered


@pytest.fixture
def written(tmp_path):
    def folder(photos):
        path = tmp_path / "photos"
        path.mkdir(exist_ok=True)
        for name, content in photos.items():
            (path / name).write_bytes(content)
        return path

    return folder


@pytest.fixture
def take_in(program, monkeypatch):
    """Run the command in actions of two photos, measuring without looking."""
    monkeypatch.setattr(program, "studio", StandInStudio)
    monkeypatch.setattr(import_photos, "_BATCH", 2)

    def run(path):
        given = registry.command_line("en").parse_args(["import", "photos", str(path)])
        return import_photos.run(program, given)

    return run


def rows(store):
    with store.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(t.photos))


def waiting(store):
    with store.reading() as books:
        return books.photos.submitted_count


def within(seconds, found):
    deadline = time.monotonic() + seconds
    while not (answer := found()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return answer


def measuring(pid):
    """Tell whether a process is a worker that is still there."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2]
        called = Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status[0] != "Z" and "spawn_main" in called


@pytest.mark.parametrize("deadly", [KILLS, HANGS])
def test_a_worker_that_dies_or_hangs_is_a_sentence_and_the_next_run_goes_on(
    store, numbers, written, take_in, monkeypatch, deadly
):
    monkeypatch.setattr(_measuring, "_LONGEST_SECONDS", 4.0)
    photos = {f"{number}.jpg": number.encode() for number in numbers}
    with pytest.raises(Fault) as fault:
        take_in(written(photos | {"07.jpg": deadly}))
    assert fault.value.code == "measuring-ended"
    assert "07.jpg" in str(fault.value)
    assert multiprocessing.active_children() == []
    assert waiting(store) == 6
    assert take_in(written(photos)) == 0
    assert rows(store) == waiting(store) == 12


def test_when_all_workers_are_killed_at_once_it_is_a_sentence_too(
    numbers, written, take_in, monkeypatch
):
    entered = import_photos._enter

    def kill_and_enter(program, batch):
        for child in multiprocessing.active_children():
            os.kill(child.pid, signal.SIGKILL)
        return entered(program, batch)

    monkeypatch.setattr(import_photos, "_enter", kill_and_enter)
    with pytest.raises(Fault):
        take_in(written({f"{number}.jpg": number.encode() for number in numbers}))
    assert multiprocessing.active_children() == []


@pytest.fixture
def start(store, written, numbers, tmp_path):
    """Run the real program on a folder of real photos; return its exit code and what it said."""
    path = written({f"{n}.jpg": jpeg(noisy(portrait(), sigma=1)) + n.encode() for n in numbers})
    url = f"sqlite:///{tmp_path / 'books.sqlite'}"

    def run(*, dies_at=0):
        command = [sys.executable, "-c", PROGRAM, str(dies_at), "--language", "en"]
        command += ["--database", url, "import", "photos", str(path), "--json"]
        done = subprocess.run(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False, timeout=60
        )
        return done.returncode, done.stdout

    return run


@pytest.mark.parametrize(("dies_at", "committed"), [(3, 0), (8, 4)])
def test_killed_in_the_middle_and_begun_again_nothing_is_lost_and_nothing_entered_twice(
    store, start, numbers, dies_at, committed
):
    code, said = start(dies_at=dies_at)
    workers = [int(pid) for pid in said.split()]
    assert (code, rows(store)) == (-signal.SIGKILL, committed)
    assert workers
    within(20, lambda: not any(measuring(pid) for pid in workers))
    code, said = start()
    assert (code, json.loads(said)["matched"]) == (0, len(numbers))
    assert rows(store) == waiting(store) == len(numbers)


def test_control_undisturbed_one_run_is_enough(store, start, numbers):
    code, said = start()
    assert (code, json.loads(said)["matched"]) == (0, len(numbers))
    assert rows(store) == waiting(store) == len(numbers)


@pytest.fixture
def peaks(store, tmp_path):
    """Import photos in a process of its own; return its peak and that of its largest worker."""

    def enrol(books, turn):
        books.intake.enter([holder_row(f"{at:06}") for at in range(MANY)])

    run(store, FixedClock(), THE_PROGRAM, "enrol", enrol)

    def imported(count, *, batch):
        folder = tmp_path / f"{count}"
        folder.mkdir()
        for at in range(count):
            with (folder / f"{at:06}.jpg").open("wb") as file:
                file.write(f"{at}".encode())
                file.truncate(300_000)  # takes no room on the disk
        url = f"sqlite:///{tmp_path / 'books.sqlite'}"
        command = [sys.executable, "-m", "tests.faults.import_memory", url, folder, str(batch)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        assert json.loads(done.stdout)["matched"] == count
        return [int(peak) for peak in done.stderr.split()]

    return imported


def test_many_photos_take_no_more_memory_than_few(peaks):
    few, many = peaks(FEW, batch=50), peaks(MANY, batch=50)
    print(few, many)
    assert all(after - before < 20 for before, after in zip(few, many, strict=True))


def test_control_photos_that_are_kept_until_the_end_are_noticed(peaks):
    few, many = peaks(FEW, batch=MANY), peaks(MANY, batch=MANY)
    print(few, many)
    assert many[0] - few[0] > 40
