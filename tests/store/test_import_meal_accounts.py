import json

import pytest
from sqlalchemy import func, select

from backoffice.commands import import_meal_accounts, registry
from backoffice.domain.ledger import AccountKind
from backoffice.domain.refusal import Refusal
from backoffice.workflows import meal_transfer
from db import tables as t
from tests.fixtures.books import PROGRAM, run
from tests.fixtures.lists import holder_row, write_csv, write_workbook
from tests.rules.conftest import Counter

HEADER = ["holder_number", "account", "balance"]
CHINESE = [" 工 号", "饭卡号", "余额"]


@pytest.fixture
def write(tmp_path):
    def written(*rows, header=HEADER, **how):
        return write_csv(tmp_path / "meal.csv", header, *rows, **how)

    return written


@pytest.fixture
def workbook(tmp_path):
    def written(*rows, header=CHINESE, formats=()):
        return write_workbook(tmp_path / "meal.xlsx", header, *rows, formats=formats)

    return written


@pytest.fixture
def take_in(program, capsys):
    """Run the command; return its exit code and its JSON."""

    def run(path, *options):
        given = ["import", "meal-accounts", str(path), "--json", *options]
        code = import_meal_accounts.run(program, registry.command_line("en").parse_args(given))
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def refusals(take_in):
    return lambda path: [(r["row"], r["column"]) for r in take_in(path)[1]["refused"]]


def meals(store):
    """Return number, balance and floor of every old meal card, by holder number."""
    a, h = t.accounts.c, t.holders.c
    with store.engine.connect() as connection:
        rows = connection.execute(
            select(h.number, a.number, a.balance, a.floor).join(
                t.holders, (h.id == a.holder_id) & (a.kind == "meal")
            )
        )
        return {number: tuple(rest) for number, *rest in rows}


def told(rows, imported, unchanged=0, *, dry_run=False):
    return {
        "rows": rows, "imported": imported, "unchanged": unchanged,
        "refused": [], "dry_run": dry_run,
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file_is_taken_in_in_each_encoding(
    store, take_in, write, people, encoding, delimiter
):
    people.staff(number="0012")
    header = ["姓名", *reversed(CHINESE)]
    path = write(
        ["王𠅤䶮", "20.50", "M-7", "0012"], header=header, encoding=encoding, delimiter=delimiter
    )
    assert take_in(path) == (0, told(1, 1))
    assert meals(store) == {"0012": ("M-7", 2050, 0)}


def test_each_balance_is_booked_against_opening_in_one_action(store, take_in, write, people):
    for number in "123":
        people.staff(number=number)
    assert take_in(write(["1", "A", "20.50"], ["2", "B", "-3.2"], ["3", "C", "0"]))[0] == 0
    assert meals(store) == {"1": ("A", 2050, 0), "2": ("B", -320, None), "3": ("C", 0, 0)}
    with store.reading() as books:
        assert books.ledger.balance(AccountKind.OPENING) == -1730
        newest = select(t.actions.c.id, t.actions.c.code).order_by(t.actions.c.seq.desc()).limit(1)
        action_id, code = books.connection.execute(newest).one()
        posted = [(e.amount, e.credit.kind) for e in books.history.of_action(action_id)]
    assert code == "import_meal_accounts"
    assert posted == [(2050, AccountKind.MEAL), (320, AccountKind.OPENING)]


def test_what_spreadsheets_make_of_numbers(store, take_in, workbook, people):
    people.staff(number="00000217")
    people.staff(number="218")
    people.staff(number="219")
    path = workbook(
        [217, 7001, 0.1 + 0.2],
        ["218", "0007002", "¥1２.5"],  # noqa: RUF001  typed in full width
        ["219", 7003, "−3.20"],  # noqa: RUF001  a minus that people paste
        formats=[("A2", "00000000")],
    )
    assert take_in(path) == (0, told(3, 3))
    assert meals(store) == {
        "00000217": ("7001", 30, 0), "218": ("0007002", 1250, 0), "219": ("7003", -320, None),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (["", "A", "1"], "holder_number"),
        (["王", "A", "1"], "holder_number"),
        (["1", "", "1"], "account"),
        (["1", "=1+1", "1"], "account"),
        (["1", "A\x07", "1"], "account"),
        (["1", "A", ""], "balance"),
        (["1", "A", "1.234"], "balance"),
        (["1", "A", "1,234.50"], "balance"),
        (["1", "A", "12元"], "balance"),
        (["1", "A", "+5"], "balance"),
        (["1", "A", "=SUM(C2:C9)"], "balance"),
        (["1", "A", "nan"], "balance"),
        (["1", "A", "1e3"], "balance"),
        (["1", "A", "9" * 400], "balance"),
        (["nobody", "A", "1"], "holder_number"),
    ],
)
def test_a_bad_row_is_named_with_line_column_and_reason(
    store, take_in, write, people, cells, column
):
    people.staff(number="1")
    people.staff(number="2")
    code, said = take_in(write(["2", "B", "1"], cells))
    assert (code, said["imported"]) == (1, 0)
    [refused] = said["refused"]
    assert (refused["row"], refused["column"]) == (3, column)
    assert refused["reason"].endswith(".")
    assert meals(store) == {}


def test_a_bad_row_may_be_skipped(store, take_in, write, people):
    people.staff(number="1")
    code, said = take_in(write(["1", "A", "1"], ["9", "B", "1"]), "--skip-bad")
    assert (code, said["imported"], len(said["refused"])) == (0, 1, 1)
    assert meals(store) == {"1": ("A", 100, 0)}


def test_a_dry_run_counts_and_writes_nothing(store, take_in, write, people):
    people.staff(number="1")
    assert take_in(write(["1", "A", "1"]), "--dry-run") == (0, told(1, 1, dry_run=True))
    assert meals(store) == {}


def test_the_same_file_again_is_unchanged_and_writes_nothing(store, take_in, write, people):
    people.staff(number="1")
    path = write(["1", "A", "-1"])
    take_in(path)
    with store.reading() as books:
        head = books.journal.head()
    assert take_in(path) == (0, told(1, 0, 1))
    with store.reading() as books:
        assert books.journal.head() == head


def test_a_known_account_is_never_changed(store, take_in, refusals, write, people):
    people.staff(number="1")
    people.staff(number="2")
    take_in(write(["1", "A", "1"]))
    assert refusals(write(["1", "A", "2"])) == [(2, "balance")]
    assert refusals(write(["1", "B", "1"])) == [(2, "account")]
    assert refusals(write(["2", "A", "1"])) == [(2, "account")]
    assert meals(store) == {"1": ("A", 100, 0)}


def test_m4_a_frozen_account_is_never_touched(store, take_in, write, people, clock, clerk_actor):
    holder = people.staff(number="1")
    path = write(["1", "A", "20.50"])
    take_in(path)
    Counter(store, clock, clerk_actor).do(meal_transfer, holder_id=holder)
    code, said = take_in(path)
    assert (code, [(r["row"], r["column"]) for r in said["refused"]]) == (1, [(2, "account")])
    assert "taken over" in said["refused"][0]["reason"]
    assert meals(store) == {"1": ("A", 0, 0)}


def test_nobody_and_no_account_stands_twice(refusals, write, people):
    for number in "123":
        people.staff(number=number)
    rows = ["1", "A", "1"], ["2", "B", "1"], ["1", "C", "1"], ["3", "B", "1"]
    assert refusals(write(*rows)) == [(4, "holder_number"), (5, "account")]


def test_what_is_no_list_of_meal_cards_is_refused(take_in, write):
    with pytest.raises(Refusal) as refused:
        take_in(write(["1", "A"], header=["工号", "饭卡号"]))
    assert refused.value.code == "columns-missing"
    assert "balance" in str(refused.value)


def test_more_rows_than_a_batch_in_one_action(store, clock, take_in, write):
    count = 2_100
    rows = [holder_row(f"{at:06d}") for at in range(count)]
    run(store, clock, PROGRAM, "bring_in", lambda books, _turn: books.intake.enter(rows) and None)
    assert take_in(write(*([f"{at:06d}", f"M{at}", "0.01"] for at in range(count)))) == (
        0,
        told(count, count),
    )
    with store.engine.connect() as connection:
        owed = connection.scalar(
            select(func.sum(t.accounts.c.balance)).where(t.accounts.c.kind == "meal")
        )
        codes = connection.scalars(select(t.actions.c.code)).all()
    assert owed == count
    assert codes.count("import_meal_accounts") == 1
