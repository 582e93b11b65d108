"""Kills an export at every write, or fails it: a reader finds the whole folder or none."""

import hashlib
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from backoffice.actions import new_action_id
from backoffice.commands.photos_export import BY_ITSELF
from backoffice.domain import manifests
from backoffice.domain.refusal import Fault, Refusal
from backoffice.hand_over import LOCK, hand_over
from db.opening import open_store
from tests.faults.export_process import GATES, NOTHING_DUE
from tests.faults.forks import DONE, FAULT
from tests.faults.killing import KILLED, Forks, at_each, books_in_memory, points_of, two
from tests.fixtures.books import FixedClock
from tests.fixtures.documents import portrait
from tests.fixtures.people import People

NUMBERS = {"20140001", "20140002", "20140003"}
# What makes, fills, shows and removes files; the books' own pages are written by pwrite64.
OURS = ("mkdir", "write", "fsync", "rename")
BOOKS = ("pwrite64", "fdatasync")


class Exports(Forks):
    """Starts exports, and reads what a gate reads."""

    program = "tests.faults.export_process"

    @property
    def gates(self):
        return self._folder / GATES

    def seen(self):
        """Return the holders in every folder that is shown; None stands for one not whole."""
        return [whole(folder) for folder in sorted(self.gates.glob("photos-*"))]

    def unwritten(self):
        [(count,)] = self.rows("SELECT count(*) FROM photo_hand_overs WHERE written_at IS NULL")
        return count


def whole(folder):
    """Return whose photos a folder holds, if it holds what its manifest says."""
    manifest = folder / manifests.NAME
    if not manifest.exists():
        return None
    lines = list(manifests.read(manifest.read_text()))
    files = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in folder.glob("*.jpg")}
    if not lines or files != {line.file: line.sha256 for line in lines}:
        return None
    return sorted(line.holder_number for line in lines)


@pytest.fixture(scope="module")
def base(sqlite_template):
    """Return a folder with the books of a center in which three photos are due."""

    def fill(store):
        people = People(store, FixedClock())
        for number in sorted(NUMBERS):
            people.staff(number=number, photo=portrait() + number.encode())

    with books_in_memory(sqlite_template, fill) as (folder, _):
        yield folder


@pytest.fixture(scope="module")
def exports(base):
    with two(Exports, base) as opened:
        yield opened


@pytest.fixture(scope="module")
def census(exports):
    counted = exports[0].census(*OURS, *BOOKS)
    assert exports[0].seen() == [sorted(NUMBERS)]
    return counted


def interrupted(export, call, n, inject, *, bare=False):
    """Disturb an export at its n-th call, and let the next night's run; return what was seen."""
    export.fresh()
    first, _ = export.run(f"{inject}:when={n}", syscall=call, bare=bare)
    between = export.seen()
    again, _ = export.run(bare=bare)
    hidden = {path.name for path in export.gates.glob(".*")}
    return first, between, again, export.seen(), export.unwritten(), hidden


def fine(ended, *, first):
    code, between, again, end, unwritten, hidden = ended
    # Killed after the mark, the next run finds nothing to do.
    nights = {DONE, NOTHING_DUE} if between else {DONE}
    return (
        code in first
        and between in ([], [sorted(NUMBERS)])
        and again in nights
        and (end, unwritten, hidden) == ([sorted(NUMBERS)], 0, {LOCK})
    )


def test_p7_killed_at_every_write_a_reader_finds_all_or_nothing_and_the_next_run_the_rest(
    exports, census
):
    assert census["write"] >= len(NUMBERS) + 1
    assert census["rename"] == 1
    points = points_of(census, *OURS, *BOOKS)
    ends = at_each(
        exports, points, lambda export, call, n: interrupted(export, call, n, "signal=SIGKILL")
    )
    wrong = [
        (point, end)
        for point, end in zip(points, ends, strict=True)
        if not fine(end, first={KILLED})
    ]
    assert wrong == []
    # Some died before anything was shown, some between the rename and the mark.
    shown = [end for end in ends if end[1]]
    assert 0 < len(shown) < len(ends) / 2
    assert {end[2] for end in shown} == {DONE, NOTHING_DUE}


@pytest.mark.parametrize(("call", "n"), [("unlink", 1), ("unlink", 2), ("rmdir", 1)])
def test_p7_killed_while_it_removes_what_a_killed_one_left_the_third_run_writes_it(
    exports, call, n
):
    export = exports[0]
    export.fresh()
    assert export.run("signal=SIGKILL:when=4", syscall="write")[0] == KILLED
    (left,) = (path for path in export.gates.glob(".*") if path.name != LOCK)
    assert len(list(left.iterdir())) == 4
    assert export.run(f"signal=SIGKILL:when={n}", syscall=f"/^{call}(at)?$")[0] == KILLED
    assert export.seen() == []
    assert export.run()[0] == DONE
    assert (export.seen(), export.unwritten()) == ([sorted(NUMBERS)], 0)
    assert {path.name for path in export.gates.glob(".*")} == {LOCK}


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_p7_a_full_or_failing_disk_shows_nothing_half_and_the_next_run_writes_it(
    exports, census, error
):
    points = points_of(census, "mkdir", "write", "fsync", "rename")
    points += points_of(census, "pwrite64", step=9)
    ends = at_each(
        exports, points, lambda export, call, n: interrupted(export, call, n, f"error={error}")
    )
    wrong = [
        (point, end)
        for point, end in zip(points, ends, strict=True)
        if not fine(end, first={FAULT, DONE})
    ]
    assert wrong == []
    assert Counter(end[0] for end in ends)[FAULT] > len(points) / 2


def test_control_written_where_the_gates_read_a_killed_export_shows_half(exports, census):
    points = points_of(census, "write", start=2)
    ends = at_each(
        exports,
        points,
        lambda export, call, n: interrupted(export, call, n, "signal=SIGKILL", bare=True),
    )
    assert any(None in end[1] for end in ends)
    assert not all(fine(end, first={KILLED}) for end in ends)


@pytest.mark.parametrize("apart", [False, True], ids=["one folder", "two folders"])
def test_p7_two_exports_at_once_hand_every_photo_over_in_one_hand_over(
    store, books_url, key_file, tmp_path, people, clock, apart
):
    other = open_store(books_url, key_file=key_file, backups=tmp_path)
    folders = [tmp_path / "a", tmp_path / ("b" if apart else "a")]
    start = threading.Barrier(2)

    def export(opened, folder):
        form = {"actor": BY_ITSELF, "action_id": new_action_id()}
        start.wait(timeout=30)
        try:
            return [one.number for one in hand_over(opened, clock, folder, **form)]
        except (Refusal, Fault) as error:
            return error.code

    for n in range(10):
        people.staff(number=f"N{n}")
        with ThreadPoolExecutor(2) as pool:
            told = list(pool.map(export, [store, other], folders))
        assert all(answer in ([n + 1], [], "hand-over-busy", "nothing-due") for answer in told)
        assert [n + 1] in told
    other.close()
    shown = {p.name: whole(p) for folder in folders for p in folder.glob("photos-*")}
    assert shown == {f"photos-{n + 1:06d}": [f"N{n}"] for n in range(10)}
    with store.reading() as books:
        assert books.hand_overs.unwritten() == []
