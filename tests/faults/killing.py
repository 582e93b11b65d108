"""How a process is killed at each of its calls, or a call fails, by strace."""

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
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

from db.opening import open_store
from tests.faults.forks import DONE

ROOT = Path(__file__).parents[2]
KILLED = -signal.SIGKILL


class Forks:
    """Starts forks that are killed or whose calls fail, and tells how they ended.

    Attributes:
        program: The module that serves the orders.
    """

    program = ""

    def __init__(self, base, holder_id=0):
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
        self._tell()
        assert self._server.stdout.readline() == "ready\n"

    def fresh(self):
        """Begin again with the books as they were."""
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(self._base, self._folder)

    def run(self, inject="", *, syscall="", **order):
        """Return how the fork ended and the lines of strace."""
        self._tell(held=bool(syscall), **order)
        if not syscall:
            return self._code(), ""
        pid = int(self._server.stdout.readline())
        told = self._folder / "strace"
        command = ["strace", "-o", told, "-p", str(pid), "-e", f"trace={syscall}"]
        if inject:
            command += ["-e", f"inject={syscall}:{inject}"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
            attached = tracer.stderr.readline()
            os.kill(pid, signal.SIGCONT)
            assert "attached" in attached, f"strace can't take hold of it: {attached}"
            code = self._code()
        return code, told.read_text()

    def census(self, *calls):
        """Return how often an undisturbed run makes each of the calls."""
        self.fresh()
        code, told = self.run(syscall=",".join(calls))
        assert code == DONE
        return Counter(re.findall(r"^(\w+)\(", told, re.MULTILINE))

    def rows(self, statement):
        """Return what the books say."""
        with closing(sqlite3.connect(self._folder / "books.sqlite")) as file:
            return file.execute(statement).fetchall()

    def close(self):
        self._server.stdin.close()
        self._server.wait(timeout=30)
        self._server.stdout.close()

    def _tell(self, **order):
        plain = {"held": False, "bare": False}
        where = {"folder": str(self._folder), "holder_id": self._holder_id}
        self._server.stdin.write(json.dumps(plain | where | order) + "\n")
        self._server.stdin.flush()

    def _code(self):
        return int(self._server.stdout.readline())


@contextmanager
def books_in_memory(template, fill):
    """Yield a folder with books, and what ``fill`` returned of their store."""
    memory = Path("/dev/shm")  # noqa: S108  a killed process loses nothing that it wrote
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as top:
        folder = Path(top) / "base"
        folder.mkdir()
        shutil.copy(template.source, folder / "books.sqlite")
        shutil.copy(template.key, folder / "certificates.key")
        url = f"sqlite:///{folder / 'books.sqlite'}"
        store = open_store(url, key_file=folder / "certificates.key", backups=folder)
        filled = fill(store)
        store.close()
        yield folder, filled


@contextmanager
def two(kind, *base):
    """Yield two of them, to work with at once."""
    opened = [kind(*base) for _ in range(2)]
    yield opened
    for one in opened:
        one.close()


def at_each(forks, points, what):
    """Return ``what(one, *point)`` for every point, with all forks at work."""
    free = queue.SimpleQueue()
    for one in forks:
        free.put(one)

    def work(point):
        one = free.get()
        try:
            return what(one, *point)
        finally:
            free.put(one)

    with ThreadPoolExecutor(len(forks)) as pool:
        return list(pool.map(work, points))


def points_of(census, *calls, start=1, step=1):
    return [(call, n) for call in calls for n in range(start, census[call] + 1, step)]
