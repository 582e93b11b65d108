import pytest

from backoffice.domain.ledger import AccountKind
from tests.desk.steps import cards
from tests.fixtures.drawers import FLOAT


@pytest.fixture
def supervisor(fresh_clerk, drawer):
    """Return zhang, signed in at desk 22."""
    fresh_clerk.sit_down("zhang")
    return fresh_clerk


def open_settlement(clerk):
    clerk.look_up("20140001")
    clerk.press("Settle balance")


def test_d6_a_supervisor_pays_it_out_against_a_signature(supervisor, people, store, settings):
    holder = people.staff(card="returned", balance=4200)
    open_settlement(supervisor)
    assert supervisor.sees("¥42.00 is kept on closed cards.")
    assert supervisor.field("What happens with it").get() == "pay it out in cash"
    supervisor.press("Check")
    supervisor.waits_for("¥42.00 paid out to the holder")
    supervisor.key("Control-Return")
    supervisor.waits_for("Pay out ¥42.00, and let the receipt be signed.")
    printed = settings.folder / "printed"
    supervisor.wait_until(lambda: list(printed.glob("22-000001*.pdf")), what="the receipt")
    with store.reading() as books:
        assert books.ledger.card_account(cards(store, holder)[0].id).balance == 0
        desk = books.places.desk_by_code("22").id
        assert books.ledger.balance(AccountKind.CASH, desk_id=desk) == 4200 - FLOAT
    supervisor.wait_until(lambda: not supervisor.sees("Settle balance"), what="the page to follow")


def test_d6_a_clerk_sees_that_a_supervisor_is_needed(clerk, people):
    people.staff(card="returned", balance=4200)
    clerk.look_up("20140001")
    assert clerk.button("Settle balance").instate(["disabled"])
    clerk.point("Settle balance")
    assert clerk.sees("The role clerk may not approve an exception.")


def test_where_nothing_is_kept_nothing_is_settled(supervisor, people):
    people.staff(card="returned")
    supervisor.look_up("20140001")
    assert not supervisor.sees("Settle balance")
    assert not supervisor.sees("Kept on closed cards")


def test_d6_it_moves_to_the_active_card(supervisor, people, store):
    holder = people.staff(card="surrendered", balance=900)
    people.later_card(holder, balance=300)
    open_settlement(supervisor)
    assert supervisor.field("What happens with it").get() == "move it to the active card"
    supervisor.press("Check")
    supervisor.waits_for("¥12.00")
    supervisor.key("Control-Return")
    supervisor.waits_for("¥9.00 is on card")
    with store.reading() as books:
        new, old = books.cards.of_holder(holder)
        assert books.ledger.card_account(new.id).balance == 1200
        assert books.ledger.card_account(old.id).balance == 0
