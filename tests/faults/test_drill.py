"""Many simulated clerks at once: the books stay clean, and what was acknowledged is there."""

import json
import os
import pkgutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

import main
from backoffice import batch_file, day_change, lane, test_print, workflows
from backoffice.actions import Workflow, new_action_id, perform
from backoffice.commands import drill, registry
from backoffice.commands._drill.acknowledging import AcknowledgingStore
from backoffice.commands._drill.seat import players
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Actor, Role
from backoffice.workflows import receive_blanks, sign_in
from tests.fixtures.books import PROGRAM, run

ROOT = Path(__file__).parents[2]


def mark_example(store, clock):
    run(store, clock, PROGRAM, "demo", lambda books, _turn: books.intake.mark_example())


@pytest.fixture
def drilled(program, store, clock, capsys):
    """Run a drill on example books and return its exit code and its figures."""

    def start(*arguments):
        options = registry.command_line("en").parse_args(["drill", "--json", *arguments])
        code = drill.run(program, options)
        return code, json.loads(capsys.readouterr().out)

    mark_example(store, clock)
    return start


def codes_of(package):
    modules = [package.__name__]
    if hasattr(package, "__path__"):
        modules = [f"{package.__name__}.{m.name}" for m in pkgutil.iter_modules(package.__path__)]
    for module in modules:
        for value in vars(pkgutil.resolve_name(module)).values():
            if isinstance(value, Workflow):
                yield value.code


def test_every_workflow_has_a_player():
    played = {code for player in players() for code in player.codes}
    apart = (lane, day_change, batch_file, test_print)
    assert {*codes_of(workflows), *(code for one in apart for code in codes_of(one))} == played


@pytest.mark.parametrize(
    ("books_url", "desks"), [("sqlite", 4), ("postgresql", 16)], indirect=["books_url"]
)
def test_clerks_at_many_desks_leave_clean_books(drilled, store, tmp_path, desks):
    told = tmp_path / "acknowledged"
    code, said = drilled("--desks", str(desks), "--actions", "160", "--acknowledged", str(told))
    assert (code, said["ok"], said["faults"], said["failed"]) == (0, True, 0, {})
    ids = told.read_text().split()
    assert len(ids) == len(set(ids)) == said["actions"] >= 160
    assert said["refusals"] == sum(said["refused"].values()) > 0
    assert 0 < said["p50_ms"] <= said["p99_ms"]
    with store.reading() as books:
        assert all(books.journal.find(one) for one in ids)
        rows = books.connection.execute(text("SELECT DISTINCT code FROM actions")).scalars().all()
    assert len(set(rows)) > 15


@pytest.mark.parametrize("books_url", ["sqlite"], indirect=True)
def test_real_peoples_books_are_not_drilled(program, store):
    options = registry.command_line("en").parse_args(["drill", "--desks", "1", "--actions", "1"])
    with pytest.raises(Refusal) as refusal:
        drill.run(program, options)
    assert refusal.value.code == "not-example"
    with store.reading() as books:
        assert books.intake.holders_known == 0


@pytest.mark.parametrize("books_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("given", [("0", "1"), ("1", "0"), ("65", "1")])
def test_a_drill_of_a_senseless_size_is_refused(drilled, given):
    with pytest.raises(Refusal) as refusal:
        drilled("--desks", given[0], "--actions", given[1])
    assert refusal.value.code == "drill-size"


@pytest.mark.breaks_invariants
@pytest.mark.parametrize("books_url", ["sqlite"], indirect=True)
def test_control_broken_books_fail_the_drill(drilled, store, people):
    people.staff()
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM search_keys"))
    code, said = drilled("--desks", "1", "--actions", "1")
    assert (code, said["ok"], said["faults"]) == (1, False, 0)
    assert said["broken"] == ["everybody-is-found"]


@pytest.mark.parametrize("books_url", ["sqlite"], indirect=True)
def test_a_desk_that_can_not_open_the_books_is_a_fault(drilled, program, monkeypatch):
    def another_key_there(*_):
        return main.DeskProgram, (another,)

    another = program.settings.__class__(**vars(program.settings) | {"folder": Path("/nowhere")})
    monkeypatch.setattr(main.DeskProgram, "__reduce__", another_key_there)
    code, said = drilled("--desks", "2", "--actions", "2")
    assert (code, said["actions"], said["failed"]) == (1, 0, {"key-missing": 2})


def test_what_a_killed_drill_acknowledged_is_in_the_books(books_url, store, clock, tmp_path):
    mark_example(store, clock)
    told, settings = tmp_path / "acknowledged", tmp_path / "desk.toml"
    settings.write_text(f"folder = '{tmp_path}'")
    before = [sys.executable, ROOT / "main.py", "--settings", settings, "--database", books_url]
    what = ["drill", "--desks", "2", "--actions", "100000", "--acknowledged", told]
    with subprocess.Popen([*before, *what], start_new_session=True) as started:
        end = time.monotonic() + 60
        while not told.exists() or told.stat().st_size < 37 * 40:
            assert time.monotonic() < end
            assert started.poll() is None
            time.sleep(0.01)
        os.killpg(started.pid, signal.SIGKILL)
    ids = told.read_text().split("\n")[:-1]
    assert len(ids) >= 40
    with store.reading() as books:
        assert [one for one in ids if books.journal.find(one) is None] == []
    # The last one was never more than a moment old; the other one is the control.
    asked = [ids[-1], new_action_id()]
    ends = [subprocess.run([*before, "actions", "--id", one], check=False) for one in asked]
    assert [one.returncode for one in ends] == [main.DONE, main.REFUSED]


@pytest.mark.parametrize("books_url", ["sqlite"], indirect=True)
def test_only_what_was_committed_is_acknowledged(store, clock, clerk_actor, tmp_path):
    told = tmp_path / "acknowledged"
    noting = AcknowledgingStore(store, told)
    done, refused, lost = new_action_id(), new_action_id(), new_action_id()

    def choose(action_id):
        request = sign_in.LanguageChosen(language="en")
        about = {"action_id": action_id, "actor": clerk_actor}
        perform(noting, clock, sign_in.LANGUAGE, request, **about)

    choose(done)
    choose(done)  # the stored outcome comes back; it was acknowledged before
    auditor = Actor(clerk_id=clerk_actor.clerk_id, name="", role=Role.AUDITOR)
    request = receive_blanks.Request(box="1", blanks=1)
    about = {"action_id": refused, "actor": auditor}
    with pytest.raises(Refusal):  # the attempt is in the audit, the action is not in the books
        perform(noting, clock, receive_blanks.WORKFLOW, request, **about)
    assert told.read_text().split() == [done]
    with pytest.raises(ZeroDivisionError), noting.writing(lost, clock.now()):
        raise ZeroDivisionError
    assert told.read_text().split() == [done]
    choose(lost)
    assert told.read_text().split() == [done, lost]
    assert len(noting.taken) == 2
