import msgspec
import pytest

from backoffice.domain.cards import CardState
from backoffice.domain.documents import Receipt
from backoffice.domain.print_jobs import JobState
from backoffice.workflows import report_lost, return_card
from backoffice.workflows.return_card import Leaving


def in_hand(counter, holder_id, reason=Leaving.LEFT):
    number = counter.cards(holder_id)[0].number
    return {"holder_id": holder_id, "scanned": number, "reason": reason}


@pytest.mark.parametrize("reason", Leaving)
def test_d6_the_balance_stays_on_the_closed_card(counter, people, reason):
    holder = people.staff(balance=4200)
    done = counter.do(return_card, **in_hand(counter, holder, reason))
    [card] = counter.cards(holder)
    assert (card.state, counter.balance(card.id)) == (CardState.RETURNED, 4200)
    assert (done.kept, done.reason, done.card_number) == (4200, reason, card.number)


def test_sheet_and_receipt_say_what_is_kept_and_what_stops(counter, people):
    holder = people.staff(balance=4200)
    counter.do(return_card, **in_hand(counter, holder, Leaving.CONTRACT))
    [job] = counter.jobs(JobState.QUEUED)
    said = msgspec.json.decode(job.payload, type=Receipt)
    assert [change.after.en for change in said.changes] == [
        "returned",
        "¥42.00, kept for the holder until it is settled",
        "stays in the old chip; it can't be moved",
        "not with this card",
    ]
    assert [note.en.partition(":")[0] for note in said.notes] == [
        "Returned",
        "¥42.00 stays the holder's",
    ]
    assert said.signature


def test_nothing_is_said_to_be_kept_where_nothing_is(counter, people):
    sheet = counter.sheet(return_card, **in_hand(counter, people.staff()))
    assert str(sheet.lines[1].after) == "¥0.00, unchanged"
    assert len(sheet.notes) == 1


def test_e3_the_card_identifies_nobody_any_more(counter, people):
    holder = people.staff()
    fields = in_hand(counter, holder)
    counter.do(return_card, **fields)
    answer = counter.refused(return_card, "no-active-card", "D4", **fields)
    assert "First card" in str(answer.advice)


@pytest.mark.parametrize("scanned", ["", "0000000042"])
def test_d4_the_card_itself_is_handed_in(counter, people, scanned):
    fields = in_hand(counter, people.staff()) | {"scanned": scanned}
    counter.refused(return_card, "wrong-card" if scanned else "no-card-in-hand", "D4", **fields)


def test_a_lost_card_is_not_returned(counter, people):
    fields = in_hand(counter, people.staff())
    counter.do(report_lost, holder_id=fields["holder_id"])
    counter.refused(return_card, "no-active-card", "D4", **fields)


def test_what_is_shown_is_what_is_committed(counter, people):
    holder = people.staff(balance=100)
    seen = counter.sheet(return_card, **in_hand(counter, holder)).digest
    other = in_hand(counter, holder, Leaving.UNUSED)
    with pytest.raises(Exception, match="Something changed"):
        counter.confirm(return_card, sheet=seen, **other)
    assert counter.cards(holder)[0].state is CardState.ACTIVE
