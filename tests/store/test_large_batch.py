"""A batch of thousands: one action, a number of statements that does not grow with the people."""

import hashlib
import time
from dataclasses import replace

import pytest
from sqlalchemy import event, insert, select

from backoffice.actions import new_action_id, perform, preview
from backoffice.domain.certificates import CertificateKind
from backoffice.domain.holders import HolderKind
from backoffice.domain.intake import HolderRow
from backoffice.domain.photos import PhotoState
from backoffice.workflows import batch
from db import tables as t
from tests.fixtures.books import JPEG, PROGRAM, run

PEOPLE = 2_000
LONGEST_S = 10.0
"""That other desks wait; measured under 1 s on an idle machine, a busy one gets more."""


@pytest.fixture
def unit(store, clock):
    """A unit of two thousand students with a photo and without a card."""
    rows = [
        HolderRow(
            number=f"7{n:06d}",
            name=f"王{n}",
            name_latin="",
            kind=HolderKind.STUDENT,
            unit_code="BIG",
            unit_name="大学院",
            certificate_kind=CertificateKind.PASSPORT,
            certificate_number=f"E{n:08d}",
        )
        for n in range(PEOPLE)
    ]

    def enter(books, turn):
        books.intake.enter(rows)
        same = {
            "state": PhotoState.APPROVED.value,
            "taken_on": turn.today,
            "effective_on": turn.today,
            "sha256": hashlib.sha256(JPEG).hexdigest(),
            "picture": JPEG,
        }
        ids = books.connection.scalars(select(t.holders.c.id)).all()
        books.connection.execute(insert(t.photos), [same | {"holder_id": one} for one in ids])

    run(store, clock, PROGRAM, "bring_in", enter)
    with store.reading() as books:
        return books.batches.units()[0].id


def test_two_thousand_people_in_one_action_that_keeps_nobody_waiting(
    store, clock, clerk_actor, unit, record_property
):
    request = batch.Request(unit_ids=(unit,))
    about = {"action_id": new_action_id(), "actor": clerk_actor}
    sheet = preview(store, clock, batch.WORKFLOW, request, **about)
    asked = []
    event.listen(
        store.engine, "before_cursor_execute", lambda _c, _k, sql, *_rest: asked.append(sql)
    )
    begun = time.perf_counter()
    confirmed = replace(request, sheet=sheet.digest)
    [made] = perform(store, clock, batch.WORKFLOW, confirmed, **about).batches
    took = time.perf_counter() - begun
    record_property("seconds", round(took, 2))
    print(f"{PEOPLE} people: {took:.2f} s, {len(asked)} statements")
    assert made.cards == PEOPLE
    assert len(asked) < 60
    assert took < LONGEST_S
    with store.reading() as books:
        last = books.batches.rows(made.batch_id, most=1, after=PEOPLE - 1)
        assert last[0].holder_number == f"7{PEOPLE - 1:06d}"
