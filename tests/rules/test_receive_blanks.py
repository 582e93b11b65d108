import pytest

from backoffice.domain.ledger import AccountKind
from backoffice.domain.refusal import Refusal
from backoffice.workflows import receive_blanks


def test_a_box_adds_to_the_stock_of_the_desk(counter):
    done = counter.do(receive_blanks, box="B-2026-17", blanks=500)
    assert done.stock == counter.of(AccountKind.STOCK, desk=True) == 510
    assert counter.of(AccountKind.SUPPLIER) == -510


@pytest.mark.parametrize(
    ("box", "blanks", "code"),
    [(" ", 5, "box-number"), ("x" * 41, 5, "box-number"), ("B", 0, "blanks-count")],
)
def test_nonsense_is_refused(counter, box, blanks, code):
    with pytest.raises(Refusal) as refusal:
        counter.do(receive_blanks, box=box, blanks=blanks)
    assert refusal.value.code == code
