import pytest

from backoffice.domain.ledger import AccountKind
from backoffice.domain.refusal import Refusal
from backoffice.workflows import receive_blanks


def test_a_box_adds_to_the_stock_of_the_desk(counter):
    done = counter.do(receive_blanks, box="B-2026-17", blanks=500, supplier="Plastics Ltd")
    assert done.stock == counter.of(AccountKind.STOCK, desk=True) == 510
    assert counter.of(AccountKind.SUPPLIER) == -510
    with counter.store.reading() as books:
        [box] = books.blanks.boxes(most=5)
    assert (box.number, box.labelled, box.counted) == ("B-2026-17", 500, 500)
    assert (box.supplier, box.desk_id) == ("Plastics Ltd", counter.actor.desk_id)


@pytest.mark.parametrize("again", ["B-17", " b-17 ", "b-17"])
def test_a_box_is_known_once_and_the_refusal_says_when_where_and_by_whom(counter, again):
    counter.do(receive_blanks, box="B-17", blanks=5)
    refusal = counter.refused(receive_blanks, "box-known", box=again, blanks=5)
    said = str(refusal.message)
    assert "2026-11-23" in said
    assert "09:00" in said
    assert "desk 22" in said
    assert "Lina" in said
    assert counter.of(AccountKind.STOCK, desk=True) == 15


def test_what_the_label_says_and_is_not_there_is_noted_with_words(counter):
    short = {"box": "B-18", "blanks": 498, "labelled": 500}
    refusal = counter.refused(receive_blanks, "box-differs", **short)
    assert "500" in str(refusal.message)
    done = counter.do(receive_blanks, words="two were bent", **short)
    assert (done.difference, done.stock) == (-2, 508)
    with counter.store.reading() as books:
        box = books.blanks.box("B-18")
    assert (box.labelled, box.counted, box.words) == (500, 498, "two were bent")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"box": " ", "blanks": 5}, "box-number"),
        ({"box": "x" * 41, "blanks": 5}, "box-number"),
        ({"box": "B", "blanks": 0}, "blanks-count"),
        ({"box": "B", "blanks": 5, "labelled": -1}, "blanks-count"),
        ({"box": "B", "blanks": 10_001}, "blanks-count"),
    ],
)
def test_nonsense_is_refused(counter, fields, code):
    with pytest.raises(Refusal) as refusal:
        counter.do(receive_blanks, **fields)
    assert refusal.value.code == code
