import pytest

from backoffice import lane
from backoffice.actions import new_action_id, perform
from backoffice.domain.print_jobs import JobKind, JobState
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
    table = queue.desk.stage.page.list.table
    [receipt] = [
        row for row in table.get_children() if "22-000001" in map(str, table.item(row, "values"))
    ]
    table.selection_set(receipt)
    queue.app.update()
    queue.press("Settle")
    queue.key("Control-Return")
    queue.waits_for("is settled.")
    queue.wait_until(lambda: len(table.get_children()) == 1, what="the row to go")


def test_all_papers_are_settled_in_one_key(queue, people, counter_replaces, portrait):
    counter_replaces(people.staff(name="李娜", photo=portrait))
    queue.desk.something_happened()
    queue.waits_for("22-000002")
    queue.wait_until(lambda: queue.reads().count("unconfirmed") == 4, what="all to be printed")
    queue.key("g")
    queue.waits_for("Are these printed well and in hand?")
    queue.key("Control-Return")
    queue.waits_for("2 papers are settled.")


def test_a_long_history_is_read_a_piece_at_a_time(queue, store):
    from sqlalchemy import text

    columns = "kind, state, desk_id, number, payload, action_id, created_at, sent_at, settled_at"
    with store.engine.begin() as connection:
        connection.execute(
            text(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
                f" INSERT INTO print_jobs ({columns})"
                " SELECT 'slip', 'good', desk_id, 'H-' || i, '', action_id, created_at, created_at,"
                " created_at FROM n, print_jobs WHERE number = '22-000001'"
            )
        )
    try:
        queue.press("Settled")
        queue.waits_for("H-100000")
        table = queue.desk.stage.page.list.table
        assert len(table.get_children()) == 200
        table.yview_moveto(1)
        queue.wait_until(lambda: len(table.get_children()) == 400, what="more to be read")
    finally:
        with store.engine.begin() as connection:
            connection.execute(text("DELETE FROM print_jobs WHERE number LIKE 'H-%'"))


def test_b4_what_a_window_that_is_gone_left_at_the_printer_is_taken_over_and_told(
    clerk, people, counter_replaces, portrait, store, clock, clerk_actor
):
    counter_replaces(people.staff(name="王小明", balance=1000, photo=portrait))
    with store.reading() as books:
        queued = books.jobs.at_desk(clerk_actor.desk_id, {JobState.QUEUED})
    [job] = [one for one in queued if one.kind is JobKind.CARD]
    sending = lane.Sending(job_id=job.id, token="a window that is gone", printer="card")
    about = {"action_id": new_action_id(), "actor": clerk_actor}
    perform(store, clock, lane.SENT, sending, **about)
    open_tab(clerk, "Print queue")
    clerk.waits_for("nobody knows yet what became of a card")
    assert clerk.sees(job.number)
    assert not list(clerk.desk.program.settings.printed.glob(f"{job.number}*"))
