import pytest

from backoffice.domain.cards import CardState
from backoffice.domain.policies import DEPARTMENT_CHANGE_BALANCE
from backoffice.domain.print_jobs import JobKind
from backoffice.domain.refusal import Refusal
from backoffice.workflows import department_change, settle_balance
from backoffice.workflows.department_change import Choice
from tests.rules.conftest import Counter


@pytest.fixture
def moved(people):
    """Return a member of staff whose record shows another unit than the card."""
    holder = people.staff(balance=1_234)
    people.left_unit(holder)
    return holder


def changed(counter, holder, **other):
    [card] = counter.cards(holder)
    fields = {"holder_id": holder, "choice": Choice.CHANGE, "scanned": card.number} | other
    return counter.do(department_change, **fields)


def test_d1_the_same_unit_is_no_reason(counter, people):
    counter.refused(department_change, "unit-unchanged", "D1", holder_id=people.staff())


def test_d1_for_staff_only(counter, people):
    counter.refused(department_change, "staff-only", "D1", holder_id=people.student())


def test_d2_it_is_free(counter, moved):
    [card] = counter.cards(moved)
    sheet = counter.sheet(
        department_change, holder_id=moved, choice=Choice.CHANGE, scanned=card.number
    )
    [fee] = [line for line in sheet.lines if str(line.label) == "Fee"]
    assert "¥0.00" in str(fee.after)


def test_d3_keeping_is_the_default_and_is_counted(counter, moved):
    assert counter.do(department_change, holder_id=moved).kept
    assert [card.state for card in counter.cards(moved)] == [CardState.ACTIVE]
    assert counter.audit()[-1] == ("department_change", "done")
    assert counter.queued(JobKind.CARD) == []


def test_d3_the_advice_says_what_card_and_record_say_and_what_would_be_lost(counter, moved, decide):
    def advice():
        with counter.store.reading() as books:
            card = books.cards.of_holder(moved)[0].unit_name
            return card, [str(said) for said in department_change.advise(books, moved)]

    unit, said = advice()
    assert said[0].startswith("No need, no change")
    assert said[1] == f"On the card: {unit}. On record: 物理学院."
    assert "transit purse stays in the old chip" in said[2]
    assert "¥12.34 would stay on the closed card" in said[3]
    decide(DEPARTMENT_CHANGE_BALANCE, "follows")
    assert "¥12.34 would move along" in advice()[1][3]


def test_d3_nothing_of_the_card_changes_by_keeping_it(counter, moved):
    sheet = counter.sheet(department_change, holder_id=moved)
    assert [str(line.after) for line in sheet.lines] == [
        "unchanged; works everywhere as before",
        "on record: 物理学院",
        "¥12.34, unchanged",
        "unchanged",
    ]
    done = counter.do(department_change, holder_id=moved)
    assert (done.card_id, done.moved, done.stays, done.receipt) == (None, 0, 0, "")
    assert counter.balance(counter.cards(moved)[0].id) == 1_234


def test_d4_the_original_card_is_surrendered(counter, moved):
    done = changed(counter, moved)
    new, old = counter.cards(moved)
    assert (new.number, new.unit_name) == (done.card_number, "物理学院")
    assert old.state is CardState.SURRENDERED
    assert new.predecessor_id == old.id


def test_d4_without_the_card_it_is_a_lost_one(counter, moved):
    refusal = counter.refused(
        department_change, "no-card-in-hand", "D4", holder_id=moved, choice=Choice.CHANGE
    )
    assert "lost card" in str(refusal.advice)


def test_d4_another_card_is_not_taken(counter, moved, people):
    other = counter.cards(people.staff(name="李娜"))[0]
    counter.refused(
        department_change,
        "wrong-card",
        "D4",
        holder_id=moved,
        choice=Choice.CHANGE,
        scanned=other.number,
    )


def test_d5_the_transit_purse_is_read_and_left(counter, moved):
    [card] = counter.cards(moved)
    sheet = counter.sheet(
        department_change,
        holder_id=moved,
        choice=Choice.CHANGE,
        scanned=card.number,
        transit=880,
    )
    [purse] = [line for line in sheet.lines if str(line.label) == "Transit purse"]
    assert "¥8.80" in str(purse.before)
    assert changed(counter, moved, transit=880).transit == 880
    [receipt] = counter.queued(JobKind.RECEIPT)
    assert "¥8.80 read from the chip" in receipt.payload
    with counter.store.reading() as books:
        done = books.journal.of_holder(moved, most=1)[0]
        assert '"transit":880' in done.outcome
        assert books.history.of_action(done.action_id) == []


def test_d5_d6_as_shipped_the_balance_stays_and_is_listed(counter, moved):
    done = changed(counter, moved)
    new, old = counter.cards(moved)
    assert (done.moved, done.stays) == (0, 1_234)
    assert (counter.balance(old.id), counter.balance(new.id)) == (1_234, 0)
    with counter.store.reading() as books:
        [kept] = books.history.liabilities(most=9)
        assert (kept.card_id, kept.balance) == (old.id, 1_234)


def test_d5_with_the_other_policy_it_follows(counter, moved, decide):
    decide(DEPARTMENT_CHANGE_BALANCE, "follows")
    done = changed(counter, moved)
    new, old = counter.cards(moved)
    assert (done.moved, done.stays) == (1_234, 0)
    assert (counter.balance(old.id), counter.balance(new.id)) == (0, 1_234)


def test_d6_a_supervisor_pays_the_remainder_out_once(
    counter, moved, store, clock, supervisor_actor, opened_drawer
):
    changed(counter, moved)
    supervisor = Counter(store, clock, supervisor_actor)
    assert supervisor.do(settle_balance, holder_id=moved).settled == 1_234
    supervisor.refused(settle_balance, "already-settled", "D6", holder_id=moved)


def test_d6_the_holder_signs_for_both_balances(counter, moved):
    changed(counter, moved)
    [receipt] = counter.queued(JobKind.RECEIPT)
    assert "I have seen both balances." in receipt.payload


def test_e1_a_swap_grants_no_entry(counter, moved):
    [card] = counter.cards(moved)
    sheet = counter.sheet(
        department_change, holder_id=moved, choice=Choice.CHANGE, scanned=card.number
    )
    assert any("no card grants it" in str(line.after) for line in sheet.lines)


def test_p1_a_swap_needs_a_photo_keeping_does_not(counter, people):
    holder = people.staff(photo=False)
    people.left_unit(holder)
    [card] = counter.cards(holder)
    fields = {"holder_id": holder, "choice": Choice.CHANGE, "scanned": card.number}
    counter.refused(department_change, "no-photo", "P1", **fields)
    assert counter.do(department_change, holder_id=holder).kept


def test_without_an_active_card_there_is_none_to_change(counter, people):
    holder = people.staff(card="lost")
    people.left_unit(holder)
    refusal = counter.refused(department_change, "no-active-card", "D4", holder_id=holder)
    assert "Lost card" in str(refusal.advice)


def test_what_is_shown_is_what_is_committed(counter, moved, decide):
    fields = {"holder_id": moved, "choice": Choice.CHANGE}
    fields |= {"scanned": counter.cards(moved)[0].number}
    seen = counter.sheet(department_change, **fields).digest
    decide(DEPARTMENT_CHANGE_BALANCE, "follows")
    with pytest.raises(Refusal) as refusal:
        counter.confirm(department_change, sheet=seen, **fields)
    assert refusal.value.code == "sheet-changed"
    assert [card.state for card in counter.cards(moved)] == [CardState.ACTIVE]
