import pytest

from backoffice.domain.cards import CardState
from backoffice.domain.ledger import AccountKind
from backoffice.domain.print_jobs import SPOIL_REASONS, JobState
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from backoffice.workflows import finish_card, lost_card, spoil_card
from tests.rules.conftest import CERTIFICATE


@pytest.fixture
def making(counter, people):
    return counter.do(lost_card, holder_id=people.staff(balance=900), certificate=CERTIFICATE)


def spoil(counter, making, reason="smudged"):
    return counter.do(spoil_card, holder_id=making.holder_id, card_id=making.card_id, reason=reason)


@pytest.mark.parametrize("reason", SPOIL_REASONS)
def test_a_misprint_uses_another_blank_and_another_number(counter, making, reason):
    counter.print_all()
    done = spoil(counter, making, reason)
    new, spoiled, lost = counter.cards(making.holder_id)
    assert [new.state, spoiled.state, lost.state] == [
        CardState.QUEUED,
        CardState.SPOILED,
        CardState.LOST,
    ]
    assert new.number == done.card_number != spoiled.number
    assert (counter.balance(new.id), counter.balance(spoiled.id)) == (900, 0)
    used = 0 if reason == "nothing_came_out" else 1
    assert counter.of(AccountKind.SPOILED) == used
    assert counter.of(AccountKind.STOCK, desk=True) == 10 - used


def test_the_spoiled_card_never_becomes_active(counter, making):
    counter.print_all()
    spoil(counter, making)
    counter.print_all()
    with pytest.raises(Refusal):
        counter.do(
            finish_card,
            holder_id=making.holder_id,
            card_id=making.card_id,
            scanned=making.card_number,
        )


def test_a_reason_is_needed(counter, making):
    counter.print_all()
    with pytest.raises(Refusal) as refusal:
        spoil(counter, making, "")
    assert refusal.value.code == "needs-reason"


def test_a_waiting_card_is_no_misprint(counter, making):
    with pytest.raises(Refusal) as refusal:
        spoil(counter, making)
    assert refusal.value.code == "not-undecided"


def test_a_card_that_cannot_be_drawn_is_requested_anew_and_uses_no_blank(counter, making):
    counter.paper.refuses = Refusal("glyph-missing", sentence("Name: no font holds it."))
    [card, _receipt] = counter.print_all()
    assert card.outcome == "unprintable"
    assert counter.of(AccountKind.MAKING, desk=True) == 0
    counter.paper.refuses = None
    spoil(counter, making, "unreadable")
    assert counter.of(AccountKind.STOCK, desk=True) == 10
    assert counter.of(AccountKind.SPOILED) == 0


def test_the_last_blank_spoiled_needs_a_new_box(counter, people, making):
    people.blanks(count=1)
    counter.print_all()
    for _ in range(9):
        other = counter.do(lost_card, holder_id=people.staff(name="李娜"), certificate=CERTIFICATE)
        assert other
    counter.print_all()
    assert counter.of(AccountKind.STOCK, desk=True) == 1
    last = counter.do(lost_card, holder_id=people.staff(name="孙"), certificate=CERTIFICATE)
    assert last
    with pytest.raises(Refusal) as refusal:
        spoil(counter, making)
    assert refusal.value.code == "no-blanks"
    assert len(counter.jobs(JobState.UNCONFIRMED)) > 1
