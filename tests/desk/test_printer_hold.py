import pytest

from backoffice.workflows import printer_hold
from tests.desk.steps import open_tab
from tests.rules.conftest import Counter


@pytest.fixture
def paused(store, clock, clerk_actor):
    Counter(store, clock, clerk_actor).do(printer_hold, printer="card", reason="cleaning")


def test_a_printer_is_paused_with_a_reason_and_goes_on(clerk, store):
    open_tab(clerk, "Print queue")
    clerk.waits_for("card printer: prints")
    clerk.key("p")
    clerk.waits_for("Pause a printer")
    clerk.type("In a few words", "new ribbon")
    clerk.key("Return")
    clerk.waits_for("Paused: card printer")
    clerk.key("Return")
    clerk.waits_for("ribbon or cards are being changed")
    assert clerk.sees("by Lina")
    clerk.key("p")
    clerk.waits_for("Nothing is printed again by itself.")
    clerk.key("Control-Return")
    clerk.waits_for("It goes on: card printer")
    with store.reading() as books:
        assert books.holds.at_desk(clerk.desk.actor.desk_id) == []


def test_a_pause_outlives_the_window(paused, clerk):
    open_tab(clerk, "Print queue")
    clerk.waits_for("it is being cleaned or repaired")


def test_the_top_of_the_window_says_that_a_printer_is_held(paused, clerk):
    clerk.waits_for("▲ card printer")
