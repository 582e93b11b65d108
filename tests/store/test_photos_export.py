"""`photos export`: what a script relies on, on both databases, with real files."""

import csv
import hashlib
import json
import tracemalloc

import pytest

from backoffice import hand_over as exporting
from backoffice.actions import new_action_id
from backoffice.commands.photos_export import BY_ITSELF
from backoffice.domain.roles import Right
from tests.fixtures.documents import portrait
from tests.store.test_command_line import program  # noqa: F401  the same way to start it


@pytest.fixture
def export(program, books_url, store, tmp_path):  # noqa: F811  the fixture
    def run(*arguments, folder=None):
        return program("photos", "export", folder or tmp_path / "gates", *arguments, url=books_url)

    return run


def test_what_is_due_is_written_and_told_and_then_nothing_is(export, people, tmp_path):
    for number in ("20140001", "20140002"):
        people.staff(number=number, photo=portrait())
    done = export("--json")
    assert (done.returncode, done.stderr) == (0, "")
    folder = tmp_path / "gates" / "photos-000001"
    assert json.loads(done.stdout) == {
        "hand_overs": [{"number": 1, "photos": 2, "folder": str(folder)}]
    }
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["holder_number"] for row in rows] == ["20140001", "20140002"]
    for row in rows:
        assert hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest() == row["sha256"]
    assert (folder / "20140001.jpg").read_bytes() == portrait()
    again = export()
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout == "Nothing is due: gates have every photo in force.\n"
    assert json.loads(export("--json").stdout) == {"hand_overs": []}


def test_a_hand_over_is_written_again_elsewhere(export, people, tmp_path):
    people.staff(number="20140001")
    assert "Hand-over 1: 1 photos in" in export().stdout
    done = export("--again", "1", "--json", folder=tmp_path / "elsewhere")
    [one] = json.loads(done.stdout)["hand_overs"]
    first, second = tmp_path / "gates", tmp_path / "elsewhere"
    assert one["folder"] == str(second / "photos-000001")
    for name in ("manifest.csv", "20140001.jpg"):
        copies = [(top / "photos-000001" / name).read_bytes() for top in (first, second)]
        assert copies[0] == copies[1]


def test_refusals_faults_and_misuse_have_their_codes(export, people, tmp_path):
    people.staff()
    unknown = export("--again", "7")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert unknown.stderr.startswith("There is no hand-over 7.")
    assert export("--again", "x").returncode == 2
    (tmp_path / "file").write_text("")
    fault = export(folder=tmp_path / "file")
    assert (fault.returncode, fault.stdout, fault.stderr.count("\n")) == (3, "", 1)


def test_what_it_did_stands_in_the_audit_as_done_by_the_program(export, people, store):
    people.staff()
    export()
    with store.reading() as books:
        rows = books.connection.exec_driver_sql("SELECT code, clerk_id FROM audit ORDER BY seq")
        done = [tuple(row) for row in rows][-3:]
    codes = ["day_change", "photo_hand_over", "hand_over_written"]
    assert done == [(code, None) for code in codes]
    assert BY_ITSELF.may(Right.APPROVE)


def test_pictures_pass_one_by_one_and_are_not_held(store, clock, people, tmp_path):
    size = 200_000
    for n in range(60):
        people.staff(number=f"N{n}", photo=portrait() + bytes(size), card=None)
    form = {"actor": BY_ITSELF, "action_id": new_action_id()}
    tracemalloc.start()
    [done] = exporting.hand_over(store, clock, tmp_path / "gates", **form)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert done.photos == 60
    assert peak < 10 * size  # of 60
