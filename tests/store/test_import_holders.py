import json
import random
from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from backoffice.actions import perform
from backoffice.commands import import_holders, registry
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Actor, Right, Role
from db import tables as t
from tests.fixtures.lists import write_csv, write_workbook

HEADER = ["number", "name", "name_latin", "kind", "unit_code", "unit_name"]
HEADER += ["certificate_kind", "certificate_number", "valid_until"]
CHINESE = ["工号", "姓名", "英文名", "人员类别", "单位代码", "单位名称", "证件类型", "证件号码"]
CHINESE += ["有效期"]
SECRET = "11010519491231002X"
ROW = ["0012", "王小明", "", "staff", "PHYS", "物理学院", "resident_id", SECRET, ""]


def row(**changes):
    return [changes.get(name, given) for name, given in zip(HEADER, ROW, strict=True)]


def passports(count):
    for at in range(count):
        number = f"{at:06d}"
        given = {"number": number, "name": f"李{'伟芳娜秀英'[at % 5]}"}
        yield row(**given, certificate_kind="护照", certificate_number=f"E1{number}")


@pytest.fixture
def write(tmp_path):
    def written(*rows, header=HEADER, name="holders.csv", encoding="utf-8", delimiter=","):
        path = tmp_path / name
        return write_csv(path, header, *rows, encoding=encoding, delimiter=delimiter)

    return written


@pytest.fixture
def workbook(tmp_path):
    def written(*rows, header=HEADER, formats=()):
        return write_workbook(tmp_path / "holders.xlsx", header, *rows, formats=formats)

    return written


@pytest.fixture
def take_in(program, capsys):
    """Run the command; return its exit code and its JSON."""

    def run(path, *options):
        given = ["import", "holders", str(path), "--json", *options]
        code = import_holders.run(program, registry.command_line("en").parse_args(given))
        said = capsys.readouterr()
        assert SECRET not in said.out + said.err
        assert SECRET[-6:] not in said.out + said.err
        return code, json.loads(said.out)

    return run


@pytest.fixture
def refusals(take_in):
    return lambda path: [(r["row"], r["column"]) for r in take_in(path)[1]["refused"]]


def count(store):
    with store.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(t.holders))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_file_is_taken_in_in_each_encoding(store, take_in, write, encoding):
    path = write(row(name="王𠅤䶮"), encoding=encoding)
    assert take_in(path) == (
        0,
        {"rows": 1, "imported": 1, "unchanged": 0, "refused": [], "dry_run": False},
    )
    with store.reading() as books:
        [found] = books.holders.find(SECRET)
    assert (found.number, found.name, found.unit_name) == ("0012", "王𠅤䶮", "物理学院")


def test_headers_in_chinese_in_any_order_and_spacing(store, take_in, write):
    order = list(range(len(CHINESE)))
    random.Random(2).shuffle(order)
    cells = row(kind="教职工", certificate_kind="居民身份证")
    header = [f" {CHINESE[at][0]} {CHINESE[at][1:]}" for at in order]
    code, told = take_in(write([cells[at] for at in order], header=header, delimiter=";"))
    assert (code, told["imported"]) == (0, 1)


def test_english_headers_do_not_mind_case(take_in, write):
    header = [name.replace("_", " ").title() for name in HEADER]
    assert take_in(write(ROW, header=header, delimiter="\t"))[0] == 0


def test_unknown_columns_are_left_out_with_a_warning(program, write, capsys):
    path = write([*ROW, "1.80 m"], header=[*HEADER, "height"])
    given = registry.command_line("en").parse_args(["import", "holders", str(path)])
    assert import_holders.run(program, given) == 0
    said = capsys.readouterr()
    assert "height" in said.err
    assert said.out.strip() == "1 rows: 1 imported, 0 unchanged, 0 refused."


def test_the_same_file_again_is_unchanged_and_writes_nothing(store, take_in, write):
    path = write(ROW)
    take_in(path)
    with store.reading() as books:
        head = books.journal.head()
    assert take_in(path)[1] | {"refused": 0} == {
        "rows": 1, "imported": 0, "unchanged": 1, "refused": 0, "dry_run": False,
    }  # fmt: skip
    with store.reading() as books:
        assert books.journal.head() == head


def test_changed_rows_are_updated(store, take_in, write):
    take_in(write(ROW))
    code, told = take_in(write(row(unit_code="CHEM", unit_name="化学学院", name="王晓明")))
    assert (code, told["imported"], told["unchanged"]) == (0, 1, 0)
    with store.reading() as books:
        [found] = books.holders.find("0012")
    assert (found.name, found.unit_name) == ("王晓明", "化学学院")


def test_a_dry_run_counts_and_writes_nothing(store, take_in, write):
    assert take_in(write(ROW), "--dry-run") == (
        0,
        {"rows": 1, "imported": 1, "unchanged": 0, "refused": [], "dry_run": True},
    )
    assert count(store) == 0


def test_one_bad_row_keeps_all_out_unless_it_is_skipped(store, take_in, write):
    path = write(*passports(3), row(number="9", name=""))
    code, told = take_in(path)
    assert (code, told["rows"], told["imported"]) == (1, 4, 0)
    assert [(r["row"], r["column"], r["reason"]) for r in told["refused"]] == [
        (5, "name", "The name is missing.")
    ]
    assert count(store) == 0
    code, told = take_in(path, "--skip-bad")
    assert (code, told["imported"], len(told["refused"])) == (0, 3, 1)
    assert count(store) == 3


def test_every_bad_row_is_named_with_its_first_bad_column(refusals, write):
    bad = {"name": "<b>王</b>", "kind": "guest", "valid_until": "tomorrow", "number": "../etc"}
    bad |= {"certificate_number": SECRET[:-1] + "0", "unit_name": "=HYPERLINK(1)"}
    rows = [row(number=f"{at}") for at in range(len(bad))]
    for cells, (column, cell) in zip(rows, bad.items(), strict=True):
        cells[HEADER.index(column)] = cell
    assert refusals(write(*rows, row(name="王" * 10_000))) == [
        *((line, column) for line, column in enumerate(bad, start=2)),
        (8, "name"),
    ]


def test_what_registers_really_write_is_kept(store, take_in, write):
    names = ["𠅤", "王\U000e0100", "⿰亻王小明", "王\ue123", "O’Brien, Jean-Luc (Jr.)"]
    assert take_in(write(*(row(number=f"N{at}", name=name) for at, name in enumerate(names))))
    with store.engine.connect() as connection:
        kept = connection.scalars(select(t.holders.c.name).order_by(t.holders.c.number)).all()
    assert kept == names


def test_numbers_keep_their_zeros_and_stand_once(store, take_in, refusals, write):
    path = write(row(number="000"), row(number='="0001"'), row(number="\t\uff10\uff1002 "))
    assert take_in(path)[0] == 0
    with store.engine.connect() as connection:
        numbers = connection.scalars(select(t.holders.c.number).order_by(t.holders.c.number)).all()
    assert numbers == ["000", "0001", "0002"]
    assert refusals(write(row(number="77"), ROW, row(number="77"))) == [(4, "number")]


def test_embedded_line_breaks_do_not_shift_the_lines_named(refusals, write):
    path = write(row(name="王\n小明"), [""] * 9, row(number=""))
    assert refusals(path) == [(2, "name"), (5, "number")]


def test_a_temporary_holder_has_a_last_day(store, take_in, refusals, write):
    assert take_in(write(row(kind="临时", valid_until="2027/9/1")))[0] == 0
    with store.engine.connect() as connection:
        assert connection.scalar(select(t.holders.c.valid_until)) == date(2027, 9, 1)
    assert refusals(write(row(kind="temporary", number="2"))) == [(2, "valid_until")]


def test_a_workbook_with_dates_numerals_and_shown_zeros(store, take_in, workbook):
    given = {"kind": "temporary", "valid_until": datetime(2027, 9, 1)}  # noqa: DTZ001  as Excel does
    path = workbook(
        row(number=217, **given),
        row(number=218.0, kind="temporary", valid_until=46_631),
        formats=[("A2", "00000000")],
    )
    assert take_in(path)[0] == 0
    with store.engine.connect() as connection:
        rows = connection.execute(select(t.holders.c.number, t.holders.c.valid_until))
        assert dict(map(tuple, rows)) == {"00000217": date(2027, 9, 1), "218": date(2027, 9, 1)}


def test_formulas_and_lost_digits_in_a_workbook_are_refused(take_in, workbook):
    formula = row(name='=HYPERLINK("http://x")')
    told = take_in(workbook(formula, row(number="2", certificate_number=110105194912310021)))[1]
    assert [(r["row"], r["column"]) for r in told["refused"]] == [
        (2, "name"),
        (3, "certificate_number"),
    ]
    assert "numeral" in told["refused"][1]["reason"]


def test_kind_and_certificate_of_a_known_holder_are_not_changed(store, take_in, write):
    take_in(write(ROW))
    other = row(number="0012", certificate_kind="passport", certificate_number="E12345678")
    told = take_in(write(row(kind="student")))[1], take_in(write(other))[1]
    columns = [(one["imported"], one["refused"][0]["column"]) for one in told]
    assert columns == [(0, "kind"), (0, "certificate_number")]


def test_what_is_no_list_is_refused(store, take_in, tmp_path):
    path = tmp_path / "list.csv"
    for content, code in ((b"", "not-a-table"), (b"hello\n", "columns-missing")):
        path.write_bytes(content)
        with pytest.raises(Refusal) as refused:
            take_in(path)
        assert refused.value.code == code
    assert count(store) == 0


def test_more_rows_than_a_batch_in_one_action(store, take_in, write):
    assert take_in(write(*passports(4_500)))[1]["imported"] == 4_500
    with store.engine.connect() as connection:
        codes = connection.scalars(select(t.actions.c.code).order_by(t.actions.c.seq)).all()
    assert codes[-1] == "import_holders"
    assert codes.count("import_holders") == 1
    assert count(store) == 4_500


def test_only_an_administrator_may(store, clock):
    from backoffice.actions import Workflow, new_action_id

    run = lambda *_: import_holders.Outcome(imported=0, unchanged=0, refused=0)
    workflow = Workflow(
        code=import_holders.CODE, right=Right.ADMINISTER, run=run, outcome=import_holders.Outcome
    )
    request = import_holders.Request(file="a.csv", sha256="0", skip_bad=False)
    clerk = Actor(clerk_id=None, name="clerk", role=Role.CLERK)
    with pytest.raises(Refusal) as refused:
        perform(store, clock, workflow, request, action_id=new_action_id(), actor=clerk)
    assert refused.value.code == "not-allowed"
