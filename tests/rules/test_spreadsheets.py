import zipfile
from functools import partial

import pytest

from backoffice.commands._spreadsheets import read_lines
from backoffice.domain.refusal import Fault, Refusal
from tests.fixtures.lists import write_csv, write_workbook

HEADER = b"number,name,kind,unit_code,certificate_number\n"


@pytest.fixture
def workbook(tmp_path):
    return partial(write_workbook, tmp_path / "list.xlsx")


def read(path):
    return [(line.number, list(line.cells)) for line in read_lines(path)]


def rewritten(source, target, change):
    """Copy a workbook, its first sheet changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if "sheet1" in name else part)
    return target


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_each_encoding_and_with_each_separator(tmp_path, encoding, delimiter):
    rows = [["编号", "姓名"], ["1", "王\n𠅤"], ["", " "], ['="002"', f"a{delimiter}b"]]
    path = write_csv(tmp_path / "list.any", *rows, encoding=encoding, delimiter=delimiter)
    assert read(path) == [
        (1, ["编号", "姓名"]),
        (2, ["1", "王\n𠅤"]),
        (5, ["002", f"a{delimiter}b"]),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\x89PNG\r\n\x1a\n\xff\xff\xff\xff\xff",
        "工号,姓名".encode("utf-16"),
        b"PK\x03\x04 broken",
        HEADER + b'"' + b"a" * 200_000,
    ],
)
def test_what_is_no_table_is_refused(tmp_path, content):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        read(path)
    assert refused.value.code == "not-a-table"


def test_a_file_that_is_not_there_is_a_fault(tmp_path):
    with pytest.raises(Fault):
        read(tmp_path / "none.csv")


def test_nul_bytes_reach_the_rules_that_refuse_them(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(HEADER + b"1,\x00,staff,U,2\n")
    assert read(path)[1] == (2, ["1", "\x00", "staff", "U", "2"])


def test_a_workbook_damaged_in_its_middle(workbook, tmp_path):
    whole = workbook(["number"], *[[str(at)] for at in range(50)])
    broken = rewritten(whole, tmp_path / "broken.xlsx", lambda part: part[: len(part) // 2])
    with pytest.raises(Refusal, match="damaged"):
        read(broken)


def test_a_bomb_is_not_unpacked(workbook, tmp_path):
    harmless = workbook(["number"])
    blown = rewritten(harmless, tmp_path / "bomb.xlsx", lambda part: part + b" " * (40 << 20))
    with pytest.raises(Refusal, match="unpacks"):
        read(blown)
    assert read(harmless) == [(1, ["number"])]


def test_definitions_in_a_workbook_are_refused(workbook, tmp_path):
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    path = rewritten(workbook(["number"]), tmp_path / "laughs.xlsx", lambda part: laughs + part)
    with pytest.raises(Refusal, match="definitions"):
        read(path)


def test_a_workbook_that_promises_a_million_columns(workbook, tmp_path):
    wide = rewritten(
        workbook(["number", "name"], ["1", "王"]),
        tmp_path / "wide.xlsx",
        lambda part: part.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'),
    )
    assert read(wide) == [(1, ["number", "name"]), (2, ["1", "王"])]


def test_a_long_list_is_read_as_it_is_needed(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(HEADER * 50_000 + b'"' + b"a" * 200_000)
    lines = read_lines(path)
    assert [next(lines).number for _ in range(3)] == [1, 2, 3]  # long before the broken end
    lines.close()
