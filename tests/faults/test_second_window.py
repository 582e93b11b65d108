"""Two windows serve one printer, and one is killed with a card in it: the other one takes over."""

import json
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from sqlalchemy import text

from backoffice import lane
from backoffice.domain.holds import HoldReason
from backoffice.domain.print_jobs import JobState
from db.store import SqlStore
from tests.faults.desk_process import FolderPrinters
from tests.faults.test_pile import Folder
from tests.fixtures.ipp_printer import wait_until

ROOT = Path(__file__).parents[2]
_LOCKS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"


class Window:
    """Another window of the desk, as a process."""

    def __init__(self, url, key_file, folder, *, ahead):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.window_process"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        where = {"url": url, "key_file": str(key_file), "folder": str(folder), "ahead": ahead}
        self._tell(json.dumps(where))
        self.says("delivering")

    def says(self, word):
        assert self._process.stdout.readline().strip() == word

    def let_out(self):
        """Let the card out that is at its printer."""
        self._tell("")

    def kill(self):
        self._process.kill()
        self._process.wait(timeout=30)
        self._process.stdin.close()
        self._process.stdout.close()

    def _tell(self, line):
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()


@pytest.fixture
def desk(store, clock, clerk_actor, people, books_url, tmp_path):
    """This window, with a batch of three cards."""
    here = Folder(store, clock, clerk_actor, people, books_url, tmp_path, cards=3)
    here.paper = FolderPrinters(tmp_path / "paper")
    return here


@pytest.fixture
def opened(desk, books_url, key_file, tmp_path):
    """Return how to open another window, which at once has a card at its printer."""
    windows = []

    def open_one(ahead=1):
        windows.append(Window(books_url, key_file, tmp_path, ahead=ahead))
        return windows[-1]

    yield open_one
    for one in windows:
        one.kill()


def in_state(desk, state):
    return [job.number for job in desk.jobs(state)]


def held(desk):
    with desk.store.reading() as books:
        hold = books.holds.of(desk.actor.desk_id, "card")
    return hold and hold.reason


def require_left_in_peace(desk):
    """Assert that a card which another window just prints is nobody else's business."""
    sent = in_state(desk, JobState.SENT)
    assert len(sent) == 1
    assert desk.print_next() is None
    assert lane.recover(desk.store, desk.clock, desk_id=desk.actor.desk_id) == []
    assert in_state(desk, JobState.SENT) == sent
    assert held(desk) is None


def take_over(desk, seconds=10):
    """Step until the card of a dead window is found; a server needs a moment to miss it."""
    found = []
    wait_until(
        lambda: found.append(desk.print_next()) or found[-1],
        seconds=seconds,
        what="the printer of the window that is gone",
    )
    return found[-1]


def missed(desk):
    """Wait until a server noticed that a window is gone; a file notices at once."""

    def one_is_left():
        with desk.store.engine.connect() as connection:
            return connection.scalar(text(_LOCKS)) == 1

    if desk.store.engine.dialect.name == "postgresql":
        wait_until(one_is_left, what="the server to miss the window that was killed")


def print_the_rest(desk):
    while (report := desk.print_next()) is not None:
        assert report.outcome == "unconfirmed"


def test_a_window_that_prints_is_left_in_peace_by_another_one(desk, opened):
    other = opened()
    require_left_in_peace(desk)
    other.let_out()
    other.says("delivering")
    assert len(desk.tray()) == 1
    require_left_in_peace(desk)


@pytest.mark.parametrize("came_out", [False, True])
def test_b4_the_printer_of_a_killed_window_goes_on_at_another_one(desk, opened, came_out):
    other = opened()
    if came_out:  # and was noted by nobody: the second card is the one in doubt
        other.let_out()
        other.says("delivering")
    [stranded] = in_state(desk, JobState.SENT)
    other.kill()
    report = take_over(desk)
    assert (report.outcome, report.job.number) == ("unconfirmed", stranded)
    assert "program stopped" in str(report.said)
    assert stranded in in_state(desk, JobState.UNCONFIRMED)
    # Not resent by itself: the printer waits until somebody has looked.
    assert held(desk) is HoldReason.DOUBT
    assert desk.print_next().outcome == "waiting"
    assert len(desk.tray()) == int(came_out)
    desk.count([], desk.tray())
    print_the_rest(desk)
    desk.count([], desk.tray())
    desk.require_truth([], desk.tray())


def test_a_window_that_still_prints_tells_apart_what_a_dead_one_left(desk, opened):
    """A printer that takes two jobs: one window of two is killed, the other one goes on."""
    dead = opened(ahead=2)
    [stranded] = in_state(desk, JobState.SENT)
    alive = opened(ahead=2)
    dead.kill()
    missed(desk)
    assert desk.print_next(ahead=2) is None  # one lives: nobody can tell yet
    assert len(in_state(desk, JobState.SENT)) == 2
    alive.let_out()
    alive.says("stopped")
    assert in_state(desk, JobState.SENT) == []
    assert stranded in in_state(desk, JobState.UNCONFIRMED)
    assert held(desk) is HoldReason.DOUBT
    desk.count([], desk.tray())
    print_the_rest(desk)
    desk.count([], desk.tray())
    desk.require_truth([], desk.tray())


def test_control_without_the_lock_a_card_that_is_printed_is_called_in_doubt(
    desk, opened, monkeypatch
):
    opened()
    monkeypatch.setattr(SqlStore, "alone", lambda *_: nullcontext())
    with pytest.raises(AssertionError):
        require_left_in_peace(desk)


def test_control_a_lane_that_does_not_look_waits_for_a_dead_window(desk, opened, monkeypatch):
    other = opened()
    other.kill()
    monkeypatch.setattr(lane, "_take_over", lambda *_: [])
    with pytest.raises(AssertionError, match="waited"):
        take_over(desk, seconds=1)
