"""E3: gates are given, as files, every right in force, whole or not at all."""

import csv
import hashlib

import pytest

from backoffice import entry_hand_over as exporting
from backoffice import gate_folder
from backoffice.actions import new_action_id
from backoffice.domain import gate_rights
from backoffice.domain.refusal import Fault, Refusal
from backoffice.workflows import report_lost
from tests.rules.test_may_enter import apply  # noqa: F401  a fixture


class Gates:
    """Hands over into a folder, and reads there what a gate reads."""

    def __init__(self, counter, actor, folder):
        self.counter, self.actor, self.folder = counter, actor, folder

    def hand_over(self, *, folder=None, action_id=None):
        return exporting.hand_over(
            self.counter.store,
            self.counter.clock,
            folder or self.folder,
            actor=self.actor,
            action_id=action_id or new_action_id(),
        )

    def again(self, number, *, folder=None):
        return exporting.hand_over_again(
            self.counter.store,
            self.counter.clock,
            folder or self.folder,
            number=number,
            actor=self.actor,
            action_id=new_action_id(),
        )

    def shown(self):
        return sorted(p.name for p in self.folder.iterdir() if p.name[0] != ".")


@pytest.fixture
def gates(counter, supervisor_actor, tmp_path):
    return Gates(counter, supervisor_actor, tmp_path / "gates")


def rights(folder):
    with (folder / "rights.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def everything(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_e3_a_folder_holds_every_right_of_today_or_later(gates, people, apply):  # noqa: F811
    first, second = people.staff(number="20140001"), people.student(number="007")
    apply(first)
    apply(second, "SP", start=5, end=9)
    apply(people.staff(), passed=None)
    apply(people.staff(), passed=False, why="no")
    done = gates.hand_over()
    assert (done.number, done.rights, done.folder.name) == (1, 2, "entry-000001")
    files = everything(done.folder)
    assert set(files) == {"rights.csv", "manifest.csv"}
    assert [tuple(row.values()) for row in rights(done.folder)] == [
        ("007", "0005000002", "SP", "2026-11-28", "2026-12-02"),
        ("20140001", "0005000001", "1", "2026-11-23", "2026-12-23"),
    ]
    digest = hashlib.sha256(files["rights.csv"]).hexdigest()
    assert files["manifest.csv"].decode() == f"file,sha256,rights\nrights.csv,{digest},2\n"


def test_e3_a_dead_card_is_in_no_later_hand_over(gates, people, apply):  # noqa: F811
    holder = people.staff()
    apply(holder)
    assert len(rights(gates.hand_over().folder)) == 1
    gates.counter.do(report_lost, holder_id=holder)
    assert rights(gates.hand_over().folder) == []
    assert gates.shown() == ["entry-000001", "entry-000002"]


def test_e3_what_is_over_is_in_no_later_hand_over(gates, clock, people, apply):  # noqa: F811
    apply(people.staff(), end=1)
    clock.move(days=2)
    assert gates.hand_over().rights == 0


def test_sent_twice_a_form_begins_one_hand_over(gates):
    action_id = new_action_id()
    assert gates.hand_over(action_id=action_id) == gates.hand_over(action_id=action_id)
    assert gates.shown() == ["entry-000001"]


def test_written_again_it_is_the_same_byte_for_byte(gates, people, apply, tmp_path):  # noqa: F811
    holder = people.staff()
    apply(holder)
    done = gates.hand_over()
    gates.counter.do(report_lost, holder_id=holder)
    again = gates.again(1, folder=tmp_path / "elsewhere")
    assert everything(again.folder) == everything(done.folder)
    assert gates.again(1) == done


@pytest.mark.parametrize("number", [0, -1, 2, 10**30])
def test_a_hand_over_nobody_made_is_refused(gates, number):
    gates.hand_over()
    with pytest.raises(Refusal) as refusal:
        gates.again(number)
    assert refusal.value.code == "hand-over-unknown"


def test_only_who_answers_applications_hands_them_over(gates, clerk_actor):
    gates.actor = clerk_actor
    with pytest.raises(Refusal) as refusal:
        gates.hand_over()
    assert refusal.value.code == "not-allowed"
    assert gates.shown() == []


def test_what_somebody_else_put_there_is_not_overwritten(gates):
    target = gates.folder / "entry-000001"
    target.mkdir(parents=True)
    (target / "rights.csv").write_text("mine")
    with pytest.raises(Fault) as fault:
        gates.hand_over()
    assert fault.value.code == "hand-over-folder"
    assert (target / "rights.csv").read_text() == "mine"


@pytest.mark.parametrize("at", [1, 2])
def test_a_disk_that_fills_up_shows_nothing_and_the_next_one_is_whole(gates, monkeypatch, at):
    """It fails before the first file, or before the manifest."""
    put, calls = gate_folder.GateFolder.put, []

    def fail(self, name, content):
        calls.append(name)
        if len(calls) == at:
            raise OSError(28, "No space left on device")
        put(self, name, content)

    with monkeypatch.context() as patched:
        patched.setattr(gate_folder.GateFolder, "put", fail)
        with pytest.raises(Fault) as fault:
            gates.hand_over()
    assert fault.value.code == "folder-unwritable"
    assert gates.shown() == []
    assert gates.hand_over().folder.name == "entry-000002"
    assert gates.shown() == ["entry-000002"]
    assert [p.name for p in gates.folder.glob(".*")] == [".entry.lock"]


@pytest.mark.parametrize("number", ["=1+1", "+1", "@SUM(A1)"])
def test_a_number_that_looks_like_a_formula_runs_nowhere(gates, people, apply, number):  # noqa: F811
    apply(people.staff(number=number))
    [row] = rights(gates.hand_over().folder)
    assert row["holder_number"] == f'="{number}"'
    assert list(gate_rights.cards(gate_rights.write([]))) == []


def test_e3_two_exports_at_once_are_kept_apart_whatever_their_folders(gates):
    with gates.counter.store.alone("entry"), pytest.raises(Fault) as fault:
        gates.hand_over()
    assert fault.value.code == "hand-over-busy"
    assert not gates.folder.exists()
    assert gates.hand_over().number == 1
