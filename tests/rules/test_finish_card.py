import pytest

from backoffice.domain.cards import CardState
from backoffice.domain.ledger import AccountKind
from backoffice.domain.print_jobs import JobKind, JobState
from backoffice.domain.refusal import Refusal
from backoffice.workflows import finish_card, lost_card
from tests.rules.conftest import CERTIFICATE


@pytest.fixture
def making(counter, people):
    holder = people.staff(balance=900)
    return counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)


def finish(counter, making, scanned=None):
    return counter.do(
        finish_card,
        holder_id=making.holder_id,
        card_id=making.card_id,
        scanned=scanned or making.card_number,
    )


def test_a_card_is_active_only_after_it_was_scanned_back(counter, making):
    counter.print_all()
    assert counter.cards(making.holder_id)[0].state is CardState.UNCONFIRMED
    finish(counter, making)
    assert counter.cards(making.holder_id)[0].state is CardState.ACTIVE
    [card_job] = [j for j in counter.jobs(JobState.GOOD) if j.kind is JobKind.CARD]
    assert card_job.number == making.card_number


def test_its_blank_is_booked_as_made(counter, making):
    counter.print_all()
    stock, made = counter.of(AccountKind.STOCK, desk=True), counter.of(AccountKind.MADE)
    assert counter.of(AccountKind.MAKING, desk=True) == 1
    finish(counter, making)
    assert counter.of(AccountKind.MAKING, desk=True) == 0
    assert counter.of(AccountKind.MADE) == made + 1
    assert counter.of(AccountKind.STOCK, desk=True) == stock


def test_before_it_is_printed_nothing_can_be_scanned(counter, making):
    with pytest.raises(Refusal) as refusal:
        finish(counter, making)
    assert refusal.value.code == "not-at-printer"


@pytest.mark.parametrize(
    ("which", "says"), [("old", "the old card"), ("other", "somebody else's"), ("junk", "no card")]
)
def test_another_bar_code_is_told_apart(counter, people, making, which, says):
    counter.print_all()
    somebody = people.staff(name="李娜")
    scanned = {
        "old": making.lost_number,
        "other": counter.cards(somebody)[0].number,
        "junk": "9781234567897",
    }[which]
    with pytest.raises(Refusal, match=says) as refusal:
        finish(counter, making, scanned)
    assert refusal.value.code == "wrong-card"
    assert counter.cards(making.holder_id)[0].state is CardState.UNCONFIRMED


def test_a_card_scanned_while_the_printer_is_still_talking(counter, making):
    counter.paper.while_printing = lambda: None

    def scan_early():
        counter.paper.while_printing = lambda: None
        finish(counter, making)

    counter.paper.while_printing = scan_early
    counter.print_all()
    assert counter.cards(making.holder_id)[0].state is CardState.ACTIVE
