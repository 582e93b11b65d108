"""`entry export`: what a script relies on, on both databases, with real files."""

import csv
import json
from datetime import timedelta

import pytest

from backoffice.domain.entry import EntryState, NewApplication
from tests.fixtures.books import PROGRAM, run
from tests.store.test_command_line import program  # noqa: F401  the same way to start it


@pytest.fixture
def export(program, books_url, store, tmp_path):  # noqa: F811  the fixture
    def started(*arguments, folder=None):
        return program("entry", "export", folder or tmp_path / "gates", *arguments, url=books_url)

    return started


@pytest.fixture
def passed(store, clock, people):
    """Let somebody be passed for a month."""

    def enter(books, turn):
        wanted = {"campus": "1", "reason": "lectures", "from_on": turn.today}
        until = turn.today + timedelta(days=30)
        one = books.entry.apply(NewApplication(holder_id=holder, until_on=until, **wanted))
        books.entry.move(one, EntryState.PASSED)
        return one.id

    holder = people.staff(number="20140001")
    return run(store, clock, PROGRAM, "pass", enter)


def test_every_right_is_written_and_told_in_json(export, passed, tmp_path):
    done = export("--json")
    assert (done.returncode, done.stderr) == (0, "")
    folder = tmp_path / "gates" / "entry-000001"
    told = {"number": 1, "rights": 1, "folder": str(folder)}
    assert json.loads(done.stdout) == {"hand_overs": [told]}
    with (folder / "rights.csv").open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["holder_number"], row["card_number"]) == ("20140001", "0005000001")


def test_it_is_written_again_elsewhere(export, passed, tmp_path):
    assert "Hand-over 1: 1 rights of entry in" in export().stdout
    assert export("--again", "1", folder=tmp_path / "elsewhere").returncode == 0
    name = "entry-000001/rights.csv"
    again = (tmp_path / "elsewhere" / name).read_bytes()
    assert again == (tmp_path / "gates" / name).read_bytes()


def test_an_unknown_one_is_refused_in_a_sentence(export):
    done = export("--again", "7")
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no hand-over 7." in done.stderr


def test_a_folder_that_can_not_be_written_is_the_outside_failing(export, tmp_path):
    (tmp_path / "gates").write_text("a file is in the way")
    done = export()
    assert done.returncode == 3
    assert "can't be written" in done.stderr
