from dataclasses import replace

import pytest

from backoffice.domain.batches import CardPlace
from backoffice.domain.cards import CardState
from backoffice.domain.print_jobs import JobKind
from backoffice.workflows import batch_pick_up, batch_scan_back
from backoffice.workflows.batch_scan_back import Fate
from tests.rules.conftest import CERTIFICATE


@pytest.fixture
def waiting(unit_batch, batch_rows):
    """The first row of the batch: its card is made and still here."""
    return batch_rows(unit_batch)[0]


def fields(row, **changes):
    given = {"holder_id": row.holder_id, "certificate": CERTIFICATE, "scanned": row.card_number}
    return given | changes


def test_b3_a_card_that_waits_here_is_handed_out_against_a_certificate(
    counter, unit_batch, waiting, batch_rows
):
    done = counter.do(batch_pick_up, **fields(waiting))
    row = batch_rows(unit_batch)[0]
    assert (row.card.place, row.card_state) == (CardPlace.HOLDER, CardState.ACTIVE)
    [receipt] = counter.queued(JobKind.RECEIPT)
    assert receipt.number == done.receipt


def test_b3_a_card_the_unit_gave_back_is_kept_and_handed_out_here(
    counter, unit_batch, waiting, batch_rows
):
    counter.send_to_unit(unit_batch)
    counter.refused(batch_pick_up, "no-card-here", "B3", **fields(waiting))
    given_back = {"scanned": (waiting.card_number,), "fate": Fate.GIVEN_BACK}
    counter.do(batch_scan_back, batch_id=unit_batch.id, **given_back)
    counter.do(batch_pick_up, **fields(waiting))
    assert batch_rows(unit_batch)[0].card.place is CardPlace.HOLDER


def test_b3_it_is_handed_out_once(counter, waiting):
    counter.do(batch_pick_up, **fields(waiting))
    counter.refused(batch_pick_up, "no-card-here", "B3", **fields(waiting))


def test_l1_not_without_the_holders_own_certificate(counter, waiting, batch_rows, unit_batch):
    other = replace(CERTIFICATE, number="440524198001010013")
    counter.refused(
        batch_pick_up, "certificate-mismatch", "L1", **fields(waiting, certificate=other)
    )
    assert batch_rows(unit_batch)[0].card_state is CardState.MADE


def test_not_without_the_card_in_hand(counter, waiting, unit_batch, batch_rows):
    counter.refused(batch_pick_up, "no-card-in-hand", "D4", **fields(waiting, scanned=""))
    other = batch_rows(unit_batch)[1].card_number
    counter.refused(batch_pick_up, "wrong-card", "D4", **fields(waiting, scanned=other))


def test_whoever_has_no_card_of_a_batch(counter, people):
    holder = people.staff(number="9001")
    request = {"holder_id": holder, "certificate": CERTIFICATE, "scanned": "1"}
    counter.refused(batch_pick_up, "no-card-here", "B3", **request)
