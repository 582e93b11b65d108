import pytest

from tests.desk.steps import open_tab


@pytest.fixture
def queue(clerk, people, counter_replaces, portrait):
    counter_replaces(people.staff(name="王小明", balance=1000, photo=portrait))
    clerk.desk.something_happened()
    clerk.waits_for("Not confirmed: scan the card that came out.")
    open_tab(clerk, "Print queue")
    clerk.waits_for("22-000001")
    return clerk


def test_it_lists_what_nobody_has_confirmed(queue):
    queue.wait_until(
        lambda: queue.reads().count("unconfirmed") == 2, what="card and receipt to be unconfirmed"
    )
    assert queue.sees("0010000001")
    assert queue.sees("Nothing is sent twice.")


def test_a_receipt_is_settled_from_here(queue):
    queue.wait_until(lambda: queue.reads().count("unconfirmed") == 2, what="both to be printed")
    table = queue.desk.stage.page._list
    [receipt] = [
        row for row in table.get_children() if "22-000001" in map(str, table.item(row, "values"))
    ]
    table.selection_set(receipt)
    queue.app.update()
    queue.press("Settle")
    queue.key("Control-Return")
    queue.waits_for("is settled.")
    queue.wait_until(lambda: len(table.get_children()) == 1, what="the row to go")


def test_blanks_are_received_here(queue):
    queue.press("Blanks received")
    queue.type("Number on the box", "B-7")
    queue.type("Blank cards counted in it", "50")
    queue.key("Return")
    queue.waits_for("What changes")
    queue.key("Control-Return")
    queue.waits_for("54 blank cards are in stock now.")
