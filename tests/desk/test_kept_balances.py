"""D6: what stays on closed cards is listed until it is settled."""

import pytest
from sqlalchemy import text
from sqlalchemy.event import listen

from backoffice.ui.waiting import BATCH
from tests.desk.steps import cards


@pytest.fixture
def supervisor(fresh_clerk, drawer):
    """Return zhang, signed in at desk 22 with an open drawer."""
    fresh_clerk.sit_down("zhang")
    return fresh_clerk


def keep(people, clock, *balances):
    """Close a card each day with a balance on it."""
    for at, balance in enumerate(balances, start=1):
        clock.move(days=1)
        people.staff(number=f"2014{at:04d}", card="returned", balance=balance)


def open_page(clerk):
    clerk.press("Kept balances")
    clerk.settle()
    return clerk


def rows(clerk):
    table = clerk.desk.stage.page.list.table
    return [(table.item(iid, "values")[-1]) for iid in table.get_children()]


def test_d6_it_is_listed_oldest_first_with_its_sum(supervisor, people, clock):
    keep(people, clock, 4_200, 900, 5)
    people.staff(number="20149999", card="returned", balance=0)
    people.staff(number="20149998", balance=7_000)
    open_page(supervisor)
    assert supervisor.sees("¥51.05 on 3 closed cards.")
    assert rows(supervisor) == ["¥42.00", "¥9.00", "¥0.05"]
    assert supervisor.sees("closed since 2026-11-24.")


def test_d6_it_is_settled_from_the_list_by_keyboard_and_leaves_it(supervisor, people, clock, store):
    keep(people, clock, 4_200, 900)
    open_page(supervisor)
    supervisor.key("Down")
    supervisor.key("Return")
    supervisor.waits_for("¥9.00 is kept on closed cards.")
    supervisor.key("Return")
    supervisor.waits_for("¥9.00 paid out to the holder")
    supervisor.key("Control-Return")
    supervisor.waits_for("Pay out ¥9.00, and let the receipt be signed.")
    supervisor.wait_until(lambda: rows(supervisor) == ["¥42.00"], what="it to leave the list")
    assert supervisor.sees("¥42.00 on 1 closed cards.")
    supervisor.key("Return")
    supervisor.key("Return")
    supervisor.waits_for("¥42.00 is kept on closed cards.")


def test_the_person_is_opened_by_mouse(supervisor, people, clock):
    keep(people, clock, 4_200)
    open_page(supervisor)
    supervisor.press("Open the person")
    supervisor.waits_for("20140001")
    assert supervisor.sees("Settle balance")


def test_what_another_desk_settled_leaves_the_list(supervisor, people, clock, store):
    holders = [people.staff(number=n, card="returned", balance=100) for n in ("1001", "1002")]
    open_page(supervisor)
    with store.engine.begin() as connection:
        move = text("UPDATE cards SET state = 'lost' WHERE id = :id")
        connection.execute(move, {"id": cards(store, holders[0])[0].id})
    supervisor.press("Settle balance")
    supervisor.wait_until(lambda: len(rows(supervisor)) == 1, what="it to leave the list")


def test_nothing_is_kept(supervisor):
    open_page(supervisor)
    assert supervisor.sees("Nothing is kept on closed cards.")
    for name in ("Settle balance", "Open the person"):
        assert supervisor.button(name).instate(["disabled"])


def test_an_auditor_looks_through_it_and_settles_nothing(fresh_clerk, people, clock):
    keep(people, clock, 4_200)
    fresh_clerk.sit_down("auditor")
    open_page(fresh_clerk)
    assert fresh_clerk.button("Settle balance").instate(["disabled"])
    assert fresh_clerk.sees("The role auditor may not approve an exception.")
    fresh_clerk.key("Return")
    fresh_clerk.waits_for("20140001")


def test_a_clerk_has_no_such_page(clerk):
    assert not clerk.sees("Kept balances")


def test_the_list_is_saved_as_pdf(supervisor, people, clock, monkeypatch, tmp_path):
    keep(people, clock, 4_200, 900)
    open_page(supervisor)
    where = "backoffice.ui.pages.kept_balances.choose_folder"
    monkeypatch.setattr(where, lambda *_, **__: tmp_path)
    supervisor.press("Save the list as PDF")
    supervisor.waits_for("The list is in")
    [file] = tmp_path.glob("kept-balances-*.pdf")
    assert file.read_bytes().startswith(b"%PDF")


@pytest.mark.breaks_invariants
def test_a_long_list_is_read_as_it_scrolls(supervisor, people, clock, store):
    keep(people, clock, 100)
    with store.engine.begin() as connection:
        for statement in _MANY:
            connection.execute(text(statement))
    open_page(supervisor)
    assert supervisor.sees("on 2001 closed cards.")
    assert len(rows(supervisor)) < 1_000
    table = supervisor.desk.stage.page.list.table
    for _ in range(20):
        table.yview_moveto(1)
        supervisor.settle()
    assert len(rows(supervisor)) == 2_001
    assert rows(supervisor)[-1] == "¥20.00"


@pytest.mark.breaks_invariants
def test_reading_on_costs_the_same_however_long_the_list_is(
    supervisor, people, clock, store, monkeypatch
):
    keep(people, clock, 100)
    with store.engine.begin() as connection:
        for statement in _MANY:
            connection.execute(text(statement))
    asked, inserted = [], []
    listen(store.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    open_page(supervisor)
    table = supervisor.desk.stage.page.list.table
    insert = table.insert
    monkeypatch.setattr(
        table, "insert", lambda *at, **row: (inserted.append(at[1]), insert(*at, **row))
    )
    per_turn = []
    while len(table.get_children()) < 2_001:
        asked.clear()
        inserted.clear()
        table.yview_moveto(1)
        supervisor.settle()
        per_turn.append((len([one for one in asked if "FROM accounts" in one]), len(inserted)))
        assert set(inserted) <= {"end"}  # by its number Tk would count its way there
    statements, rows_drawn = zip(*per_turn, strict=True)
    assert max(statements) <= 4
    assert max(rows_drawn) <= 2 * BATCH


_COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
_MANY = (
    "INSERT INTO cards (id, number, holder_id, state, since, name, name_latin, unit_name,"
    " photo_id, design, issued_on) " + _COUNT + "SELECT 9000 + i, 'X' || i, holder_id, 'returned',"
    " '2027-01-01 00:00:' || printf('%02d.%06d', i / 100, i), name, name_latin, unit_name,"
    " photo_id, design, issued_on FROM n, cards WHERE cards.id = 1",
    "INSERT INTO accounts (unit, kind, card_id, balance, frozen) "
    + _COUNT
    + "SELECT 'fen', 'card', 9000 + i, i, false FROM n",
)
