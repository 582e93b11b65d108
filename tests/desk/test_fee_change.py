from datetime import date, timedelta

import pytest

from backoffice.domain.holders import HolderKind


@pytest.fixture
def page(fresh_clerk):
    """Return the administrator at the administration page."""
    fresh_clerk.sit_down("admin")
    fresh_clerk.press("Administration")
    fresh_clerk.settle()
    return fresh_clerk


def fill_in(page, amount, day):
    page.press("Set a fee")
    page.type("How much", amount)
    page.key("Return")
    page.keys(day)
    page.key("Return")
    page.settle()


def test_l5_a_fee_holds_from_a_day_on(page, store):
    fill_in(page, "20", "2027-01-01")
    page.waits_for("What changes")
    page.key("Control-Return")
    page.waits_for("¥20.00 from 2027-01-01 on.")
    page.waits_for("later")
    with store.reading() as books:
        new_year = date(2027, 1, 1)
        assert books.ledger.fee("lost_card", HolderKind.STAFF, new_year) == 2_000
        before = new_year - timedelta(days=1)
        assert books.ledger.fee("lost_card", HolderKind.STAFF, before) == 0


def test_l5_no_fee_holds_from_a_day_that_began(page):
    fill_in(page, "20", "2026-11-23")
    page.waits_for("A fee holds from tomorrow at the earliest")


def test_a_fee_without_a_day_is_asked_for_it(page):
    fill_in(page, "20", "")
    page.waits_for("A fee holds from a day on.")


def test_enter_on_the_table_opens_the_form(page):
    page.key("Return")
    page.waits_for("How much")


def test_a_clerk_has_no_such_page(clerk):
    assert not clerk.sees("Administration")
