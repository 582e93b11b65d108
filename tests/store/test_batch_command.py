"""The command ``batch``: what it answers, what is in the file, what a second run finds."""

import argparse
import dataclasses
import json
import re

import pypdfium2
import pytest
import zxingcpp

import main as composition
from backoffice import batch_file, lane
from backoffice.actions import new_action_id, perform
from backoffice.commands import batch as command
from backoffice.domain.cards import CardState
from backoffice.domain.ledger import AccountKind
from backoffice.domain.print_jobs import JobState
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.settings import PrinterAddress, Settings
from backoffice.workflows import waiting_job
from printing import raster
from tests.fixtures.books import PROGRAM, run
from tests.fixtures.documents import portrait

PHYSICS, CHEMISTRY = ("PHYS", "物理学院"), ("CHEM", "化学学院")


@pytest.fixture
def program(books_url, tmp_path, store, clock):
    """Return the composition root of a desk on the books of the test."""
    folder = tmp_path / "paper"
    folder.mkdir()
    printers = {"card": PrinterAddress(kind="folder", target=str(folder))}
    printers["card-b"] = PrinterAddress(kind="folder", target=str(folder), role="card")
    settings = Settings(
        database=books_url, folder=tmp_path, language="en", desk="22", printers=printers
    )
    program = composition.DeskProgram(settings)
    vars(program).update(_store=store, clock=clock)
    return program


@pytest.fixture
def unit(people):
    """Three of physics can get a card, one has no photo, one a card; one of chemistry can."""
    for number in ("1001", "1002", "1003"):
        people.student(number=number, card=None, photo=portrait(), unit=PHYSICS)
    people.student(number="1004", card=None, photo=False, unit=PHYSICS)
    people.student(number="1005", card="active", photo=portrait(), unit=PHYSICS)
    people.student(number="2001", card=None, photo=portrait(), unit=CHEMISTRY)


@pytest.fixture
def called(program, capsys, unit):
    """Run the command and return exit code, JSON and what was said to people."""

    def call(*words):
        parser = argparse.ArgumentParser()
        command.arguments(parser)
        capsys.readouterr()
        try:
            code = command.run(program, parser.parse_args([*map(str, words), "--json"]))
        except Refusal as refusal:
            code, told = 1, capsys.readouterr()
            return code, json.loads(told.out) if told.out else None, str(refusal)
        told = capsys.readouterr()
        return code, json.loads(told.out), told.err

    return call


def numbers_on(path):
    return [
        [code.text for code in zxingcpp.read_barcodes(page)]
        for page in raster.pages(path.read_bytes(), dpi=300)
    ]


def states(store, *numbers):
    with store.reading() as books:
        ids = books.holders.ids(numbers)
        return [books.cards.of_holder(ids[number])[0].state for number in numbers]


def test_the_answer_is_the_one_of_the_contract(called, tmp_path):
    path = tmp_path / "physics.pdf"
    code, said, _ = called("--unit", "PHYS", "--output", path)
    assert code == 0
    assert (said["unit"], said["output"]) == ("PHYS", str(path))
    assert [card["holder"] for card in said["cards"]] == ["1001", "1002", "1003"]
    assert [(c["front_page"], c["back_page"]) for c in said["cards"]] == [(1, 2), (3, 4), (5, 6)]
    assert said["left_out"] == [
        {"holder": "1004", "reason": "no_photo"},
        {"holder": "1005", "reason": "live_card"},
    ]


def test_each_page_is_a_card_and_decodes_to_its_own_number(called, tmp_path):
    path = tmp_path / "physics.pdf"
    _, said, _ = called("--unit", "PHYS", "--output", path)
    read = numbers_on(path)
    for card in said["cards"]:
        assert read[card["front_page"] - 1] == [card["card"]]
        assert read[card["back_page"] - 1] == []
    with pypdfium2.PdfDocument(path) as document:
        sizes = [page.get_size() for page in document]
    assert len(sizes) == 6
    for width, height in sizes:
        assert width * 25.4 / 72 == pytest.approx(85.60, abs=0.001)
        assert height * 25.4 / 72 == pytest.approx(53.98, abs=0.001)
    assert path.stat().st_mode & 0o077 == 0


def test_the_cards_are_unconfirmed_and_their_blanks_come_from_outside(called, tmp_path, store):
    called("--unit", "PHYS", "--output", tmp_path / "physics.pdf")
    assert set(states(store, "1001", "1002", "1003")) == {CardState.UNCONFIRMED}
    with store.reading() as books:
        desk = books.places.desk_by_code("22").id
        assert books.ledger.balance(AccountKind.MAKING, desk_id=desk) == 3
        assert books.ledger.balance(AccountKind.STOCK, desk_id=desk) == 0
        job = books.jobs.at_desk(desk, {JobState.UNCONFIRMED})[0]
    assert "physics.pdf" in job.note


def test_a_second_run_says_what_is_there_and_makes_nothing(called, tmp_path, store):
    path = tmp_path / "physics.pdf"
    _, first, _ = called("--unit", "PHYS", "--output", path)
    content = path.read_bytes()
    code, again, told = called("--unit", "PHYS", "--output", path)
    assert code == 0
    assert again["cards"] == first["cards"]
    assert "B-000001 is there already: no second one is made." in told
    assert path.read_bytes() == content
    with store.reading() as books:
        assert len(books.batches.sums(most=9)) == 1


def test_another_file_for_the_same_people_is_refused(called, tmp_path):
    called("--unit", "PHYS", "--output", tmp_path / "physics.pdf")
    code, said, told = called("--unit", "PHYS", "--output", tmp_path / "again.pdf")
    assert code == 1
    assert "Nobody of these units" in told
    assert {one["reason"] for one in said["left_out"]} == {"in_making", "no_photo", "live_card"}
    assert not (tmp_path / "again.pdf").exists()


def test_a_file_that_stands_there_is_never_written_over(called, tmp_path, store):
    path = tmp_path / "physics.pdf"
    path.write_text("somebody else's")
    code, _, told = called("--unit", "PHYS", "--output", path)
    assert (code, path.read_text()) == (1, "somebody else's")
    assert "already" in told
    with store.reading() as books:
        assert books.batches.sums(most=9) == []


def test_several_units_share_a_file(called, tmp_path):
    path = tmp_path / "both.pdf"
    _, said, _ = called("--unit", "CHEM", "--unit", "PHYS", "--output", path)
    assert said["unit"] == "CHEM,PHYS"
    assert [card["holder"] for card in said["cards"]] == ["2001", "1001", "1002", "1003"]
    assert [codes for codes in numbers_on(path) if codes] == [
        [card["card"]] for card in said["cards"]
    ]
    assert len(said["batches"]) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--unit", "NOPE", "--output", "x.pdf"), "There is no unit “NOPE”."),
        (("--unit", "PHYS", "--printer", "laser"), "no card printer “laser”"),
        (("--unit", "PHYS", "--printer", ""), "no card printer “”"),
    ],
)
def test_what_is_not_there_is_refused(called, words, told):
    code, said, refusal = called(*words)
    assert (code, said) == (1, None)
    assert told in refusal


def test_a_folder_that_is_not_there_is_refused_and_none_is_made(called, tmp_path, store):
    path = tmp_path / "later" / "on" / "physics.pdf"
    code, _said, told = called("--unit", "PHYS", "--output", path)
    assert code == 1
    assert "There is no folder" in told
    assert not (tmp_path / "later").exists()
    with store.reading() as books:
        assert not books.batches.sums(most=1)


@pytest.mark.parametrize("name", ["physics.pdf", f"{'x' * 300}.pdf"], ids=["folder", "name"])
def test_where_no_file_can_be_written_no_card_is_asked_for(
    called, tmp_path, store, monkeypatch, name
):
    def full(*_at, **_how):
        raise PermissionError

    monkeypatch.setattr(batch_file.tempfile, "mkdtemp", full)
    with pytest.raises(Fault, match="can't be written"):
        called("--unit", "PHYS", "--output", tmp_path / name)
    with store.reading() as books:
        assert not books.batches.sums(most=1)


def test_a_file_of_two_units_is_not_finished_for_one_of_them(called, tmp_path):
    path = tmp_path / "both.pdf"
    in_its_way = path.with_name(".both.pdf.part")
    in_its_way.write_text("a file where a folder should be")
    both = ("--unit", "PHYS", "--unit", "CHEM", "--output", path)
    with pytest.raises(Fault):
        called(*both)
    in_its_way.unlink()
    code, _said, told = called("--unit", "PHYS", "--output", path)
    assert code == 1
    assert "of unit CHEM" in told
    code, said, _told = called(*both)
    assert (code, len(said["cards"])) == (0, 4)


def test_a_folder_that_cant_be_written_fails_and_the_next_run_finishes(called, tmp_path, store):
    path = tmp_path / "physics.pdf"
    in_its_way = path.with_name(".physics.pdf.part")
    in_its_way.write_text("a file where a folder should be")
    with pytest.raises(Fault):
        called("--unit", "PHYS", "--output", path)
    in_its_way.unlink()
    code, said, told = called("--unit", "PHYS", "--output", path)
    assert (code, len(said["cards"])) == (0, 3)
    assert "no second one" in told
    assert set(states(store, "1001", "1002", "1003")) == {CardState.UNCONFIRMED}


def test_a_card_that_cant_be_drawn_is_left_and_told(called, people, tmp_path, store):
    people.student(number="1000", card=None, photo=b"no picture", unit=PHYSICS)
    path = tmp_path / "physics.pdf"
    _, said, _ = called("--unit", "PHYS", "--output", path)
    assert [card["holder"] for card in said["cards"]] == ["1001", "1002", "1003"]
    assert {"holder": "1000", "reason": "unprintable"} in said["left_out"]
    assert len(numbers_on(path)) == 6
    assert states(store, "1000") == [CardState.QUEUED]


def test_a_file_that_vanished_is_not_written_a_second_time(called, program, tmp_path, store):
    path = tmp_path / "physics.pdf"

    def never(_self, _target):
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(path), "rename", never)
        with pytest.raises(KeyboardInterrupt):
            called("--unit", "PHYS", "--output", path)
    assert set(states(store, "1001")) == {CardState.PRINTING}
    for file in (tmp_path / ".physics.pdf.part").iterdir():
        file.unlink()
    with pytest.raises(Fault, match="not drawn a second time"):
        called("--unit", "PHYS", "--output", path)
    assert not path.exists()
    assert set(states(store, "1001")) == {CardState.UNCONFIRMED}  # a person decides


def test_a_printer_prints_the_whole_batch(called, people, tmp_path, store):
    people.blanks(count=5)
    code, said, _ = called("--unit", "PHYS", "--printer", "card-b")
    assert (code, said["output"]) == (0, "card-b")
    assert [card["front_page"] for card in said["cards"]] == [None] * 3
    files = sorted((tmp_path / "paper").glob("*.pdf"))
    printed = [codes for file in files for codes in numbers_on(file) if codes]
    assert sorted(printed) == sorted([card["card"]] for card in said["cards"])
    assert set(states(store, "1001", "1002", "1003")) == {CardState.UNCONFIRMED}


def test_before_a_printer_run_it_says_whether_blanks_ribbon_and_time_are_enough(called, people):
    people.blanks(count=2)
    with pytest.raises(Fault, match="No blank card is left here") as fault:
        called("--unit", "PHYS", "--printer", "card-b")
    assert "1 cards wait" in str(fault.value)
    people.blanks(count=5)
    code, _said, told = called("--unit", "CHEM", "--printer", "card")
    assert code == 0
    assert "about 1 min at 245 cards an hour" in told
    assert "blanks for 4: enough" in told


def test_a_card_of_a_printer_run_that_cant_be_drawn_is_left_and_told(called, people):
    people.blanks(count=5)
    people.student(number="1000", card=None, photo=b"no picture", unit=PHYSICS)
    code, said, _ = called("--unit", "PHYS", "--printer", "card-b")
    assert code == 0
    assert [card["holder"] for card in said["cards"]] == ["1001", "1002", "1003"]
    assert {"holder": "1000", "reason": "unprintable"} in said["left_out"]


def test_a_run_whose_last_card_is_in_doubt_does_not_end_well(
    called, people, program, capsys, monkeypatch
):
    people.blanks(count=5)
    deliver = program.printers().deliver

    def jam(*at, **how):
        return dataclasses.replace(deliver(*at, **how), result="unconfirmed")

    monkeypatch.setattr(program.printers(), "deliver", jam)
    with pytest.raises(Fault, match="nobody knows yet what became of a card"):
        called("--unit", "CHEM", "--printer", "card-b")
    assert len(json.loads(capsys.readouterr().out)["cards"]) == 1


def test_a_printer_that_takes_nothing_ends_the_run_and_the_next_goes_on(
    called, people, tmp_path, store
):
    people.blanks(count=5)
    folder = tmp_path / "paper"
    folder.rmdir()
    with pytest.raises(Fault, match="3 cards wait"):
        called("--unit", "PHYS", "--printer", "card-b")
    folder.mkdir()
    code, said, told = called("--unit", "PHYS", "--printer", "card-b")
    assert (code, len(said["cards"])) == (0, 3)
    assert "no second one" in told


@pytest.mark.parametrize(
    ("desk", "printer", "said"), [("22", "card", "22 card (2)"), ("23", "card-b", "23 card-b (2)")]
)
def test_cards_that_were_given_to_another_printer_meanwhile_are_left_to_it(
    called, people, store, clock, clerk_actor, monkeypatch, desk, printer, said
):
    people.blanks(count=5)

    def step_and_move(*at, **how):
        report = lane.step(*at, **how)
        with store.reading() as books:
            there = books.places.desk_by_code(desk).id
            waiting = books.jobs.at_desk(clerk_actor.desk_id, {JobState.QUEUED})
        moved = tuple(job.id for job in waiting if job.printer == "card-b")
        request = waiting_job.Request(job_ids=moved, desk_id=there, printer=printer)
        own = {"action_id": new_action_id(), "actor": clerk_actor}
        perform(store, clock, waiting_job.WORKFLOW, request, **own)
        return report

    monkeypatch.setattr(command, "step", step_and_move)
    ran = ("--unit", "PHYS", "--printer", "card-b")
    code, first, told = called(*ran)
    assert (code, len(first["cards"])) == (0, 3)
    assert f"2 cards wait for other printers: {said}" in told
    ends = sorted(state.value for state in states(store, "1001", "1002", "1003"))
    assert ends == ["queued", "queued", "unconfirmed"]
    code, again, told = called(*ran)
    assert (code, again["batches"]) == (0, first["batches"])
    assert f"2 cards wait for other printers: {said}" in told


def test_a_run_whose_last_cards_are_taken_away_in_the_same_moment_is_done(
    called, people, monkeypatch, store, clock
):
    """Nothing waits for its printer any more when it asks for the next one."""
    people.blanks(count=5)

    def cancelled(*_at, **_how):
        def drop(books, _turn):
            [found] = books.batches.sums(most=1)
            queued, dropped = JobState.QUEUED, JobState.CANCELLED
            states = (CardState.QUEUED, CardState.SPOILED)
            books.batches.advance(found.batch.id, jobs=(queued, dropped), cards=states)

        run(store, clock, PROGRAM, "drop", drop)

    monkeypatch.setattr(command, "step", cancelled)
    code, said, told = called("--unit", "PHYS", "--printer", "card-b")
    assert (code, said["cards"]) == (0, [])
    assert "wait" not in told


def test_people_read_a_few_lines(program, capsys, unit, tmp_path):
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    path = tmp_path / "physics.pdf"
    command.run(program, parser.parse_args(["--unit", "PHYS", "--output", str(path)]))
    said = capsys.readouterr().out
    assert f"Batch B-000001: 3 cards, {path}" in said
    assert "left out: 1, no photo" in said
    assert not re.search("Traceback", said)


def test_cards_cancelled_while_it_is_drawn_are_not_sent(program, unit, store, clock, tmp_path):
    request = batch_file.Sending(batch_ids=(), cards=1)
    with pytest.raises(Refusal) as refusal:
        run(
            store, clock, PROGRAM, "sent", lambda books, turn: batch_file.send(books, turn, request)
        )
    assert refusal.value.code == "batch-changed"
