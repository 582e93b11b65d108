"""The manifest: true numbers, plain file names, nothing that a spreadsheet would run."""

import csv
import io

import pytest

from backoffice.domain import manifests
from backoffice.domain.photos import DuePhoto
from tests.fixtures.books import DAY


def due(*numbers):
    return [
        DuePhoto(
            photo_id=n, holder_number=number, card_number="", sha256="x", effective_on=DAY.date()
        )
        for n, number in enumerate(numbers, start=1)
    ]


def names(*numbers):
    return [line.file for line in manifests.read(manifests.write(due(*numbers)))]


@pytest.mark.parametrize(
    "number",
    [
        "../../etc/x",
        "a/b",
        "a\\b",
        "",
        ".",
        "a.b",
        "工号",
        "con",
        "NUL",
        "lpt1",
        "photo-9",
        "a b",
        "-rf",
        "a\nb",
        "x" * 41,
        "a:b",
        "Photo-1",
    ],
)
def test_a_number_that_is_no_plain_file_name_names_no_file(number):
    assert names(number) == ["photo-1.jpg"]


def test_numbers_that_differ_by_case_alone_name_no_file():
    assert names("Ab1", "aB1", "ab2") == ["photo-1.jpg", "photo-2.jpg", "ab2.jpg"]


HARMFUL = ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x","y")', "\t=1"]


@pytest.mark.parametrize("number", HARMFUL)
def test_a_number_that_looks_like_a_formula_runs_nowhere_and_stays_true(number):
    manifest = manifests.write(due(number))
    [cells] = list(csv.reader(io.StringIO(manifest, newline="")))[1:]
    assert cells[0].startswith('="')
    assert cells[0].endswith('"')
    assert '"' not in cells[0][2:-1].replace('""', "")  # the text does not end before its end
    assert [line.holder_number for line in manifests.read(manifest)] == [number]


@pytest.mark.parametrize("number", ["20140001", "007", "A-1", 'a"b', "a,b", "x=1"])
def test_every_other_number_stands_there_as_it_is(number):
    [row] = csv.DictReader(io.StringIO(manifests.write(due(number)), newline=""))
    assert row["holder_number"] == number
