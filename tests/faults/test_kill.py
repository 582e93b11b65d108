"""Kills a desk at every write of a lost card, or fails the write, and lets the desk begin again."""

import json
import os
import queue
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from db.opening import open_store
from tests.faults import desk_process
from tests.fixtures.books import FixedClock
from tests.fixtures.people import People

ROOT = Path(__file__).parents[2]
BALANCE = 12345
# What brings bytes to the disk: the books' pages and the printed files.
WRITES = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "write", "link")
KILLED = -signal.SIGKILL


class Desks:
    """Starts desks that are killed or whose writes fail, and tells how they ended."""

    program = "tests.faults.desk_process"

    def __init__(self, base, holder_id):
        self._base, self._holder_id = base, holder_id
        self._server = subprocess.Popen(
            [sys.executable, "-m", self.program],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._folder = Path(tempfile.mkdtemp(dir=base.parent)) / "desk"
        self.fresh()
        self._tell(self._order())
        assert self._server.stdout.readline() == "ready\n"

    def fresh(self):
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(self._base, self._folder)

    def run(self, inject="", *, syscall="", attempt="", bare=False, keeps=False, persists=False):
        """Return how the desk ended and the lines of strace."""
        self._tell(
            self._order(
                attempt=attempt, held=bool(syscall), bare=bare, keeps_draft=keeps, persists=persists
            )
        )
        if not syscall:
            return int(self._server.stdout.readline()), ""
        pid = int(self._server.stdout.readline())
        told = self._folder / "strace"
        command = ["strace", "-o", told, "-p", str(pid), "-e", f"trace={syscall}"]
        if inject:
            command += ["-e", f"inject={syscall}:{inject}"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
            attached = tracer.stderr.readline()
            os.kill(pid, signal.SIGCONT)
            assert "attached" in attached, f"strace can't take hold of a desk: {attached}"
            code = int(self._server.stdout.readline())
        return code, told.read_text()

    def _order(self, **changes):
        plain = dict.fromkeys(("held", "bare", "keeps_draft", "persists"), False)
        where = {"folder": str(self._folder), "holder_id": self._holder_id}
        return plain | where | {"attempt": ""} | changes

    def _tell(self, order):
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()

    @property
    def draft(self):
        return self._folder / "draft.json"

    def end_state(self):
        """Return what people would find: cards with balances, blanks, papers, actions."""
        with closing(sqlite3.connect(self._folder / "books.sqlite")) as file:
            cards = file.execute(
                "SELECT c.state, a.balance FROM cards c JOIN accounts a ON a.card_id = c.id"
                " ORDER BY c.id"
            ).fetchall()
            blanks = file.execute(
                "SELECT kind, balance FROM accounts WHERE unit = 'blank' AND kind <> 'supplier'"
            ).fetchall()
            jobs = file.execute("SELECT kind, state, count(*) FROM print_jobs GROUP BY 1, 2")
            actions = file.execute("SELECT code, count(*) FROM actions GROUP BY 1")
            return {
                "cards": cards,
                "blanks": {kind: balance for kind, balance in blanks if balance},
                "jobs": {(kind, state): n for kind, state, n in jobs},
                "actions": dict(actions.fetchall()),
                "files": len(list((self._folder / "paper").glob("[!.]*"))),
            }

    def close(self):
        self._server.stdin.close()
        self._server.wait(timeout=30)
        self._server.stdout.close()


# What the fixtures did before: clerks, one person with a card, ten blanks.
BEFORE = {"prepare": 1, "bring_in": 1, "receive_blanks": 1}
UNTOUCHED = {
    "cards": [("active", BALANCE)],
    "blanks": {"stock": 10, "made": 1},
    "jobs": {},
    "actions": BEFORE,
    "files": 0,
}
UNDISTURBED = {
    "cards": [("lost", 0), ("active", BALANCE)],
    "blanks": {"stock": 9, "made": 2},
    "jobs": {("card", "good"): 1, ("receipt", "good"): 2},
    "actions": BEFORE
    | {"report_lost": 1, "lost_card": 1, "finish_card": 1, "print_queue": 2}
    | {"print_sent": 3, "print_found": 3},
    "files": 3,
}
# The desk died after `sent` was committed and before the file was there. Nobody sent it again: the
# clerk found nothing in the folder and said so.
CARD_NEVER_CAME = {
    "cards": [("lost", 0), ("spoiled", 0), ("active", BALANCE)],
    "blanks": {"stock": 9, "made": 2},
    "jobs": {("card", "good"): 1, ("card", "spoiled"): 1, ("receipt", "good"): 3},
    "actions": BEFORE
    | {"report_lost": 1, "lost_card": 1, "spoil_card": 1, "finish_card": 1, "print_queue": 3}
    | {"print_sent": 5, "print_found": 5},
    "files": 4,
}
RECEIPT_NEVER_CAME = UNDISTURBED | {
    "jobs": {("card", "good"): 1, ("receipt", "good"): 2, ("receipt", "spoiled"): 1},
    "actions": UNDISTURBED["actions"] | {"print_queue": 3, "print_sent": 4, "print_found": 4},
}
ALLOWED = (UNDISTURBED, CARD_NEVER_CAME, RECEIPT_NEVER_CAME)


@pytest.fixture(scope="module")
def base(sqlite_template) -> Iterator[tuple[Path, int]]:
    """Return a folder with the books of a desk, and the person who lost a card."""
    # In memory where there is such a thing: a killed process loses nothing that it wrote.
    memory = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as top:
        folder = Path(top) / "base"
        (folder / "paper").mkdir(parents=True)
        shutil.copy(sqlite_template.source, folder / "books.sqlite")
        shutil.copy(sqlite_template.key, folder / "certificates.key")
        store = open_store(
            f"sqlite:///{folder / 'books.sqlite'}",
            key_file=folder / "certificates.key",
            backups=folder,
        )
        people = People(store, FixedClock())
        holder_id = people.staff(balance=BALANCE)
        people.blanks()
        store.close()
        yield folder, holder_id


@pytest.fixture(scope="module")
def desks(base) -> Iterator[list[Desks]]:
    """Return two desks to work with at once, and the draft of the undisturbed form beside them."""
    folder, holder_id = base
    opened = [Desks(folder, holder_id) for _ in range(2)]
    first = opened[0]
    first.fresh()
    assert first.run(keeps=True) == (desk_process.DONE, "")
    assert first.end_state() == UNDISTURBED
    shutil.copy(first.draft, folder)  # every later desk confirms the very same sheets
    yield opened
    for one in opened:
        one.close()


@pytest.fixture(scope="module")
def census(desks) -> Counter:
    """Return how often an undisturbed desk makes each of the calls."""
    desks[0].fresh()
    code, told = desks[0].run(syscall=",".join(WRITES))
    assert code == desk_process.DONE
    assert desks[0].end_state() == UNDISTURBED
    return Counter(re.findall(r"^(\w+)\(", told, re.MULTILINE))


def at_each(desks, points, what):
    """Return ``what(desk, point)`` for every point, with both desks at work."""
    free = queue.SimpleQueue()
    for desk in desks:
        free.put(desk)

    def work(point):
        desk = free.get()
        try:
            return what(desk, *point)
        finally:
            free.put(desk)

    with ThreadPoolExecutor(len(desks)) as pool:
        return list(pool.map(work, points))


def points_of(census, *calls, start=1, step=1):
    return [(call, n) for call in calls for n in range(start, census[call] + 1, step)]


def killed_then_again(desk, call, n, *, bare=False, attempt=""):
    """Kill a desk at its n-th call, start it again, and return both ends and the end state."""
    desk.fresh()
    first, _ = desk.run(f"signal=SIGKILL:when={n}", syscall=call, bare=bare)
    again, _ = desk.run(bare=bare, attempt=attempt)
    return first, again, desk.end_state()


def test_killed_at_every_write_a_desk_ends_where_an_undisturbed_one_does(desks, census):
    assert census["pwrite64"] > 200
    points = points_of(census, *WRITES)
    ends = at_each(desks, points, killed_then_again)
    wrong = [
        (point, end)
        for point, end in zip(points, ends, strict=True)
        if end[:2] != (KILLED, desk_process.DONE) or end[2] not in ALLOWED
    ]
    assert wrong == []
    # In nearly all places nobody would notice; in the few others a clerk was asked, once.
    asked = [state for _, _, state in ends if state != UNDISTURBED]
    assert CARD_NEVER_CAME in asked
    assert RECEIPT_NEVER_CAME in asked
    assert len(asked) < len(ends) / 10


def failed_and_confirmed_again(desk, call, n, error):
    """Fail the n-th call of a desk; its clerk confirms again, and so does the desk after it."""
    desk.fresh()
    first, told = desk.run(f"error={error}:when={n}", syscall=call, persists=True)
    assert "(INJECTED)" in told
    state = desk.end_state()
    if first == desk_process.DONE_AFTER_FAULT and call == "pwrite64":
        return first, desk_process.DONE, state, state  # the hundreds; the others start once more
    again, _ = desk.run()
    return first, again, state, desk.end_state()


def fine(first, again, state, end):
    if first == desk_process.FAULT:  # already when the books were opened
        return (again, state) == (desk_process.DONE, UNTOUCHED) and end in ALLOWED
    done = {desk_process.DONE, desk_process.DONE_AFTER_FAULT}
    return first in done and again == desk_process.DONE and state == end and state in ALLOWED


@pytest.mark.parametrize(
    ("error", "calls", "start", "step"),
    [
        ("ENOSPC", ("pwrite64",), 1, 2),
        ("EIO", ("pwrite64",), 2, 2),
        ("ENOSPC", ("ftruncate", "write", "link"), 1, 1),
        ("EIO", WRITES[1:], 1, 1),
    ],
)
def test_a_write_that_fails_is_told_in_a_sentence_and_leaves_nothing_half_done(
    desks, census, error, calls, start, step
):
    points = [(*point, error) for point in points_of(census, *calls, start=start, step=step)]
    ends = at_each(desks, points, failed_and_confirmed_again)
    wrong = [(point, end) for point, end in zip(points, ends, strict=True) if not fine(*end)]
    assert wrong == []
    assert any(end[0] != desk_process.DONE for end in ends)


def test_a_disk_that_stays_full_stops_the_desk_until_there_is_room(desks, census):
    def filled_for_ever(desk, call, n):
        desk.fresh()
        first, _ = desk.run(f"error=ENOSPC:when={n}+", syscall=call)
        again, _ = desk.run()
        return first, again, desk.end_state() in ALLOWED

    points = points_of(census, "pwrite64", step=12)
    ends = Counter(at_each(desks, points, filled_for_ever))
    # Full only when the books are closed at the end: nothing was lost, and nobody needs to know.
    late = ends.pop((desk_process.DONE, desk_process.DONE, True), 0)
    assert set(ends) == {(desk_process.FAULT, desk_process.DONE, True)}
    assert late < len(points) / 3


def test_control_without_one_transaction_a_kill_leaves_books_that_are_wrong(desks, census):
    desks[0].fresh()
    assert desks[0].run(bare=True) == (desk_process.DONE, "")
    assert desks[0].end_state() == UNDISTURBED
    points = points_of(census, "fdatasync")
    ends = at_each(desks, points, lambda desk, call, n: killed_then_again(desk, call, n, bare=True))
    wrong = [end for end in ends if end[1] != desk_process.DONE or end[2] not in ALLOWED]
    assert len(wrong) > len(points) / 2


def test_control_with_a_new_action_id_for_each_try_a_second_card_is_made(desks, census):
    last = census["fdatasync"]
    first, again, state = killed_then_again(desks[0], "fdatasync", last, attempt="2")
    assert (first, again) == (KILLED, desk_process.DONE)
    assert [card for card, _ in state["cards"]] == ["lost", "lost", "active"]
    assert state["blanks"] == {"stock": 8, "made": 3}
    same = killed_then_again(desks[0], "fdatasync", last)
    assert same == (KILLED, desk_process.DONE, UNDISTURBED)
