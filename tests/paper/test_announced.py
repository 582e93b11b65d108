"""Printers that other machines announce; ``ippfind`` is played, for the real one needs Avahi."""

import pytest

from printing import announced, finding
from printing.contracts import FoundPrinter

HEARD = r"""
printf 'Card printer 二号\tipp://printer-22.local:631/ipp/print\n'
printf 'Receipts @ hall\tipp://hall.local:631/printers/roll%%2080\n'
"""


@pytest.fixture
def ippfind(tmp_path, monkeypatch):
    """Return what lets a program of this name stand in for the one of CUPS."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:1")

    def play(script):
        program = tmp_path / "ippfind"
        program.write_text(f"#!/bin/sh\n{script}")
        program.chmod(0o755)

    return play


def test_printers_and_queues_of_other_machines_are_found(ippfind):
    ippfind(HEARD)
    found = (
        FoundPrinter(kind="cups", target="roll 80@hall.local:631", called="Receipts @ hall"),
        FoundPrinter(
            kind="ipp", target="ipp://printer-22.local:631/ipp/print", called="Card printer 二号"
        ),
    )
    assert tuple(finding.find()) == found


def test_it_is_told_to_listen_to_other_machines_for_a_moment(ippfind, tmp_path):
    ippfind(f'printf "%s\\n" "$@" > {tmp_path}/told')
    assert announced.find() == ()
    told = (tmp_path / "told").read_text().splitlines()
    assert told[:4] == ["-T", "3", "_ipp._tcp", "--remote"]


def test_where_avahi_does_not_run_nothing_is_found(ippfind):
    ippfind('echo "ippfind: Unable to use Bonjour: Daemon not running" >&2; exit 2')
    assert announced.find() == ()


def test_without_the_program_nothing_is_found(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert announced.find() == ()


def test_one_that_never_ends_is_given_up(ippfind, monkeypatch):
    monkeypatch.setattr(announced, "_SECONDS", 0.1)
    ippfind("exec sleep 60")
    assert announced.find() == ()
