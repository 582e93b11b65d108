"""A batch of thousands: one action, a number of statements that does not grow with the people."""

import hashlib
import time
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import event, insert, select

from backoffice import batch_file
from backoffice.actions import new_action_id, perform, preview
from backoffice.domain.batches import CardPlace
from backoffice.domain.cards import CardState
from backoffice.domain.certificates import CertificateKind
from backoffice.domain.holders import HolderKind
from backoffice.domain.intake import HolderRow
from backoffice.domain.photos import PhotoState
from backoffice.workflows import batch, batch_hand_over, batch_pack, batch_scan_back
from db import tables as t
from tests.fixtures.books import JPEG, PROGRAM, run

PEOPLE = 2_000
MOST_STATEMENTS = 60
"""In one action: hundreds of cards are named in one."""
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


class Watch:
    """Performs actions as a clerk does, and counts the statements of each."""

    def __init__(self, store, clock, actor, second):
        self.store, self.clock = store, clock
        self.who = {"actor": actor, "second": second}
        self.asked = []
        event.listen(
            store.engine, "before_cursor_execute", lambda _c, _k, sql, *_: self.asked.append(sql)
        )

    def do(self, workflow, request):
        """Return the outcome; no statement is asked for each card, and nobody waits for long."""
        about = {"action_id": new_action_id(), **self.who}
        self.asked.clear()
        begun = time.perf_counter()
        if workflow.preview:
            sheet = preview(self.store, self.clock, workflow, request, **about)
            request = replace(request, sheet=sheet.digest)
            shown = len(self.asked)
            assert shown < MOST_STATEMENTS
            self.asked.clear()
            begun = time.perf_counter()
        outcome = perform(self.store, self.clock, workflow, request, **about)
        took = time.perf_counter() - begun
        print(f"{workflow.code}: {took:.2f} s, {len(self.asked)} statements")
        assert len(self.asked) < MOST_STATEMENTS
        assert took < LONGEST_S
        return outcome

    def rows(self, batch_id):
        with self.store.reading() as books:
            return books.batches.rows(batch_id, most=PEOPLE)


@pytest.fixture
def watch(store, clock, clerk_actor, supervisor_actor):
    return Watch(store, clock, clerk_actor, supervisor_actor)


def test_two_thousand_people_in_one_action_that_keeps_nobody_waiting(watch, unit):
    [made] = watch.do(batch.WORKFLOW, batch.Request(unit_ids=(unit,))).batches
    assert made.cards == PEOPLE
    with watch.store.reading() as books:
        last = books.batches.rows(made.batch_id, most=1, after=PEOPLE - 1)
        assert last[0].holder_number == f"7{PEOPLE - 1:06d}"


def test_two_thousand_cards_go_their_way_without_a_statement_for_each(watch, unit):
    request = batch.Request(unit_ids=(unit,), output="big.pdf")
    [made] = watch.do(batch.WORKFLOW, request).batches
    own = made.batch_id
    watch.do(batch_file.SENT, batch_file.Sending(batch_ids=(own,), cards=PEOPLE))
    watch.do(batch_file.APPEARED, batch_file.Appearing(batch_ids=(own,)))
    half, numbers = PEOPLE // 2, [row.card_number for row in watch.rows(own)]
    first, second = tuple(numbers[:half]), tuple(numbers[half:])

    packed = watch.do(batch_pack.WORKFLOW, batch_pack.Request(batch_id=own, scanned=first))
    assert (packed.cards, packed.missing) == (half, half)
    rest = batch_pack.Request(batch_id=own, scanned=(), rest_reason="counted by hand")
    assert watch.do(batch_pack.WORKFLOW, rest).on_word == half
    assert {row.card_state for row in watch.rows(own)} == {CardState.MADE}

    leaving = batch_hand_over.Request(batch_id=own, taken_by="Zhang Wei")
    assert watch.do(batch_hand_over.WORKFLOW, leaving).cards == PEOPLE

    for fate, scanned in zip(batch_scan_back.Fate, (first, second), strict=True):
        back = batch_scan_back.Request(batch_id=own, scanned=scanned, fate=fate)
        assert watch.do(batch_scan_back.WORKFLOW, back).cards == half
    ends = Counter((row.card_state, row.card.place) for row in watch.rows(own))
    assert ends == {
        (CardState.ACTIVE, CardPlace.HOLDER): half,
        (CardState.MADE, CardPlace.BACK): half,
    }
