"""Test pages and the books: a card uses up a blank, paper is no business of theirs."""

from dataclasses import replace
from pathlib import Path

import pytest

from backoffice.domain.documents import PrinterTest
from backoffice.domain.ledger import AccountKind
from backoffice.domain.refusal import Refusal
from backoffice.domain.roles import Role
from backoffice.domain.settings import PrinterAddress, Settings
from backoffice.test_print import page_of, print_test_page


@pytest.fixture
def settings():
    card = PrinterAddress(kind="ipp", target="ipp://card", options={"orientation": 180})
    return Settings(
        database="",
        folder=Path(),
        language="en",
        desk="22",
        printers={"card": card, "roll": PrinterAddress(kind="raw", target="x", role="receipt")},
    )


def proved(counter, settings, name="card"):
    return print_test_page(
        lambda: counter.store,
        counter.clock,
        counter.paper,
        page_of(settings, name, counter.clock),
        actor=replace(counter.actor, role=Role.ADMINISTRATOR),
    )


def blanks(counter):
    return counter.of(AccountKind.STOCK, desk=True), counter.of(AccountKind.TESTED)


def test_a_page_says_what_is_set_for_its_printer(counter, settings):
    page = page_of(settings, "card", counter.clock)
    assert (page.printer, page.role) == ("card", "card")
    assert page.settings == ("ipp: ipp://card", "orientation = 180")
    assert page_of(settings, "roll", counter.clock).role == "receipt"


def test_a_card_uses_up_a_blank_before_the_first_byte_leaves(counter, settings):
    stock, used = blanks(counter)
    seen = []
    counter.paper.while_printing = lambda: seen.append(blanks(counter))
    assert proved(counter, settings).result == "delivered"
    assert seen == [(stock - 1, used + 1)]
    assert blanks(counter) == (stock - 1, used + 1)
    assert isinstance(counter.paper.printed[0], PrinterTest)


def test_a_blank_that_was_certainly_not_taken_is_booked_back(counter, settings, monkeypatch):
    before = blanks(counter)
    really = counter.paper.deliver

    def nothing_taken(*args, **kwargs):
        answer = really(*args, **kwargs)
        answer.taken = False
        return answer

    monkeypatch.setattr(counter.paper, "deliver", nothing_taken)
    proved(counter, settings)
    assert blanks(counter) == before


def test_paper_is_no_business_of_the_books(counter, settings):
    before = blanks(counter)
    proved(counter, settings, "roll")
    assert len(counter.paper.printed) == 1
    assert blanks(counter) == before


@pytest.mark.parametrize("name", ["", "card-b"])
def test_a_printer_that_is_none_is_refused(counter, settings, name):
    with pytest.raises(Refusal) as refused:
        page_of(settings, name, counter.clock)
    assert refused.value.code == "printer-unknown"
    assert "roll" in str(refused.value.advice)


def test_a_printer_that_is_not_ready_uses_up_nothing(counter, settings):
    before = blanks(counter)
    counter.paper.ready = False
    with pytest.raises(Refusal) as refused:
        proved(counter, settings)
    assert refused.value.code == "printer-not-ready"
    assert blanks(counter) == before


def test_without_a_blank_there_is_no_test_card(counter, settings):
    while blanks(counter)[0]:
        proved(counter, settings)
    printed = len(counter.paper.printed)
    with pytest.raises(Refusal) as refused:
        proved(counter, settings)
    assert refused.value.code == "no-blanks"
    assert len(counter.paper.printed) == printed
