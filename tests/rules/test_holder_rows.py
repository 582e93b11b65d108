from datetime import date, datetime

import pytest

from backoffice.domain.certificates import CertificateKind
from backoffice.domain.holder_rows import BadCell, read_header, read_row
from backoffice.domain.holders import HolderKind
from backoffice.domain.refusal import Refusal

TODAY = date(2026, 11, 22)
SECRET = "11010519491231002X"
CELLS = {
    "number": "0012",
    "name": "王小明",
    "kind": "staff",
    "unit_code": "PHYS",
    "unit_name": "物理学院",
    "certificate_number": SECRET,
}


def read(**changes):
    return read_row(CELLS | changes, today=TODAY)


def test_a_good_row():
    row = read(name="  王小明\u3000", valid_until="2027-01-01")
    assert (row.number, row.name, row.kind) == ("0012", "王小明", HolderKind.STAFF)
    assert (row.certificate_kind, row.certificate_number) == (CertificateKind.RESIDENT_ID, SECRET)
    assert row.valid_until is None  # only temporary holders have a last day
    assert SECRET not in repr(row)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        *[("name", bad) for bad in ("=cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "<b>王</b>", "")],
        *[("name", bad) for bad in ("王" * 10_000, "王\x00明", "王\x07", "\u202e明王", "王;DROP")],
        *[("name", bad) for bad in ("1小明", "王{0}", "王\n明", "王\u2028明", "\ud800")],
        *[("number", bad) for bad in ("", "a b", "../etc", "王", "=1", "1" * 41, -5, 0.5)],
        *[("number", bad) for bad in (float("nan"), float("inf"), None)],
        *[("kind", bad) for bad in ("", "guest", 7)],
        *[("unit_code", bad) for bad in ("P<HYS", "U" * 41, "+1")],
        *[("unit_name", bad) for bad in ("=HYPERLINK(1)", "<script>", "x" * 101, "a\x1bb")],
        *[("name_latin", bad) for bad in ("<i>", "=1", "x" * 101)],
        ("certificate_kind", "library card"),
        *[("certificate_number", bad) for bad in ("", SECRET[:-1] + "1", "1" * 300, 1.1e17)],
        *[("valid_until", bad) for bad in ("tomorrow", "2026-02-30", "1066-10-14", "2026111")],
        *[("valid_until", bad) for bad in (3.0, date(1066, 10, 14), "2026-09-01 12:00")],
    ],
)
def test_a_hostile_or_wrong_cell_is_refused_by_its_column(column, cell):
    with pytest.raises(BadCell) as refused:
        read(**{column: cell})
    assert refused.value.column == column
    assert SECRET[6:-1] not in str(refused.value)


NAMES = ["𠅤", "王\U000e0100", "⿰亻王小明", "王\ue123", "阿卜杜拉·买买提", "Nguyễn Thị Minh Châu"]
NAMES += ["O’Brien, Jean-Luc (Jr.)", "Þórdís", "\u3007九", "می\u200cن", "王小明（大）"]


@pytest.mark.parametrize("name", NAMES)
def test_what_registers_really_write_is_kept(name):
    assert read(name=name).name == name


DAYS = ["2027-09-01", "2027/9/1", "2027.09.01", "2027年9月1日", "20270901", "2027-09-01 00:00:00"]
DAYS += ["\uff12027-9-1", 46_631, 46_631.0, date(2027, 9, 1), datetime(2027, 9, 1)]  # noqa: DTZ001


@pytest.mark.parametrize("cell", DAYS)
def test_days_however_a_list_writes_them(cell):
    assert read(kind="临时", valid_until=cell).valid_until == date(2027, 9, 1)


@pytest.mark.parametrize("cell", ["", None, "  "])
def test_a_temporary_holder_needs_a_last_day(cell):
    with pytest.raises(BadCell) as refused:
        read(kind="temporary", valid_until=cell)
    assert refused.value.column == "valid_until"


@pytest.mark.parametrize(("cell", "number"), [(217, "217"), (217.0, "217"), ("\uff10\uff11", "01")])
def test_numerals_and_wide_digits_are_numbers(cell, number):
    assert read(number=cell).number == number


def test_a_unit_needs_a_code_or_a_name():
    assert read(unit_code="").unit_name == "物理学院"
    with pytest.raises(BadCell) as refused:
        read(unit_code="", unit_name="")
    assert refused.value.column == "unit_code"


def test_columns_are_found_in_any_order_case_and_spacing():
    header = read_header(["身份 证号", "Unit Code", " 姓名", "height", "KIND", "\ufeff学号"])
    assert header.unknown == ("height",)
    places = {"certificate_number": 0, "unit_code": 1, "name": 2, "kind": 4, "number": 5}
    assert header.places == places


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ([], "columns-missing"),
        (["number", "name", "kind", "certificate_number"], "columns-missing"),
        (["工号", "学号", "name", "kind", "unit_code", "certificate_number"], "columns-twice"),
    ],
)
def test_a_header_that_can_not_be_used(cells, code):
    with pytest.raises(Refusal) as refused:
        read_header(cells)
    assert refused.value.code == code
