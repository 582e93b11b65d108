import pytest

from backoffice.workflows import recharge
from tests.fixtures.books import PASSWORD
from tests.rules.conftest import Counter


@pytest.fixture
def holder(people, drawer, store, clock, clerk_actor):
    """Enter somebody with ¥3.00 whom lina recharged with ¥50.00."""
    holder_id = people.staff(balance=300)
    request = {"holder_id": holder_id, "amount": 5_000, "given": 5_000}
    Counter(store, clock, clerk_actor).do(recharge, **request)
    return holder_id


def at_the_ledger(clerk, login):
    clerk.sit_down(login)
    clerk.press("Ledger")
    clerk.type("Whose ledger: number, card or name, then Enter", "20140001")
    clerk.key("Return")
    clerk.settle()
    return clerk


@pytest.fixture
def ledger(holder, fresh_clerk):
    """Return a supervisor before this ledger."""
    return at_the_ledger(fresh_clerk, "zhang")


def test_r3_each_figure_is_explained_back_to_its_action(ledger):
    assert ledger.sees("card …0001  ¥53.00")
    assert {"¥50.00", "¥53.00", "¥3.00", "Recharged in cash", "Lina"} <= set(ledger.reads())
    assert ledger.sees("Audit number")
    ledger.key("Down")
    ledger.settle()
    assert ledger.sees("Only cash recharges and settlements can be taken back by themselves.")


def test_r3_a_balance_is_explained_from_the_persons_page(holder, clerk):
    clerk.look_up("20140001")
    clerk.press("Explain")
    assert clerk.sees("card …0001  ¥53.00")
    assert clerk.sees("Recharged in cash")


def test_an_entry_is_taken_back_by_two_people(ledger, store):
    ledger.press("Take an entry back")
    ledger.type("Why it is taken back", "wrong amount")
    ledger.key("Return")
    ledger.waits_for("A second person agrees")
    ledger.type("Name", "wangfang")
    ledger.key("Return")
    ledger.keys(PASSWORD)
    ledger.key("Return")
    ledger.waits_for("taken back by a reversing entry; both stay visible")
    ledger.key("Control-Return")
    ledger.waits_for("¥50.00 was taken back.")
    ledger.waits_for("-¥50.00")
    with store.reading() as books:
        [card] = books.cards.of_holder(1)
        assert books.ledger.card_account(card.id).balance == 300
    ledger.key("Return")
    ledger.settle()
    ledger.waits_for("Taken back by entry")


def test_one_person_alone_takes_nothing_back(ledger):
    ledger.press("Take an entry back")
    ledger.type("Why it is taken back", "wrong amount")
    ledger.key("Return")
    ledger.waits_for("A second person agrees")
    ledger.type("Name", "zhang")
    ledger.key("Return")
    ledger.keys(PASSWORD)
    ledger.key("Return")
    ledger.waits_for("This needs a second person.")


def test_an_auditor_reads_and_takes_nothing_back(holder, fresh_clerk):
    auditor = at_the_ledger(fresh_clerk, "auditor")
    assert auditor.sees("¥53.00")
    assert auditor.button("Take an entry back").instate(["disabled"])
    assert auditor.sees("The role auditor may not approve an exception.")


def test_nobody_and_several_are_said_in_place(ledger, people):
    people.staff(number="20140002")
    ledger.type("Whose ledger: number, card or name, then Enter", "2014")
    ledger.key("Return")
    ledger.waits_for("2 people were found: type more of it.")
