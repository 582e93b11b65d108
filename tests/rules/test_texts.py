import pytest

from backoffice.domain.certificates import CertificateKind, Shown
from backoffice.domain.refusal import Refusal
from backoffice.domain.texts import LONGEST, fitting, require_fit
from backoffice.workflows.lost_card import Request


@pytest.mark.parametrize(
    "text", ["", "王小明", "𠅤䶮", "Ü Ñ é́", "a\tb\r\nc", "{x} <b> %s '", "👩‍👩‍👧"]
)
def test_what_people_write_is_taken_in(text):
    require_fit(text)
    assert fitting(text) == text


@pytest.mark.parametrize(
    "sign", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\ud83d"]
)
def test_what_cannot_be_kept_is_refused_wherever_it_stands(sign):
    shown = Shown(kind=CertificateKind.PASSPORT, number=f"E1{sign}", repeated=None)
    with pytest.raises(Refusal) as refusal:
        require_fit(Request(holder_id=1, certificate=shown))
    assert refusal.value.code == "text-unfit"
    assert fitting(f"a{sign}b") == "a�b"


def test_a_text_has_an_end():
    require_fit("x" * LONGEST)
    with pytest.raises(Refusal) as refusal:
        require_fit("x" * (LONGEST + 1))
    assert refusal.value.code == "text-long"
