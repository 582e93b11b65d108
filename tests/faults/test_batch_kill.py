"""Kills the making of a batch at random moments: one batch, one file, whole or not there yet."""

import random
import re
from collections import Counter
from contextlib import closing

import pypdfium2
import pytest

from db.opening import open_store
from tests.faults.batch_process import FILE
from tests.faults.forks import DONE
from tests.faults.killing import KILLED, Forks, at_each, books_in_memory, points_of, two
from tests.fixtures.books import FixedClock, require_clean
from tests.fixtures.documents import portrait
from tests.fixtures.people import People

MOMENTS = 50
ON_A_SERVER = 20
NUMBERS = ["1001", "1002", "1003"]
CALLS = ("pwrite64", "fdatasync", "write", "fsync", "rename", "mkdir", "unlink", "rmdir")


class Runs(Forks):
    """Starts runs of the command, and reads what a print shop would read."""

    program = "tests.faults.batch_process"

    @property
    def fronts(self):
        """The card numbers on the fronts of the file; None if it is not there."""
        path = self._folder / FILE
        if not path.exists():
            return None
        with closing(pypdfium2.PdfDocument(path)) as pdf:
            pages = [pdf[n].get_textpage().get_text_range() for n in range(0, len(pdf), 2)]
        return [re.findall(r"\b\d{10}\b", page)[-1] for page in pages]

    @property
    def cards(self):
        """Holder, number and state of every card there is."""
        return self.rows(
            "SELECT h.number, c.number, c.state FROM cards c"
            " JOIN holders h ON h.id = c.holder_id ORDER BY c.id"
        )

    @property
    def left_beside(self):
        return [path.name for path in self._folder.glob(".*.part")]


def fill(store):
    people = People(store, FixedClock())
    for number in NUMBERS:
        people.student(number=number, card=None, photo=portrait())


@pytest.fixture(scope="module")
def base(sqlite_template):
    """Return a folder with books in which three people wait for a card."""
    with books_in_memory(sqlite_template, fill) as (folder, _):
        yield folder


@pytest.fixture(scope="module")
def runs(base):
    with two(Runs, base) as opened:
        yield opened


@pytest.fixture(scope="module")
def census(runs):
    return runs[0].census(*CALLS)


def interrupted(one, call, n, *, bare=False):
    """Kill a run at its n-th call, let the next one go on; return what there was and is."""
    one.fresh()
    first, _ = one.run(f"signal=SIGKILL:when={n}", syscall=call, bare=bare)
    between = one.fronts
    again, _ = one.run(bare=bare)
    return first, between, again, one.fronts, one.cards, one.left_beside


def fine(end):
    """Tell whether there is one card for each person, and a whole file that shows just these."""
    first, between, again, fronts, cards, left = end
    numbers = [number for _holder, number, _state in cards]
    return (
        first in {KILLED, DONE}
        and between in (None, numbers)
        and again == DONE
        and fronts == numbers
        and [(holder, state) for holder, _number, state in cards]
        == [(holder, "unconfirmed") for holder in NUMBERS]
        and left == []
    )


def test_b4_killed_at_fifty_random_moments_there_is_one_batch_and_a_whole_file(runs, census):
    chance = random.Random(50)  # repeated on purpose
    points = chance.sample(points_of(census, *CALLS), MOMENTS)
    ends = at_each(runs, points, interrupted)
    wrong = [(point, end) for point, end in zip(points, ends, strict=True) if not fine(end)]
    assert wrong == []
    assert Counter(end[0] for end in ends)[KILLED] > MOMENTS / 2
    # Some died before there was a file, some after.
    assert any(end[1] is None for end in ends)
    assert any(end[1] is not None for end in ends)


def test_control_recorded_before_it_is_written_a_killed_run_leaves_cards_without_file(runs, census):
    points = points_of(census, "write", "fsync", "rename")
    ends = at_each(runs, points, lambda one, call, n: interrupted(one, call, n, bare=True))
    assert not all(fine(end) for end in ends)


def test_b4_on_a_server_killed_at_random_moments(postgres_template, runs, tmp_path):
    chance = random.Random(20)
    ended = Counter()
    for number in range(ON_A_SERVER):
        folder = tmp_path / str(number)
        folder.mkdir()
        with postgres_template.copied(folder) as url:
            store = open_store(url, key_file=folder / "certificates.key", backups=folder)
            fill(store)
            for after in (chance.uniform(0.05, 1.5), 0):
                code, _ = runs[0].run(folder=str(folder), url=url, kill_after=after)
                ended[code if after else "again"] += 1
            assert code == DONE
            with store.reading() as books:
                assert len(books.batches.sums(most=9)) == 1
                ids = books.holders.ids(NUMBERS).values()
                assert [len(books.cards.of_holder(holder)) for holder in ids] == [1, 1, 1]
            with closing(pypdfium2.PdfDocument(folder / FILE)) as pdf:
                assert len(pdf) == 6
            require_clean(store)
            store.close()
    assert ended[KILLED]
