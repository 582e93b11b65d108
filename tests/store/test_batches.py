"""The register of batches, on both databases."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backoffice.domain.batches import CardPlace, LeftOut
from backoffice.domain.cards import CardState
from backoffice.domain.refusal import Refusal
from backoffice.ports import Conflict
from tests.fixtures.books import PROGRAM, run


@pytest.fixture
def work(store, clock):
    def perform(what):
        return run(store, clock, PROGRAM, "batches", lambda books, _turn: what(books))

    return perform


@pytest.fixture
def desk(store):
    with store.reading() as books:
        return books.places.desk_by_code("22").id


@pytest.fixture
def unit(store, people):
    """Two people whose cards are made and not active, and one who has none."""
    made = [people.staff(number=f"100{n}", card="made") for n in (1, 2)]
    people.staff(number="1003", card=None, photo=False)
    with store.reading() as books:
        [found] = books.batches.units()
        cards = [books.cards.of_holder(holder)[0].id for holder in made]
    return found, cards


@pytest.fixture
def batch(work, unit, desk, store):
    found, cards = unit
    with store.reading() as books:
        [holder] = books.holders.ids(["1003"]).values()
    return work(
        lambda books: books.batches.add(
            unit_id=found.id,
            desk_id=desk,
            printer="",
            output="",
            card_ids=cards,
            left_out={holder: LeftOut.NO_PHOTO},
        )
    )


def test_a_batch_has_a_number_its_rows_and_who_was_left_out(store, batch):
    with store.reading() as books:
        rows = books.batches.rows(batch.id, most=10)
        assert batch.number == "B-000001"
        assert books.batches.by_number("B-000001") == batch
        assert [(r.card.row, r.holder_number, r.card_state) for r in rows] == [
            (1, "1001", CardState.MADE),
            (2, "1002", CardState.MADE),
        ]
        assert {r.card.place for r in rows} == {CardPlace.CENTER}
        assert books.batches.rows(batch.id, most=10, after=1) == rows[1:]
        [out] = books.batches.left_out(batch.id)
        assert (out.holder_number, out.reason) == ("1003", LeftOut.NO_PHOTO)


def test_a_batch_is_counted(store, batch, work):
    with store.reading() as books:
        first, second = (row.card for row in books.batches.rows(batch.id, most=10))

    def hand_over(books):
        books.batches.put([first], CardPlace.UNIT)
        books.batches.put([second], CardPlace.HOLDER)
        books.cards.move(books.cards.get(second.card_id), CardState.ACTIVE)

    work(hand_over)
    with store.reading() as books:
        found = books.batches.sum_of(batch.id)
        assert books.batches.sums(most=5) == [found]
        assert books.batches.sums(most=5, before=batch.id) == []
    assert (found.rows, found.made, found.active, found.waiting) == (2, 1, 1, 0)
    assert (found.at_center, found.at_unit, found.at_holder, found.left_out) == (0, 1, 1, 1)
    assert found.oldest_at_unit is not None


def test_moments_are_noted_and_a_card_moves_once(store, batch, work):
    with store.reading() as books:
        card = books.batches.rows(batch.id, most=1)[0].card
    for place in (CardPlace.UNIT, CardPlace.BACK, CardPlace.HOLDER):
        work(lambda books, to=place: books.batches.put([books.batches.of_card(card.card_id)], to))
    # Whoever is handed a card has one that works.
    work(lambda books: books.cards.move(books.cards.get(card.card_id), CardState.ACTIVE))
    with store.reading() as books:
        known = books.batches.of_card(card.card_id)
    assert known.place is CardPlace.HOLDER
    assert None not in {known.handed_over_at, known.returned_at, known.handed_out_at}
    with pytest.raises(Exception, match="busy"):
        work(lambda books: books.batches.put([card], CardPlace.UNIT))
    with pytest.raises(Conflict), store.writing("one", batch.created_at) as books:
        books.batches.put([card], CardPlace.UNIT)


@pytest.mark.breaks_invariants  # no printer spoils a card that was good already
def test_another_card_takes_the_place_of_a_spoiled_one(store, batch, work, people):
    with store.reading() as books:
        old = books.batches.rows(batch.id, most=1)[0]

    def spoil(books):
        books.connection.execute(
            text("UPDATE cards SET state = 'spoiled' WHERE id = :id"), {"id": old.card.card_id}
        )

    work(spoil)
    people.later_card(old.holder_id)
    with store.reading() as books:
        new = books.cards.of_holder(old.holder_id)[0].id
    work(lambda books: books.batches.take_place(old.card.card_id, new))
    work(lambda books: books.batches.take_place(new + 1, new))  # in no batch: nothing
    with store.reading() as books:
        rows = books.batches.rows(batch.id, most=10)
        assert (rows[0].card.row, rows[0].card.card_id) == (1, new)
        assert len(rows) == 2
        assert books.batches.of_card(old.card.card_id).replaced_by_id == new
    with pytest.raises(Conflict), store.writing("one", batch.created_at) as books:
        books.batches.take_place(old.card.card_id, new)


def test_a_card_is_in_one_batch_and_a_row_counts_once(batch, store, unit):
    _found, cards = unit
    row = {"batch": batch.id, "number": 1, "card": cards[0]}
    again = text(
        "INSERT INTO batch_cards (batch_id, row_number, card_id) VALUES (:batch, 9, :card)"
    )
    with store.engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(again, row)


def test_everybody_of_a_unit_with_what_decides(store, people, unit):
    found, _cards = unit
    returned = people.staff(number="2001", card="returned", balance=700)
    waits = people.student(number="2002", card=None, photo=False)
    people.submit_photo(waits)
    people.student(number="2003", card=None, unit=("CHEM", "化学学院"))
    with store.reading() as books:
        everybody = books.batches.candidates([found.id])
        waiting = {w.unit.code: (w.without_card, w.ready) for w in books.batches.waiting()}
    known = {one.holder.number: one for one in everybody}
    assert list(known) == ["1001", "1002", "1003", "2001", "2002"]
    assert known["1001"].card_state is CardState.MADE
    assert (known["1003"].photo_id, known["1003"].photo_known) == (None, False)
    assert (known["2001"].card_state, known["2001"].balance) == (CardState.RETURNED, 700)
    assert known["2001"].newest_id == known["2001"].card_id
    assert known["2001"].holder.id == returned
    assert (known["2002"].photo_id, known["2002"].photo_known) == (None, True)
    assert waiting == {"PHYS": (3, 1), "CHEM": (1, 1)}


def test_a_batch_nobody_made_is_refused(store):
    with store.reading() as books, pytest.raises(Refusal) as refusal:
        books.batches.get(7)
    assert refusal.value.code == "unknown-batch"
