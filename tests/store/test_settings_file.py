"""Printers are written into the settings file of a desk; the rest of it stays as it is."""

import os
from dataclasses import replace

import pytest

from backoffice.commands._settings import read_settings
from backoffice.commands._settings_file import write_printers
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.settings import PrinterAddress
from main import DeskProgram

_WRITTEN = """\
# Window 22: ask Li Na before you change anything.
desk = "22"   # as on the sign

[printers.card]   # the old one
kind = "ipp"
target = "ipp://printer-22.example/ipp/print"   # second floor
options = { duplex = true, timeout_seconds = 90 }
"""
ROLL = PrinterAddress(
    kind="raw", target="printer-23:9100", role="receipt", buffer=3, options={"language": "escpos"}
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "desk.toml"
    path.write_text(_WRITTEN)
    return path


def opened(file):
    environment = {"BACKOFFICE_DATABASE": f"sqlite:///{file.parent / 'b.sqlite'}"}
    return read_settings(database=None, file=str(file), language="en", environment=environment)


def test_a_printer_is_added_and_every_comment_stays(file):
    program = DeskProgram(opened(file))
    program.set_printer("roll", ROLL)
    text = file.read_text()
    assert text.startswith(_WRITTEN)
    assert opened(file).printers == {**opened(file).printers, "roll": ROLL}
    assert opened(file).printers["roll"] == ROLL
    # In force at once, in this very program.
    assert program.settings.printers["roll"] == ROLL
    assert program.printers().names("receipt") == ("roll",)


def test_a_printer_is_changed_where_it_stands(file):
    program = DeskProgram(opened(file))
    changed = PrinterAddress(
        kind="ipp", target="ipp://other.example/ipp/print", options={"offset_x_mm": -0.5}
    )
    program.set_printer("card", changed)
    text = file.read_text()
    for comment in ("ask Li Na", "as on the sign", "the old one"):
        assert comment in text
    assert "printer-22" not in text
    assert opened(file).printers == {"card": changed}


def test_a_printer_is_renamed_and_keeps_its_place_among_the_others(file):
    program = DeskProgram(opened(file))
    program.set_printer("roll", ROLL)
    card = replace(program.settings.printers["card"], role="card")
    program.set_printer("card-a", card, before="card")
    assert list(program.settings.printers) == ["card-a", "roll"]
    assert opened(file).printers == {"card-a": card, "roll": ROLL}
    assert program.printers().names("card") == ("card-a",)
    assert "as on the sign" in file.read_text()


def test_a_printer_is_removed_and_the_rest_stays(file):
    program = DeskProgram(opened(file))
    program.set_printer("roll", ROLL)
    program.remove_printer("roll")
    assert file.read_text().strip() == _WRITTEN.strip()
    assert "roll" not in program.settings.printers
    assert program.printers().names("receipt") == ("receipt",)


def test_what_can_not_be_is_refused_and_nothing_is_written(file):
    program = DeskProgram(opened(file))
    wrong = PrinterAddress(kind="ipp", target="ipp://x", options={"offset_x_mm": 99})
    with pytest.raises(Refusal):
        program.set_printer("card", wrong)
    assert file.read_text() == _WRITTEN
    assert program.settings.printers["card"].target.startswith("ipp://printer-22")


def test_a_file_that_can_not_be_written_stays_whole(file, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    program = DeskProgram(opened(file))
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Fault) as fault:
        program.set_printer("roll", ROLL)
    assert fault.value.code == "settings-unwritable"
    assert file.read_text() == _WRITTEN
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    assert "roll" not in program.settings.printers


def test_without_a_file_one_is_made_for_its_owner_alone(tmp_path):
    path = tmp_path / "new" / "settings.toml"
    write_printers(path, {"roll": ROLL})
    assert path.stat().st_mode & 0o777 == 0o600
    assert opened(path).printers == {"roll": ROLL}


def test_a_printer_can_be_tried_before_it_is_set_up(file, ipp_printer):
    program = DeskProgram(opened(file))
    there = PrinterAddress(kind="ipp", target=ipp_printer.uri)
    assert program.try_printer(there).ready
    ipp_printer.kill()
    assert program.try_printer(there).reasons == ("unreachable",)
    assert file.read_text() == _WRITTEN


def test_printers_of_this_machine_are_found(file, cups_server, ipp_printer, monkeypatch):
    monkeypatch.setenv("CUPS_SERVER", cups_server.address)
    cups_server.queue("cards", ipp_printer.uri)
    (found,) = DeskProgram(opened(file)).find_printers()
    assert (found.kind, found.target, found.called) == ("cups", "cards", "cards")
