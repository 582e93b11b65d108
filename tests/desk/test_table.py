"""What all tables of the window have in common."""

from dataclasses import dataclass

import pytest

from backoffice.ui import words
from backoffice.ui.table import Table

MANY = 100_000


@dataclass(frozen=True)
class Row:
    number: int
    says: str = "found"


@pytest.fixture
def told():
    return []


@pytest.fixture
def table(app, told):
    made = Table(
        app,
        heads=("Number", "State"),
        widths=(100, 200),
        cells=lambda row: (str(row.number), words._(row.says)),
        key=lambda row: row.number,
        told=lambda: told.append("told"),
        more=lambda: told.append("more"),
        marks=True,
    )
    made.place(x=0, y=0, width=400, height=200)
    app.update()
    yield made
    words.use("en")
    made.destroy()


def said(table):
    shown = table.table
    return [(shown.item(iid, "text"), *shown.item(iid, "values")) for iid in shown.get_children()]


def numbers(table):
    return [int(iid) for iid in table.table.get_children()]


def some(*numbers):
    return [Row(number) for number in numbers]


def test_the_first_row_is_chosen_and_a_row_in_front_of_it_changes_nothing(table):
    table.show(some(2, 3))
    assert table.chosen == Row(2)
    table.show(some(1, 2, 3))
    assert table.chosen == Row(2)
    assert numbers(table) == [1, 2, 3]


def test_the_place_stays_chosen_when_its_row_goes(table):
    table.show(some(1, 2, 3))
    table.choose("2")
    table.show(some(1, 3))
    assert table.chosen == Row(3)
    table.show(some(1))
    assert table.chosen == Row(1)
    table.show([])
    assert table.chosen is None


def test_other_rows_begin_at_the_first(table):
    table.show(some(1, 2, 3))
    table.choose("3")
    table.show(some(11, 12, 13))
    assert table.chosen == Row(11)


def test_another_order_keeps_what_is_chosen_and_marked(table):
    table.show(some(1, 2, 3))
    table.choose("2")
    table.mark()
    table.show(some(3, 4, 2, 1))
    assert numbers(table) == [3, 4, 2, 1]
    assert list(table.rows.values()) == some(3, 4, 2, 1)
    assert (table.chosen, table.wanted) == (Row(2), [Row(2)])
    table.show(some(3, 4))
    assert table.wanted == [table.chosen]


def test_a_row_read_again_is_said_anew(table):
    rows = some(1, 2)
    table.show(rows)
    table.show([rows[0], Row(2, "lost")])
    assert said(table) == [("☐  1", "found"), ("☐  2", "lost")]


def test_rows_follow_the_language(table):
    table.show([Row(1, "State")])
    words.use("zh_CN")
    assert said(table) == [("☐  1", words._("State"))]
    assert table.table.heading("c1", "text") == words._("State") != "State"


def test_a_row_added_twice_stands_there_once(table):
    table.show(some(1, 2))
    table.add(some(2, 3))
    assert numbers(table) == [1, 2, 3]


def test_a_bar_is_seen_only_while_there_is_something_to_scroll(app, table):
    table.show(some(1, 2))
    app.update()
    width = table.table.winfo_width()
    assert not table._bar.winfo_ismapped()
    table.show(some(*range(100)))
    app.update()
    assert table._bar.winfo_ismapped()
    assert table.table.winfo_width() == width


def test_far_more_room_than_columns_ask_for_is_shared(app, table):
    def widths():
        app.update()
        return [table.table.column(name, "width") for name in ("#0", "c1")]

    bar = 400 - table.table.winfo_width()
    table.place(width=330 + bar)
    assert widths() == [100, 230]  # a little more is for the column that stretches
    table.place(width=900 + bar)
    assert widths() == [300, 600]
    table.place(width=330 + bar)
    assert widths() == [100, 230]


def test_more_is_wanted_only_near_the_end(app, table, told):
    table.show(some(*range(1000)))
    app.update()
    assert "more" not in told
    table.table.yview_moveto(1)
    app.update()
    assert "more" in told


def test_of_100_000_rows_only_those_that_changed_are_touched(app, table, monkeypatch):
    rows = some(*range(MANY))
    table.show(rows)
    app.update()
    touched = []
    for name in ("insert", "item", "delete"):
        do = getattr(table.table, name)
        monkeypatch.setattr(
            table.table, name, lambda *a, do=do, name=name, **k: (touched.append(name), do(*a, **k))
        )
    table.show([*rows[:500], Row(500, "lost"), *rows[502:], Row(MANY)])
    assert sorted(touched) == ["delete", "insert", "item"]
