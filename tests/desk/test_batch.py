import hashlib
import time

import pytest

from backoffice.actions import new_action_id, perform
from backoffice.domain.cards import CardState
from backoffice.domain.print_jobs import Rank
from backoffice.procedures.making import WantedCard, request_cards
from backoffice.workflows import finish_card
from db import bulk
from db import tables as t
from tests.desk.steps import open_tab
from tests.fixtures.books import JPEG, run

PHYSICS, CHEMISTRY = ("PHYS", "物理学院"), ("CHEM", "化学学院")


@pytest.fixture
def waiting(people, portrait):
    """Two of physics can get a card, one has no photo; one of chemistry can."""
    people.student(name="王小明", number="1001", card=None, unit=PHYSICS, photo=portrait)
    people.student(name="李娜", number="1002", card=None, unit=PHYSICS, photo=portrait)
    people.student(name="陈晨", number="1003", card=None, unit=PHYSICS, photo=False)
    people.student(name="赵敏", number="2001", card=None, unit=CHEMISTRY, photo=portrait)


@pytest.fixture
def page(waiting, clerk):
    open_tab(clerk, "Batches")
    clerk.waits_for("Make a batch for 化学学院")
    return clerk


def preflight(clerk):
    clerk.wait_until(lambda: not clerk.desk.stage.column.view.waiting, what="the preflight")
    clerk.settle("store", "files")


def make(clerk):
    clerk.key("Return")
    preflight(clerk)
    clerk.key("Return")
    clerk.settle()
    clerk.waits_for("What changes")
    clerk.key("Control-Return")
    clerk.waits_for("is in the queue, cards:")


def rows(store, number="B-000001"):
    with store.reading() as books:
        return books.batches.rows(books.batches.by_number(number).id, most=100)


def test_units_say_how_many_wait(page):
    table = page.desk.stage.page.units.table
    shown = [tuple(map(str, table.item(row, "values"))) for row in table.get_children()]
    assert shown == [("化学学院", "1", "1"), ("物理学院", "3", "2")]


def test_there_is_one_primary_button_also_beside_a_form(page):
    def primary():
        buttons = [one for one in page.visible() if one.winfo_class() == "TButton"]
        return [one for one in buttons if "primary" in str(one.cget("style"))]

    assert primary() == [page.desk.stage.page._begin]
    page.key("Return")
    preflight(page)
    assert primary() == [page.desk.view._footer.primary]
    page.key("Escape")
    page.settle()
    assert primary() == [page.desk.stage.page._begin]


def test_a_batch_in_four_keys(page, store, people):
    people.blanks(count=5)
    page.presses = 0
    page.key("Down")
    make(page)
    assert page.presses == 4
    assert page.sees("Batch B-000001 is in the queue, cards: 2.")
    assert page.sees("Left out: 1. The batch keeps the list.")
    assert [row.holder_number for row in rows(store)] == ["1001", "1002"]


def test_the_preflight_tells_who_is_left_out_and_what_is_missing(page):
    page.key("Down")
    page.key("Return")
    preflight(page)
    for said in (
        "Cards for 物理学院: 2",
        "no photo",
        "2 cards, blanks for 0: 2 more are needed",
        "about 1 min at 245 cards an hour",
        "the printer does not tell how long its ribbon lasts",
    ):
        assert page.sees(said), said


def test_whoever_is_left_out_is_opened_at_the_counter(page):
    page.key("Down")
    page.key("Return")
    preflight(page)
    table = page.desk.stage.column.view._table._list.table
    table.focus_force()
    table.selection_set(table.get_children()[0])
    page.key("Return")
    page.waits_for("陈晨")
    assert page.desk.stage.page is page.desk.counter


def test_several_units_are_marked_with_space_and_made_at_once(page, store, people):
    people.blanks(count=5)
    page.key("space")
    page.key("Down")
    page.key("space")
    assert page.sees("Make batches for 2 units")
    make(page)
    assert page.sees("Batch B-000001, B-000002 is in the queue, cards: 3.")


def test_with_the_mouse_alone(page, store, people):
    people.blanks(count=5)
    page.press("Make a batch for 化学学院")
    preflight(page)
    page.press("Continue")
    page.waits_for("What changes")
    page.press("Make the batch")
    page.waits_for("Batch B-000001 is in the queue, cards: 1.")


def test_a_change_in_between_is_shown_and_nothing_is_made(page, store, people):
    people.blanks(count=5)
    page.key("Down")
    page.key("Return")
    preflight(page)
    page.key("Return")
    page.waits_for("What changes")
    people.student(name="周一", number="1004", card=None, unit=PHYSICS)
    page.key("Control-Return")
    page.waits_for("Something changed since this sheet was shown; nothing was done.")
    with store.reading() as books:
        assert books.batches.by_number("B-000001") is None


def test_the_list_of_those_left_out_is_saved(page, tmp_path):
    page.key("Down")
    page.key("Return")
    preflight(page)
    page.press("Save this list as PDF")
    page.waits_for("The list is in")
    [file] = (tmp_path / "printed").glob("left-out-*.pdf")
    assert file.read_bytes().startswith(b"%PDF")


@pytest.fixture
def made(page, people, store):
    """A batch of two that is being printed, and its page."""
    people.blanks(count=5)
    page.key("Down")
    make(page)
    page.key("Escape")
    page.settle()
    return page


def choose_batch(clerk):
    table = clerk.desk.stage.page.batches.table
    clerk.wait_until(lambda: bool(table.get_children()), what="the batch to be listed")
    table.focus_force()
    table.selection_set(table.get_children()[0])
    clerk.app.update()


def test_its_printing_is_followed(made, store):
    choose_batch(made)
    made.waits_for("2 of 2 printed, 0 waiting", timeout=30)
    made.waits_for("to be checked")
    assert {row.card_state for row in rows(store)} == {CardState.UNCONFIRMED}


def test_a_button_keeps_the_focus_when_the_figures_change(made, store, clock, people):
    choose_batch(made)
    made.waits_for("2 of 2 printed, 0 waiting", timeout=30)
    button = made.button("Open its cards")
    button.focus_force()
    first = rows(store)[0]
    scanned = finish_card.Request(
        holder_id=first.holder_id, card_id=first.card.card_id, scanned=first.card_number
    )
    about = {"action_id": new_action_id(), "actor": made.desk.actor}
    perform(store, clock, finish_card.WORKFLOW, scanned, **about)
    made.desk.stage.page.refresh()
    made.waits_for("1 made, 0 active")
    assert made.app.focus_get() is button


def test_its_cards_are_listed_with_holder_and_state(made):
    choose_batch(made)
    made.key("Return")
    made.waits_for("Batch B-000001, 物理学院")
    made.waits_for("王小明")
    made.waits_for("printed, not yet scanned back", timeout=30)
    made.key("Escape")
    made.waits_for("Batches made")
    made.key("Return")
    made.waits_for("王小明")
    made.key("Return")
    made.settle()
    assert made.desk.stage.page is made.desk.counter


def test_what_waits_is_cancelled_with_a_reason(page, store, people):
    page.key("Down")
    make(page)  # there are no blanks, so it waits
    page.key("Escape")
    choose_batch(page)
    page.press("Cancel what waits")
    page.type("Why", "wrong unit name")
    page.key("Return")
    page.waits_for("What changes")
    page.key("Control-Return")
    page.waits_for("Batch B-000001: cards cancelled: 2.")
    assert {row.card_state for row in rows(store)} == {CardState.SPOILED}


def test_units_are_filtered_by_what_is_typed(page):
    page.type("Only units with", "物理")
    page.settle()
    assert [str(one.unit.code) for one in page.desk.stage.page.units.rows.values()] == ["PHYS"]


MANY = 10_000


@pytest.fixture
def many(store, clock, clerk_actor, people):
    """A batch of ten thousand cards that wait for a printer that is not there."""
    first = people.student(number="3000", card=None, unit=PHYSICS)
    with store.reading() as books:
        holder, unit = books.holders.get(first), books.batches.units()[0]

    def enter(books, turn):
        rows = [
            {"number": f"4{n:06d}", "name": f"王{n}", "name_latin": "Wang", "kind": "student"}
            for n in range(MANY)
        ]
        columns = ("number", "name", "name_latin", "kind", "unit_id")
        values = [[*row.values(), unit.id] for row in rows]
        bulk.insert_many(books.connection, t.holders, columns, values)
        ids = books.holders.ids([row["number"] for row in rows])
        columns = ("holder_id", "state", "taken_on", "effective_on", "sha256", "picture")
        photos = [
            (one, "approved", turn.today, turn.today, hashlib.sha256(JPEG).hexdigest(), JPEG)
            for one in ids.values()
        ]
        bulk.insert_many(books.connection, t.photos, columns, photos)
        search_keys = [(row["number"], ids[row["number"]]) for row in rows]
        bulk.insert_many(books.connection, t.search_keys, ("key", "holder_id"), search_keys)
        candidates = books.batches.candidates([unit.id])
        wanted = [
            WantedCard(holder=one.holder, photo_id=one.photo_id, predecessor_id=None)
            for one in candidates
        ]
        cards = request_cards(books, turn, wanted, printer="elsewhere", rank=Rank.BATCH)
        books.batches.add(
            unit_id=unit.id,
            desk_id=turn.desk_id,
            printer="elsewhere",
            output="",
            card_ids=[card.id for card in cards],
            left_out={},
        )

    run(store, clock, clerk_actor, "batch", enter)
    assert holder.unit_id == unit.id


@pytest.mark.breaks_invariants  # ten thousand people are entered without their search keys
def test_ten_thousand_rows_load_as_they_are_scrolled(many, clerk):
    open_tab(clerk, "Batches")
    choose_batch(clerk)
    clerk.key("Return")
    clerk.waits_for("4000000")
    cards = clerk.desk.stage.page.cards.list
    assert len(cards.rows) < MANY / 10
    gaps, last = [], time.perf_counter()
    for _ in range(8):
        known = len(cards.rows)
        cards.table.yview_moveto(1)
        while len(cards.rows) == known:
            clerk.app.update()
            now = time.perf_counter()
            gaps.append(now - last)
            last = now
    print(f"longest gap {max(gaps) * 1000:.0f} ms")
    assert len(cards.rows) > 8 * 200
    assert cards.table.set(cards.table.get_children()[-1], "c2") == f"4{len(cards.rows) - 2:06d}"
