import pytest

from backoffice.domain.ledger import AccountKind
from tests.desk.steps import begin, cards
from tests.fixtures.drawers import FLOAT


@pytest.fixture
def recharging(drawer, clerk, people):
    """Return the clerk with the form open for somebody who has ¥3.00."""
    people.staff(balance=300)
    begin(clerk, "F8")
    return clerk


def test_r1_it_says_that_it_is_a_service_of_this_desk(recharging):
    assert recharging.sees("Cash recharge: a service of this desk")


def test_r1_cash_goes_on_the_card_by_keyboard(recharging, store):
    recharging.type("Amount to recharge", "50")
    recharging.key("Return")
    recharging.keys("100")
    assert recharging.reads().count("¥50.00") == 1  # the change, large
    assert recharging.sees("¥53.00")
    recharging.key("Return")
    recharging.waits_for("What changes")
    recharging.key("Return")
    recharging.settle()
    assert recharging.sees("What changes")  # Enter confirms no money
    recharging.key("Control-Return")
    recharging.waits_for("Give ¥50.00 back.")
    with store.reading() as books:
        [card] = cards(store, 1)
        assert books.ledger.card_account(card.id).balance == 5_300
        desk = books.places.desk_by_code("22").id
        assert books.ledger.balance(AccountKind.CASH, desk_id=desk) == -FLOAT - 5_000


def test_r1_too_little_is_refused_where_it_was_typed(recharging):
    recharging.type("Amount to recharge", "50")
    recharging.type("Cash received", "20")
    recharging.key("Return")
    recharging.waits_for("The holder gave ¥20.00 for ¥50.00.")
    assert recharging.field("Cash received").get() == "20"


def test_without_a_shift_it_says_where_to_open_one(clerk, people):
    people.staff()
    begin(clerk, "F8")
    clerk.type("Amount to recharge", "50")
    clerk.type("Cash received", "50")
    clerk.key("Return")
    clerk.waits_for("Count the float and open a shift under “Drawer”.")


def test_without_an_active_card_nothing_is_recharged(clerk, people):
    people.staff(card="lost")
    clerk.look_up("20140001")
    clerk.point("Cash recharge")
    assert clerk.sees("Cash recharge: Only an active card can be recharged.")


def on_the_other_screen(clerk):
    window = clerk.desk.header.customer._window
    assert window is not None
    return [str(w.cget("text")) for w in clerk.visible(window) if w.winfo_class() == "TLabel"]


def test_the_customer_sees_four_figures_and_nothing_between_two_recharges(recharging):
    recharging.press("Show on the customer's screen")
    recharging.type("Amount to recharge", "50")
    recharging.type("Cash received", "100")
    said = on_the_other_screen(recharging)
    assert said[1::2] == ["¥50.00", "¥100.00", "¥50.00", "¥53.00"]
    assert not any("Wang" in text or "2014" in text for text in said)
    recharging.key("Return")
    recharging.waits_for("What changes")
    recharging.key("Control-Return")
    recharging.waits_for("Give ¥50.00 back.")
    assert "¥53.00" in on_the_other_screen(recharging)
    recharging.key("Return")
    recharging.app.update()
    assert on_the_other_screen(recharging) == []


def test_the_customers_screen_closes_with_the_lock(recharging):
    recharging.desk.header.customer.toggle()
    recharging.app.update()
    recharging.key("Control-l")
    recharging.app.update()
    assert recharging.desk.header.customer._window is None
