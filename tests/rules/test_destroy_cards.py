from datetime import timedelta

import msgspec
import pytest

from backoffice.domain.batches import CardPlace
from backoffice.domain.blanks import digest_numbers
from backoffice.domain.cards import CardState
from backoffice.domain.documents import Slip
from backoffice.domain.ledger import AccountKind, Entry
from backoffice.domain.print_jobs import JobKind
from backoffice.domain.refusal import Refusal
from backoffice.procedures.destruction_protocol import protocol
from backoffice.workflows import (
    batch_pick_up,
    batch_scan_back,
    damaged_card,
    destroy_cards,
    finish_card,
    found_again,
    found_card,
    lost_card,
    report_lost,
    return_card,
    spoil_card,
)
from tests.fixtures.books import PROGRAM, run
from tests.rules.conftest import CERTIFICATE


def waiting(counter):
    with counter.store.reading() as books:
        return [one.number for one in books.waste.waiting(desk_id=counter.actor.desk_id)]


def state(counter, number):
    with counter.store.reading() as books:
        return books.cards.by_number(number).state


@pytest.fixture
def returned(counter, people):
    """A card that somebody who leaves handed in."""
    holder = people.staff()
    [card] = counter.cards(holder)
    leaving = return_card.Leaving.LEFT
    return counter.do(return_card, holder_id=holder, scanned=card.number, reason=leaving)


@pytest.fixture
def misprint(counter, people):
    """A misprint, and the number of the card that was made instead."""
    holder = people.staff(name="陈晨")
    made = counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
    counter.print_all()
    return counter.do(spoil_card, holder_id=holder, card_id=made.card_id, reason="smudged")


def test_what_is_handed_in_or_spoiled_waits_at_its_desk(counter, returned, misprint):
    assert waiting(counter) == [returned.card_number, misprint.spoiled_number]


def test_two_people_destroy_and_the_register_and_the_ledger_agree(
    counter, returned, misprint, supervisor_actor
):
    numbers = tuple(waiting(counter))
    made = counter.of(AccountKind.MADE)
    done = counter.do(destroy_cards, second=supervisor_actor, numbers=numbers)
    assert (done.number, done.cards, done.digest) == (1, 2, digest_numbers(numbers))
    assert waiting(counter) == []
    assert {state(counter, number) for number in numbers} == {CardState.DESTROYED}
    assert counter.of(AccountKind.DESTROYED) == 2
    assert counter.of(AccountKind.SPOILED) == 0
    assert counter.of(AccountKind.MADE) == made - 1


def test_nobody_destroys_alone(counter, returned, clerk_actor):
    numbers = (returned.card_number,)
    counter.refused(destroy_cards, "needs-second", numbers=numbers)
    counter.refused(destroy_cards, "needs-second", numbers=numbers, second=clerk_actor)
    assert waiting(counter) == [returned.card_number]


def test_the_second_name_is_of_somebody_who_serves_here_too(counter, returned, auditor_actor):
    numbers = (returned.card_number,)
    counter.refused(destroy_cards, "not-allowed", numbers=numbers, second=auditor_actor)
    assert waiting(counter) == [returned.card_number]


def test_a_closed_account_signs_for_nothing(
    counter, returned, store, clock, administrator_actor, supervisor_actor
):
    def close(books, _turn):
        clerk = books.clerks.get(supervisor_actor.clerk_id)
        books.clerks.change(clerk, role=clerk.role, enabled=False)

    run(store, clock, administrator_actor, "clerk_account", close)
    numbers = (returned.card_number,)
    counter.refused(destroy_cards, "clerk-disabled", numbers=numbers, second=supervisor_actor)
    assert waiting(counter) == [returned.card_number]


def test_both_sign_a_slip_and_the_protocol_names_every_card(
    counter, returned, misprint, supervisor_actor
):
    numbers = (misprint.spoiled_number, returned.card_number)
    done = counter.do(destroy_cards, second=supervisor_actor, numbers=numbers)
    slip = [job for job in counter.queued(JobKind.SLIP) if job.number == done.slip]
    said = "".join(p.en for p in msgspec.json.decode(slip[0].payload, type=Slip).paragraphs)
    assert all(word in said for word in ("2 cards", done.digest, "Lina: ___", "Zhang: ___"))
    with counter.store.reading() as books:
        paper = protocol(books, done.destruction_id, zone=counter.clock.now().tzinfo)
    assert [card.number for card in paper.cards] == sorted(numbers)
    assert {card.number: card.what.en for card in paper.cards} == {
        returned.card_number: "card",
        misprint.spoiled_number: "misprint",
    }
    assert (paper.clerk, paper.second, paper.digest) == ("Lina", "Zhang", done.digest)
    assert paper.at == counter.clock.now()


def test_a_card_is_destroyed_once(counter, returned, supervisor_actor):
    one = {"numbers": (returned.card_number,), "second": supervisor_actor}
    counter.do(destroy_cards, **one)
    refusal = counter.refused(destroy_cards, "card-destroyed", **one)
    assert all(word in str(refusal.message) for word in ("2026-11-23", "Lina", "Zhang"))


def test_a_living_card_in_the_pile_is_found_out(counter, people, returned, supervisor_actor):
    [alive] = counter.cards(people.staff(name="赵敏"))
    pile = {"numbers": (returned.card_number, alive.number), "second": supervisor_actor}
    counter.refused(destroy_cards, "card-not-dead", **pile)
    assert waiting(counter) == [returned.card_number]


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ((), "cards-count"),
        (("no such card",), "unknown-card"),
        (tuple(str(n) for n in range(501)), "cards-count"),
    ],
)
def test_nonsense_is_refused(counter, numbers, code):
    counter.refused(destroy_cards, code, numbers=numbers)


def test_l2_a_lost_card_that_may_be_found_again_is_not_destroyed(counter, people):
    holder = people.staff()
    counter.do(report_lost, holder_id=holder)
    [lost] = counter.cards(holder)
    counter.refused(destroy_cards, "card-may-return", "L2", numbers=(lost.number,))


def test_a_lost_card_found_after_its_replacement_is_destroyed(counter, people, supervisor_actor):
    holder = people.staff()
    [lost] = counter.cards(holder)
    counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
    counter.do(destroy_cards, numbers=(lost.number,), second=supervisor_actor)
    assert state(counter, lost.number) is CardState.DESTROYED


def test_a_found_card_that_nobody_fetched_waits_and_may_still_be_given_back(counter, people, clock):
    holder = people.staff()
    [card] = counter.cards(holder)
    found = counter.confirm(found_card, scanned=card.number, where="library")
    clock.move(days=90)
    destroy = found_card.Settling(found_id=found.found_id, step=found_card.Step.DESTROY)
    counter.perform(found_card.SETTLE, destroy)
    assert waiting(counter) == [card.number]
    counter.do(found_again, holder_id=holder, scanned=card.number)
    assert waiting(counter) == []


def test_a_damaged_card_waits_once_its_replacement_is_ordered(counter, people):
    holder = people.staff()
    [card] = counter.cards(holder)
    counter.do(damaged_card, holder_id=holder, scanned=card.number)
    assert waiting(counter) == [card.number]


def test_a_misprint_from_which_nothing_came_out_leaves_no_plastic(counter, people):
    holder = people.staff()
    made = counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
    counter.print_all()
    spoiled = {"holder_id": holder, "card_id": made.card_id}
    counter.do(spoil_card, reason="nothing_came_out", **spoiled)
    assert waiting(counter) == []


def test_what_never_came_out_is_not_destroyed_in_the_place_of_a_misprint(
    counter, people, misprint, supervisor_actor
):
    holder = people.staff(name="赵敏")
    made = counter.do(lost_card, holder_id=holder, certificate=CERTIFICATE)
    counter.print_all()
    spoiled = {"holder_id": holder, "card_id": made.card_id}
    counter.do(spoil_card, reason="nothing_came_out", **spoiled)
    about = {"numbers": (made.card_number,), "second": supervisor_actor}
    counter.refused(destroy_cards, "card-never-printed", **about)
    assert waiting(counter) == [misprint.spoiled_number]
    assert counter.of(AccountKind.SPOILED) == 1


def test_a_destroyed_misprint_never_was_somebodys_card(counter, misprint, supervisor_actor):
    counter.do(destroy_cards, numbers=(misprint.spoiled_number,), second=supervisor_actor)
    counter.print_all()
    scan = {"card_id": misprint.card_id, "scanned": misprint.card_number}
    counter.confirm(finish_card, holder_id=misprint.holder_id, **scan)
    newest, wasted, _old = counter.cards(misprint.holder_id)
    assert (newest.state, wasted.misprint, newest.misprint) == (CardState.ACTIVE, True, False)


def test_the_list_is_of_the_desk_where_the_cards_lie(counter, returned, store, clock):
    with store.reading() as books:
        desks = [desk.id for desk in books.places.desks()]
        assert books.waste.waiting_counts() == {counter.actor.desk_id: 1}
        others = [books.waste.waiting(desk_id=one) for one in desks if one != counter.actor.desk_id]
        [waits] = books.waste.waiting()
    assert not any(others)
    assert clock.now() - waits.since < timedelta(seconds=1)


def test_the_sheet_counts_by_state(counter, returned, misprint):
    sheet = counter.sheet(destroy_cards, numbers=tuple(waiting(counter)))
    assert [(str(line.label), str(line.before)) for line in sheet.lines] == [
        ("returned", "1"),
        ("spoiled", "1"),
    ]


def test_it_is_refused_to_a_role_that_serves_nobody(counter, returned, auditor_actor, clerk_actor):
    counter.actor = auditor_actor
    with pytest.raises(Refusal) as refusal:
        counter.do(destroy_cards, numbers=(returned.card_number,), second=clerk_actor)
    assert refusal.value.code == "not-allowed"


@pytest.fixture
def given_back(counter, unit_batch, batch_rows, store):
    """Let a unit give the first card of a batch back in a state; return its row."""

    def give(state=CardState.MADE):
        row = batch_rows(unit_batch)[0]

        def become(books, _turn):
            for step in dict.fromkeys((CardState.ACTIVE, state)):
                books.cards.move(books.cards.get(row.card.card_id), step)

        counter.send_to_unit(unit_batch)
        if state is not CardState.MADE:
            run(store, counter.clock, PROGRAM, "become", become)
        back = batch_scan_back.Fate.GIVEN_BACK
        scanned = (row.card_number,)
        counter.do(batch_scan_back, batch_id=unit_batch.id, scanned=scanned, fate=back)
        return row

    return give


def unclaimed(counter):
    with counter.store.reading() as books:
        here, now = counter.actor.desk_id, counter.clock.now()
        return [one.number for one in destroy_cards.unclaimed(books, here, now)]


@pytest.mark.parametrize("state", [CardState.MADE, CardState.ACTIVE])
def test_b3_what_a_unit_gave_back_is_destroyed_after_the_days_it_waits_here(
    counter, given_back, supervisor_actor, clock, state
):
    """Made or, by policy ``batch.active_from`` = ``making``, active already."""
    number = given_back(state).card_number
    counter.refused(destroy_cards, "card-not-dead", numbers=(number,))
    assert unclaimed(counter) == []
    clock.move(days=30)
    assert unclaimed(counter) == [number]
    assert counter.do(destroy_cards, second=supervisor_actor, numbers=(number,)).cards == 1
    assert unclaimed(counter) == []


def test_b3_its_days_are_those_of_the_desk(counter, given_back, supervisor_actor, clock):
    """At seven in the morning it is still yesterday where moments are kept."""
    clock.move(hours=-2)
    number = given_back(CardState.MADE).card_number
    clock.move(days=29)
    assert unclaimed(counter) == []
    clock.move(days=1)
    counter.do(destroy_cards, second=supervisor_actor, numbers=(number,))
    told = counter.refused(destroy_cards, "card-destroyed", numbers=(number,))
    assert f"on {clock.today().isoformat()}" in str(told.message)


def test_b3_an_active_card_the_unit_gave_back_is_its_holders_until_it_is_destroyed(
    counter, given_back, unit_batch, batch_rows, clock
):
    row = given_back(CardState.ACTIVE)
    clock.move(days=30)
    shown = {"holder_id": row.holder_id, "certificate": CERTIFICATE, "scanned": row.card_number}
    counter.do(batch_pick_up, **shown)
    assert batch_rows(unit_batch)[0].card_state is CardState.ACTIVE
    assert unclaimed(counter) == []
    counter.refused(destroy_cards, "card-not-dead", numbers=(row.card_number,))


def test_d6_the_money_of_an_active_card_nobody_fetched_is_kept(
    counter, given_back, supervisor_actor, store, clock
):
    row = given_back(CardState.ACTIVE)

    def pay_in(books, _turn):
        opening = books.ledger.account(AccountKind.OPENING)
        own = books.ledger.card_account(row.card.card_id)
        books.ledger.post(Entry(debit=opening, credit=own, amount=700, memo="opening"))

    run(store, clock, PROGRAM, "pay in", pay_in)
    clock.move(days=30)
    sheet = counter.sheet(destroy_cards, second=supervisor_actor, numbers=(row.card_number,))
    assert "¥7.00, kept for the holder until it is settled" in [
        str(one.after) for one in sheet.lines
    ]
    counter.do(destroy_cards, second=supervisor_actor, numbers=(row.card_number,))
    with store.reading() as books:
        [kept] = books.history.liabilities(most=9)
        [told, *_] = books.journal.of_holder(row.holder_id, most=9)
    assert (kept.card_number, kept.balance) == (row.card_number, 700)
    assert told.code == "destroy_cards"


def test_b3_a_card_that_died_while_it_was_at_the_unit_waits_at_once(
    counter, given_back, supervisor_actor
):
    row = given_back(CardState.LOST)
    assert unclaimed(counter) == []  # it may be found again
    counter.refused(destroy_cards, "card-may-return", "L2", numbers=(row.card_number,))
    counter.replace_lost(row.holder_id, supervisor_actor)
    assert unclaimed(counter) == [row.card_number]


def test_l2_a_card_that_its_holder_found_again_is_not_taken_for_unclaimed(
    counter, given_back, unit_batch, batch_rows, clock
):
    row = given_back(CardState.LOST)
    counter.do(found_again, holder_id=row.holder_id, scanned=row.card_number)
    clock.move(days=30)
    assert unclaimed(counter) == []
    assert batch_rows(unit_batch)[0].card.place is CardPlace.HOLDER
    counter.refused(destroy_cards, "card-not-dead", numbers=(row.card_number,))


def test_b3_a_card_that_expired_while_it_lay_here_waits_at_once(counter, given_back):
    number = given_back(CardState.EXPIRED).card_number
    assert unclaimed(counter) == [number]


def test_b3_a_card_handed_in_after_it_came_back_waits_once(counter, given_back):
    row = given_back(CardState.ACTIVE)
    leaving = return_card.Leaving.LEFT
    counter.do(return_card, holder_id=row.holder_id, scanned=row.card_number, reason=leaving)
    assert (waiting(counter), unclaimed(counter)) == ([row.card_number], [])
