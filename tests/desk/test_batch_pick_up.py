from backoffice.domain.batches import CardPlace
from backoffice.domain.cards import CardState
from tests.desk.steps import NUMBER


def test_b3_a_card_that_waits_here_is_handed_out(clerk, unit_batch, batch_rows):
    clerk.look_up("1001")
    clerk.waits_for("batch B-000001")
    assert not clerk.sees("Scan back")  # that was done; it waits for its holder
    clerk.press("Hand out card")
    clerk.settle()
    clerk.scan(NUMBER)
    clerk.settle()
    if not clerk.sees("Scan the card that is handed out"):
        clerk.key("Return")
        clerk.settle()
    clerk.scan(batch_rows(unit_batch)[0].card_number)
    clerk.waits_for("What changes")
    clerk.key("Control-Return")
    clerk.waits_for("works; hand it out.")
    row = batch_rows(unit_batch)[0]
    assert (row.card.place, row.card_state) == (CardPlace.HOLDER, CardState.ACTIVE)


def test_whoever_has_no_card_of_a_batch_is_not_offered_it(clerk, people):
    people.staff()
    clerk.look_up("20140001")
    assert not clerk.sees("Hand out card")
