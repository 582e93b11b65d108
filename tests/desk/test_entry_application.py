from backoffice.domain.entry import EntryState
from tests.desk.steps import begin


def applications(store, holder):
    with store.reading() as books:
        return books.entry.of_holder(holder)


def fill_in(clerk):
    """Apply for the first campus up to the sheet."""
    clerk.key("Shift-F5")
    clerk.settle()
    clerk.keys("lectures")
    for _ in range(3):
        clerk.key("Return")
    clerk.settle()


def apply(clerk):
    fill_in(clerk)
    clerk.key("Control-Return")
    clerk.waits_for("The application waits for an answer. No gate opens before.")


def test_e2_entry_is_applied_for_with_six_keys(clerk, people, store):
    holder = people.staff()
    clerk.look_up("20140001")
    assert clerk.sees("not today: no entry was applied for")
    clerk.presses = 0
    fill_in(clerk)
    clerk.waits_for("2026-11-23 to 2026-12-31")
    clerk.key("Control-Return")
    clerk.waits_for("The application waits for an answer.")
    assert clerk.presses <= 6
    [one] = applications(store, holder)
    assert (one.campus, one.reason, one.state) == ("1", "lectures", EntryState.APPLIED)
    assert (one.from_on.isoformat(), one.until_on.isoformat()) == ("2026-11-23", "2026-12-31")
    clerk.waits_for("not today: applied for, not answered yet")


def test_e2_a_second_application_begins_with_the_next_campus(clerk, people):
    people.staff()
    clerk.look_up("20140001")
    apply(clerk)
    clerk.key("Return")
    clerk.settle()
    clerk.key("Shift-F5")
    clerk.settle()
    assert clerk.sees("Second campus, Area 2")


def test_e2_days_that_make_no_sense_are_refused_where_they_stand(clerk, people):
    people.staff()
    begin(clerk, "Shift-F5")
    clerk.keys("lectures")
    clerk.field("Last day").delete(0, "end")
    clerk.press("Check")
    clerk.waits_for("A day is missing.")
    clerk.type("Last day", "2026-11-01")
    clerk.press("Check")
    clerk.waits_for("The days make no sense: 2026-11-23 to 2026-11-01.")
    assert clerk.field("Why entry is needed").get() == "lectures"


def test_e2_without_an_active_card_it_says_why(clerk, people):
    people.staff(card="lost")
    clerk.look_up("20140001")
    clerk.point("Apply for entry")
    assert clerk.sees("Only somebody with an active card applies for entry.")
    assert clerk.sees("not today: the card is not active: lost")


def test_e2_it_is_withdrawn(clerk, people, store):
    holder = people.staff()
    clerk.look_up("20140001")
    apply(clerk)
    clerk.key("Return")
    clerk.settle()
    clerk.press("Withdraw entry")
    assert clerk.sees("Main campus, Area 1 · applied for · 2026-12-31")
    clerk.key("Control-Return")
    clerk.waits_for("The application is withdrawn.")
    assert applications(store, holder)[0].state is EntryState.WITHDRAWN
    clerk.wait_until(lambda: not clerk.sees("Withdraw entry"), what="the page to follow")
