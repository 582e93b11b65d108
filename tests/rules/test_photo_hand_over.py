"""P7: gates are given, as files, what became effective since the last time, whole or not at all."""

import csv
import hashlib
import io
import os

import pytest
from sqlalchemy import update

from backoffice import hand_over as exporting
from backoffice.actions import new_action_id
from backoffice.domain import manifests
from backoffice.domain.refusal import Fault, Refusal
from db import tables as t
from tests.fixtures.books import JPEG, PROGRAM, run
from tests.fixtures.photos import NEW


class Gates:
    """Hands over into a folder, and reads there what a gate reads."""

    def __init__(self, photos, folder):
        self.photos, self.folder = photos, folder

    def hand_over(self, *, folder=None, action_id=None, told=lambda _done, _all: None):
        return exporting.hand_over(
            self.photos.store,
            self.photos.clock,
            folder or self.folder,
            actor=self.photos.supervisor,
            action_id=action_id or new_action_id(),
            told=told,
        )

    def again(self, number, *, folder=None):
        return exporting.hand_over_again(
            self.photos.store,
            self.photos.clock,
            folder or self.folder,
            number=number,
            actor=self.photos.supervisor,
            action_id=new_action_id(),
        )

    def shown(self, folder=None):
        """Return what stands in the folder, hidden things left out."""
        return sorted(p.name for p in (folder or self.folder).iterdir() if p.name[0] != ".")

    def hidden(self):
        return sorted(p.name for p in self.folder.glob(".*"))

    def unwritten(self):
        with self.photos.store.reading() as books:
            return [one.number for one in books.hand_overs.unwritten()]


@pytest.fixture
def gates(photos, tmp_path):
    return Gates(photos, tmp_path / "gates")


def lines(folder):
    text = (folder / "manifest.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def everything(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_p7_a_folder_holds_each_photo_by_number_and_a_manifest(gates, people):
    people.staff(number="20140001")
    people.staff(number="20140002", photo=NEW)
    people.student(number="007", card=None)
    [done] = gates.hand_over()
    assert (done.number, done.photos, done.folder.name) == (1, 3, "photos-000001")
    assert gates.shown() == ["photos-000001"]
    files = everything(done.folder)
    assert set(files) == {"20140001.jpg", "20140002.jpg", "007.jpg", "manifest.csv"}
    assert files["20140002.jpg"] == NEW
    rows = {row["holder_number"]: row for row in lines(done.folder)}
    assert list(rows["007"]) == list(manifests.COLUMNS)
    assert rows["20140002"]["sha256"] == hashlib.sha256(NEW).hexdigest()
    assert rows["20140002"]["card_number"] == "0005000002"
    assert rows["20140002"]["effective_on"] == "2026-11-23"
    assert rows["007"]["card_number"] == ""
    assert all(hashlib.sha256(files[r["file"]]).hexdigest() == r["sha256"] for r in rows.values())


def test_p7_only_what_became_effective_since_the_last_one(gates, people):
    holder_id = people.staff()
    gates.hand_over()
    with pytest.raises(Refusal) as refusal:
        gates.hand_over()
    assert (refusal.value.code, refusal.value.rule) == ("nothing-due", "P7")
    gates.photos.replaced(holder_id)
    with pytest.raises(Refusal):
        gates.hand_over()  # P4: today the old one is in force
    gates.photos.clock.move(days=1)
    [done] = gates.hand_over()
    assert (done.number, done.photos) == (2, 1)
    assert everything(done.folder)["20140001.jpg"] == NEW
    assert [row["effective_on"] for row in lines(done.folder)] == ["2026-11-24"]
    assert gates.shown() == ["photos-000001", "photos-000002"]


def test_p7_two_photos_in_a_row_give_the_gates_the_newer_one(gates, people):
    holder_id = people.staff()
    gates.hand_over()
    gates.photos.replaced(holder_id, JPEG + b"2")
    gates.photos.replaced(holder_id, JPEG + b"3")
    gates.photos.clock.move(days=1)
    [done] = gates.hand_over()
    assert everything(done.folder)["20140001.jpg"] == JPEG + b"3"
    assert done.photos == 1


def test_p7_rejected_and_waiting_photos_are_nobodys(gates, people):
    first, second = people.staff(photo=True), people.staff()
    gates.hand_over()
    gates.photos.take(first)
    gates.photos.reject(gates.photos.take(second))
    gates.photos.clock.move(days=3)
    with pytest.raises(Refusal):
        gates.hand_over()


def test_it_changes_the_day_first(gates, people):
    holder_id = people.staff()
    old = gates.photos.first(holder_id)
    gates.photos.replaced(holder_id)
    gates.photos.clock.move(days=1)
    gates.hand_over()
    assert gates.photos.of(old).ended_on == gates.photos.clock.today()


def test_with_a_doubtful_clock_nothing_is_handed_over(gates, people):
    people.staff()
    gates.photos.clock.move(days=4000)
    with pytest.raises(Refusal) as refusal:
        gates.hand_over()
    assert refusal.value.code == "clock-doubtful"
    assert gates.shown() == []


def test_only_who_approves_photos_hands_them_over(gates, people, clerk_actor):
    people.staff()
    gates.photos.supervisor = clerk_actor
    for attempt in (gates.hand_over, lambda: gates.again(1)):
        with pytest.raises(Refusal) as refusal:
            attempt()
        assert refusal.value.code == "not-allowed"
    assert gates.shown() == []


def test_sent_twice_a_form_begins_one_hand_over(gates, people):
    people.staff()
    action_id = new_action_id()
    assert len(gates.hand_over(action_id=action_id)) == 1
    people.staff()
    assert gates.hand_over(action_id=action_id) == []
    assert gates.shown() == ["photos-000001"]


def test_progress_counts_every_photo(gates, people):
    for _ in range(3):
        people.staff()
    told = []
    gates.hand_over(told=lambda *figures: told.append(figures))
    assert told == [(1, 3), (2, 3), (3, 3)]


# ── written, or not ──────────────────────────────────────────────────────────────────────────────


def stop_at_the_second_photo(done, _all):
    if done == 2:
        raise OSError(28, "No space left on device")


def interrupted(gates):
    with pytest.raises(Fault) as fault:
        gates.hand_over(told=stop_at_the_second_photo)
    assert fault.value.code == "folder-unwritable"


def test_a_folder_that_fills_up_shows_nothing_and_the_hand_over_comes_next_time_first(
    gates, people
):
    for _ in range(3):
        people.staff()
    interrupted(gates)
    assert gates.shown() == []
    assert gates.hidden() == [exporting.LOCK]
    assert gates.unwritten() == [1]
    people.staff()
    done = gates.hand_over()
    assert [(one.number, one.photos) for one in done] == [(1, 3), (2, 1)]
    assert gates.unwritten() == []


def test_without_anything_new_it_goes_on_with_what_was_not_written(gates, people):
    for _ in range(2):
        people.staff()
    interrupted(gates)
    assert [one.number for one in gates.hand_over()] == [1]


def test_a_folder_that_can_not_be_written_is_a_fault_before_anything_begins(gates, people):
    people.staff()
    gates.folder.write_text("a file is in the way")
    with pytest.raises(Fault) as fault:
        gates.hand_over()
    assert fault.value.code == "folder-unwritable"
    assert gates.unwritten() == []


def test_what_is_already_in_place_is_only_marked(gates, people, monkeypatch):
    """It died between the rename and the mark."""
    people.staff()

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(exporting, "_mark", die)
        with pytest.raises(KeyboardInterrupt):
            gates.hand_over()
    assert gates.shown() == ["photos-000001"]
    folder = gates.folder / "photos-000001"
    before = (folder.stat().st_ino, everything(folder))
    assert gates.unwritten() == [1]
    assert [one.number for one in gates.hand_over()] == [1]
    assert (folder.stat().st_ino, everything(folder)) == before
    assert gates.unwritten() == []


@pytest.mark.parametrize("what", ["another manifest", "no manifest", "a file"])
def test_what_somebody_else_put_there_is_not_overwritten(gates, people, what):
    people.staff()
    target = gates.folder / "photos-000001"
    gates.folder.mkdir()
    if what == "a file":
        target.write_text("mine")
    else:
        target.mkdir()
        (target / ("manifest.csv" if what == "another manifest" else "x")).write_text("mine")
    with pytest.raises(Fault) as fault:
        gates.hand_over()
    assert fault.value.code == "hand-over-folder"
    assert "mine" in (target if what == "a file" else next(target.iterdir())).read_text()
    assert gates.unwritten() == [1]


def test_leftovers_of_a_killed_run_are_removed(gates, people):
    people.staff()
    left = gates.folder / ".photos-000007.part"
    left.mkdir(parents=True)
    (left / "1.jpg").write_bytes(JPEG)
    gates.hand_over()
    assert gates.hidden() == [exporting.LOCK]


def test_two_exports_into_one_folder_do_not_disturb_each_other(gates, people):
    for _ in range(2):
        people.staff()
    told = []

    def another(done, _all):
        if done == 1:
            with pytest.raises(Fault) as fault:
                gates.hand_over()
            told.append(fault.value.code)

    [done] = gates.hand_over(told=another)
    assert told == ["hand-over-busy"]
    assert len(everything(done.folder)) == 3


def test_p7_two_exports_into_two_folders_never_write_the_same_hand_over(gates, people):
    people.staff()
    elsewhere, told = gates.folder.with_name("elsewhere"), []

    def another(_done, _all):
        for export in (gates.hand_over, lambda *, folder: gates.again(1, folder=folder)):
            with pytest.raises(Fault) as fault:
                export(folder=elsewhere)
            told.append(fault.value.code)

    [done] = gates.hand_over(told=another)
    assert told == ["hand-over-busy", "hand-over-busy"]
    assert not elsewhere.exists()
    assert done.folder.exists()
    gates.again(1, folder=elsewhere)  # the first one let go
    assert everything(elsewhere / done.folder.name) == everything(done.folder)


def test_a_reader_never_sees_a_part(gates, people):
    for _ in range(3):
        people.staff()
    seen = []
    gates.hand_over(told=lambda *_: seen.append(gates.shown()))
    assert seen == [[], [], []]


@pytest.mark.breaks_invariants
def test_a_picture_that_changed_in_the_books_does_not_reach_the_gates(gates, people):
    people.staff()
    spoil = lambda books, _turn: books.connection.execute(
        update(t.photos).values(picture=b"something else")
    )
    run(gates.photos.store, gates.photos.clock, PROGRAM, "spoil", lambda b, x: spoil(b, x).rowcount)
    with pytest.raises(Fault) as fault:
        gates.hand_over()
    assert fault.value.code == "picture-damaged"
    assert gates.shown() == []


# ── again ────────────────────────────────────────────────────────────────────────────────────────


def test_written_again_it_is_the_same_byte_for_byte(gates, people, tmp_path):
    first, _second = people.staff(), people.staff(number="Ab")
    [done] = gates.hand_over()
    gates.photos.replaced(first)
    gates.photos.tomorrow()
    people.staff(number="aB")  # its name would collide today
    gates.hand_over()
    again = gates.again(1, folder=tmp_path / "elsewhere")
    assert everything(again.folder) == everything(done.folder)
    assert again.folder.name == done.folder.name


def test_written_again_where_it_is_still_whole_nothing_happens(gates, people):
    people.staff()
    [done] = gates.hand_over()
    assert gates.again(1) == done


def test_written_again_where_pictures_are_missing_it_asks_to_move_the_folder(gates, people):
    people.staff()
    [done] = gates.hand_over()
    (done.folder / "20140001.jpg").unlink()
    with pytest.raises(Fault) as fault:
        gates.again(1)
    assert fault.value.code == "hand-over-folder"
    done.folder.rename(gates.folder / "old")
    assert gates.again(1) == done


def test_pictures_removed_by_the_retention_are_counted_in_the_refusal(gates, people, tmp_path):
    holders = [people.staff() for _ in range(3)]
    gates.hand_over()
    gates.photos.keep(1)
    for holder_id in holders[:2]:
        gates.photos.replaced(holder_id)
    gates.photos.tomorrow()
    gates.photos.tomorrow(days=2)
    with pytest.raises(Refusal) as refusal:
        gates.again(1, folder=tmp_path / "elsewhere")
    assert refusal.value.code == "hand-over-incomplete"
    assert "2 of the 3 pictures" in str(refusal.value)


@pytest.mark.parametrize("number", [0, -1, 2, 10**30])
def test_a_hand_over_nobody_made_is_refused(gates, people, number):
    people.staff()
    gates.hand_over()
    with pytest.raises(Refusal) as refusal:
        gates.again(number)
    assert refusal.value.code == "hand-over-unknown"


@pytest.mark.parametrize(
    "number", ["=1+1", "=cmd|' /C calc'!A0", "-1", "@x", "../../up", 'quote"d', "con", "工号一"]
)
def test_hostile_numbers_reach_the_gates_as_they_are(gates, people, number):
    people.staff(number=number)
    [done] = gates.hand_over()
    assert set(everything(done.folder)) == {"photo-1.jpg", "manifest.csv"}
    text = (done.folder / "manifest.csv").read_bytes().decode()
    assert [line.holder_number for line in manifests.read(text)] == [number]
    assert gates.shown() == ["photos-000001"]


def test_files_can_be_read_by_whoever_may_read_the_folder(gates, people):
    people.staff()
    mask = os.umask(0o027)
    try:
        [done] = gates.hand_over()
    finally:
        os.umask(mask)
    assert done.folder.stat().st_mode & 0o777 == 0o750
    assert (done.folder / "20140001.jpg").stat().st_mode & 0o777 == 0o640
