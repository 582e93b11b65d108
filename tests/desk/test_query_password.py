import json
import logging

import pytest
from sqlalchemy import select

from backoffice.domain.certificates import CertificateKind
from backoffice.ui import unfinished
from db import counter_tables
from db import tables as t
from tests.desk.steps import NUMBER, begin

PASSPORT = "E12345678"
CHOSEN = "blue-Kite 77"


def stored(store):
    with store.reading() as books:
        return books.connection.execute(select(counter_tables.query_passwords)).one()


def everything_written(store, folder):
    """Return every value in the books and every byte of the files beside them."""
    with store.reading() as books:
        rows = [
            books.connection.execute(table.select()).all() for table in t.metadata.sorted_tables
        ]
    files = [file.read_bytes().decode("latin-1") for file in folder.rglob("*") if file.is_file()]
    return f"{rows} {files}"


def in_the_fields(clerk):
    return [field.get() for field in (clerk.field(label) for label in LABELS)]


LABELS = ("New query password", "New query password, a second time")


@pytest.fixture
def passport(clerk, people):
    """Return the clerk before somebody with a passport, its number typed twice."""
    people.staff(certificate=PASSPORT, certificate_kind=CertificateKind.PASSPORT)
    begin(clerk, "Shift-F7")
    clerk.type("Number", PASSPORT)
    clerk.type("Number, a second time", PASSPORT)
    return clerk


def choose(clerk, first, again):
    for label, text in zip(LABELS, (first, again), strict=True):
        clerk.type(label, text)
    clerk.key("Return")
    clerk.settle()


def test_r2_an_identity_card_resets_to_the_default_in_few_keys(clerk, people, store, program):
    people.staff()
    clerk.scan(NUMBER)
    clerk.presses = 0
    clerk.key("Shift-F7")
    clerk.settle()
    assert not clerk.sees("Turn the keyboard")
    clerk.key("Return")
    clerk.waits_for("the default: the last six characters of the ID card number")
    clerk.key("Return")
    clerk.settle()
    assert clerk.sees("the default: the last six characters")  # Enter confirms nothing
    clerk.key("Control-Return")
    clerk.waits_for("The query password is the default now.")
    assert clerk.presses <= 5
    assert program.passwords.matches(stored(store).password_hash, NUMBER[-6:])
    assert clerk.sees("Query password reset")


def test_r2_the_default_stands_nowhere_not_even_on_the_screen(
    clerk, people, store, program, caplog
):
    caplog.set_level(logging.DEBUG)
    people.staff()
    begin(clerk, "Shift-F7")
    clerk.scan(NUMBER)
    clerk.waits_for("Reset the password")
    assert not any(NUMBER[-6:] in text for text in clerk.reads())
    clerk.key("Control-Return")
    clerk.waits_for("The query password is the default now.")
    folder = program.settings.folder
    seen = [*clerk.reads(), *(record.getMessage() for record in caplog.records)]
    assert not any(NUMBER[-6:] in text for text in seen)
    written = everything_written(store, folder)
    assert "Query password reset" in written  # the receipt
    assert NUMBER[-6:] not in written


def test_r2_a_passport_holder_types_one_twice(passport, store, program):
    assert passport.sees("Turn the keyboard: the holder types a password, twice.")
    choose(passport, CHOSEN, CHOSEN)
    passport.waits_for("the one the holder typed twice")
    assert not passport.sees(CHOSEN)
    passport.key("Control-Return")
    passport.waits_for("The query password is the one the holder typed now.")
    assert program.passwords.matches(stored(store).password_hash, CHOSEN)
    assert CHOSEN not in everything_written(store, program.settings.folder)


@pytest.mark.parametrize(
    ("first", "again", "said"),
    [
        ("short", "short", "A query password has 6 to 32 characters."),
        ("x" * 33, "x" * 33, "A query password has 6 to 32 characters."),
        (CHOSEN, f"{CHOSEN}8", "The two typings differ."),
    ],
)
def test_r2_what_is_no_query_password_is_typed_anew(passport, first, again, said):
    choose(passport, first, again)
    assert passport.sees(said)
    assert passport.sees("Rule: R2 · FAQ 2")
    assert in_the_fields(passport) == ["", ""]


def test_r2_what_is_typed_is_dots_and_not_remembered_over_a_power_cut(passport, program):
    choose(passport, CHOSEN, CHOSEN)
    passport.waits_for("the one the holder typed twice")
    left = (program.settings.folder / unfinished.FILE).read_text(encoding="utf-8")
    [form] = json.loads(left)
    assert set(form) == {"action_id", "workflow", "holder_id", "step"}
    assert CHOSEN not in left
    passport.press("Back")
    assert {str(passport.field(label).cget("show")) for label in LABELS} == {"●"}


def test_l1_another_certificate_is_refused_in_its_step(clerk, people):
    people.staff()
    begin(clerk, "Shift-F7")
    clerk.scan("53010219200508011X")
    clerk.waits_for("The certificate shown is not the one on record")
    assert clerk.sees("Rule: L1 · FAQ 8")
