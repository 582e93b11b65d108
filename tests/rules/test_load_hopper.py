import pytest

from backoffice.domain.ledger import AccountKind
from backoffice.domain.print_jobs import JobState
from backoffice.workflows import finish_card, load_hopper, lost_card, spoil_card
from backoffice.workflows.load_hopper import Way
from tests.rules.conftest import CERTIFICATE


def where(counter):
    kinds = (AccountKind.STOCK, AccountKind.HOPPER, AccountKind.MAKING)
    return tuple(counter.of(kind, desk=True) for kind in kinds)


def replaced(counter, people, name="王小明"):
    done = counter.do(lost_card, holder_id=people.staff(name=name), certificate=CERTIFICATE)
    counter.print_all()
    return done


def test_blanks_go_into_the_hopper_and_back(counter):
    done = counter.do(load_hopper, way=Way.LOAD, blanks=4)
    assert (done.stock, done.hopper) == (6, 4)
    done = counter.do(load_hopper, way=Way.EMPTY, blanks=1)
    assert (done.stock, done.hopper) == (7, 3)
    assert where(counter) == (7, 3, 0)


@pytest.mark.parametrize(("way", "blanks"), [(Way.LOAD, 11), (Way.EMPTY, 1), (Way.LOAD, 0)])
def test_nobody_moves_more_than_there_is(counter, way, blanks):
    counter.refused(load_hopper, "hopper-count", way=way, blanks=blanks)


def test_a_card_is_fed_from_the_hopper_while_something_is_in_it(counter, people):
    counter.do(load_hopper, way=Way.LOAD, blanks=1)
    replaced(counter, people)
    assert where(counter) == (9, 0, 1)
    replaced(counter, people, "陈晨")
    assert where(counter) == (8, 0, 2)


def test_who_never_books_a_hopper_is_not_bothered(counter, people):
    done = replaced(counter, people)
    [card] = [c for c in counter.cards(done.holder_id) if c.id == done.card_id]
    counter.confirm(finish_card, holder_id=done.holder_id, card_id=card.id, scanned=card.number)
    assert where(counter) == (9, 0, 0)


@pytest.mark.parametrize(("loaded", "back"), [(1, (9, 1, 0)), (0, (10, 0, 0))])
def test_a_blank_that_was_never_fed_is_where_it_came_from(counter, people, loaded, back):
    if loaded:
        counter.do(load_hopper, way=Way.LOAD, blanks=loaded)
    done = replaced(counter, people)
    spoiled = {"holder_id": done.holder_id, "card_id": done.card_id}
    counter.do(spoil_card, reason="nothing_came_out", **spoiled)
    assert where(counter) == back
    assert len(counter.jobs(JobState.QUEUED)) == 2  # the card again, and its receipt


def test_the_last_blank_in_the_hopper_may_still_become_a_card(counter, people):
    counter.do(load_hopper, way=Way.LOAD, blanks=10)
    assert replaced(counter, people).card_number
    assert where(counter) == (0, 9, 1)
