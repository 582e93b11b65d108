"""What is questionable about a design is found, and nothing else is."""

from dataclasses import replace

import pytest

from backoffice.domain.card_designs import Design, Element, Proof
from backoffice.domain.design_checks import contrast, findings, overlap
from backoffice.domain.sentences import sentence
from printing import designs
from printing.hard_cases import hard_cases
from printing.registry import open_printers

TEXT = Element(kind="text", side="front", x=10, y=10, w=30, h=5, field="name", colour="#000000")
BARS = Element(kind="barcode", side="front", x=10, y=40, w=50, h=8)


def found(*elements, refused=None, stopped=None):
    inked = {at: e.place for at, e in enumerate(elements) if e.kind != "free"}
    for at in refused or {}:
        inked.pop(at)
    proof = Proof(sides={}, inked=inked, refused=refused or {}, stopped=stopped)
    design = Design(name="mine", elements=elements)
    return [(one.at, str(one.said)) for one in findings(design, proof)]


def box(colour, x=0.0, y=0.0, w=85.6, h=30.0):
    return Element(kind="box", side="front", x=x, y=y, w=w, h=h, colour=colour)


@pytest.mark.parametrize("design", ["staff", "student", "temporary"])
def test_nothing_is_questionable_about_the_designs_we_ship(design):
    printers, read = open_printers({}), designs.load(design)
    for case in hard_cases():
        proof = printers.proof(replace(case.face, design=design), dpi=30)
        assert findings(read, proof) == [], case.title.en


def test_contrast_is_that_of_wcag():
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_black_on_white_is_well_and_pale_on_white_is_told():
    assert found(TEXT, BARS) == []
    [(at, said)] = found(replace(TEXT, colour="#999999"), BARS)
    assert (at, said) == (0, "Its contrast to the ground is 2.8; 4.5 can be read.")


def test_the_ground_is_what_was_drawn_last_below_the_text():
    white = replace(TEXT, colour="#FFFFFF")
    assert found(box("#0B2E5F"), white, BARS) == []
    assert found(box("#0B2E5F"), box("#FFFFFF", 5, 5, 40, 15), white, BARS)[0][0] == 2
    # What is drawn after it covers it, and is no ground.
    [(at, said)] = found(TEXT, box("#0B2E5F", 0, 0, 20, 20), BARS)
    assert (at, said) == (0, "Something that is printed over it covers a part.")


def test_the_worst_part_of_the_ground_counts():
    half = box("#0B2E5F", 0, 0, 25, 30)
    assert found(half, replace(TEXT, colour="#FFFFFF"), BARS)[0][0] == 1
    touching = box("#0B2E5F", 40, 10, 20, 5)
    assert found(touching, TEXT, BARS) == []


def test_a_text_on_the_photo_is_told():
    photo = Element(kind="photo", side="front", x=5, y=5, w=26, h=32)
    assert any("photo" in said for _at, said in found(photo, TEXT, BARS))


def test_what_lies_at_the_edge_or_where_nothing_may_be_is_told():
    assert "edge" in found(replace(TEXT, x=0.5), BARS)[0][1]
    assert "edge" in found(replace(TEXT, x=55.5, w=30), BARS)[0][1]
    assert found(box("#FFFFFF"), TEXT, BARS) == []
    free = Element(kind="free", side="front", x=35, y=12, w=10, h=10)
    assert [(at, "nothing may be printed" in said) for at, said in found(TEXT, free, BARS)] == [
        (0, True)
    ]
    assert found(TEXT, replace(free, side="back"), BARS) == []


def test_bars_that_are_low_or_covering_are_told():
    assert "hard to scan" in found(TEXT, replace(BARS, h=4.0))[0][1]
    [(at, said)] = found(replace(TEXT, y=41.0), BARS)
    assert (at, "covers" in said) == (0, True)
    # Bars are drawn last, wherever they stand in the design.
    assert found(BARS, replace(TEXT, y=41.0))[0][0] == 1


def test_texts_that_overlap_are_told_once():
    assert len(found(TEXT, replace(TEXT, y=12.0), BARS)) == 1


def test_what_cannot_be_printed_comes_first():
    why = sentence("Name: too long.")
    assert found(replace(TEXT, colour="#999999"), TEXT, BARS, refused={1: why})[0] == (1, str(why))
    assert found(TEXT, BARS, stopped=why) == [(None, str(why))]


def test_edges_that_touch_do_not_overlap():
    assert not overlap((0, 0, 10, 10), (10, 0, 10, 10))
    assert overlap((0, 0, 10, 10), (9, 9, 10, 10))
