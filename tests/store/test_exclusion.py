"""Work that one program at a time may do on the same books."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from backoffice.ports import Conflict
from db.opening import open_store

ROUNDS = 500


@pytest.fixture
def other(store, books_url, key_file, tmp_path):
    opened = open_store(books_url, key_file=key_file, backups=tmp_path)
    yield opened
    opened.close()


def test_of_two_that_ask_at_the_same_moment_one_is_alone_at_it(store, other):
    start = threading.Barrier(2)

    def ask(books):
        start.wait(timeout=30)
        try:
            with books.alone("hand-over"):
                return True
        except Conflict:
            return False

    with ThreadPoolExecutor(2) as pool:
        got = [any(pool.map(ask, [store, other])) for _ in range(ROUNDS)]
    assert got.count(False) == 0


def test_alone_is_alone_and_together_is_together(store, other):
    with store.alone("hand-over"):
        for way in (other.alone, other.together):
            with pytest.raises(Conflict), way("hand-over"):
                pass
    with store.together("hand-over"), other.together("hand-over"):
        with pytest.raises(Conflict), other.alone("hand-over"):
            pass
        with other.alone("something else"):
            pass
