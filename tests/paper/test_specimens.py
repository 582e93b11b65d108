"""The hard cases of a design, as pixels at 300 dpi: every bar code and every rare name."""

from dataclasses import replace

import pytest
import zxingcpp

from backoffice.domain import design_files
from backoffice.domain.documents import SpecimenSheet
from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from printing import designs, raster
from printing.drawing.text import Words
from printing.hard_cases import hard_cases
from printing.registry import open_printers
from tests.fixtures.pictures import NAME, by_another_hand, difference, likeness, part

ACROSS, DOWN = (16.4, 108.0), (24.0, 90.0, 156.0, 222.0)
"""Left edges of front and back, upper edges of the four cards of a page, in mm."""
SHIPPED = ["staff", "student", "temporary"]


def pages(**sheet):
    prepared = open_printers({}).prepare("receipt", SpecimenSheet(**sheet))
    return raster.pages(prepared.payload, dpi=300)


@pytest.fixture(scope="module")
def shipped():
    return pages(design="staff")


def card(sheet, case, side=0):
    return part(sheet[case // 4], (ACROSS[side], DOWN[case % 4], 85.6, 53.98))


@pytest.mark.parametrize("design", SHIPPED)
def test_every_hard_case_fits_the_designs_we_ship(design):
    printers = open_printers({})
    for case in hard_cases():
        proof = printers.proof(replace(case.face, design=design), dpi=50)
        assert (proof.stopped, dict(proof.refused)) == (None, {}), case.title.en


def test_a_long_name_is_broken_behind_a_middle_dot():
    words = Words("古丽米热·阿卜杜克热木·买买提依明江", sentence("Name"))
    lines = [words.text[a:b] for a, b in words.broken(1, 14, parts=True)]
    assert lines == ["古丽米热·阿卜杜克热木·", "买买提依明江"]
    lines = [words.text[a:b] for a, b in words.broken(1, 4, parts=True)]
    assert "".join(lines) == words.text  # parts that are too wide are broken anywhere


def test_there_are_twenty_cases_each_with_a_number_of_its_own():
    faces = [case.face for case in hard_cases()]
    assert len(faces) == len({face.number for face in faces}) == 20


def test_the_sheet_is_a4_and_shows_every_card_at_true_size(shipped):
    assert [page.size for page in shipped] == [(2481, 3508)] * 5
    alone = raster.pages(open_printers({}).prepare("card", usual()).payload, dpi=300)
    for side in (0, 1):
        inside = (2, 2, 81, 49)  # the outline of the sheet lies on the edge
        shown = part(card(shipped, 0, side), inside)
        assert difference(shown, part(alone[side], inside)) < 7
        assert difference(shown, part(alone[side], (3, 3, 81, 49))) > 14


def usual():
    return replace(hard_cases()[0].face, design="staff")


def test_every_bar_code_on_the_sheet_says_its_number(shipped):
    for at, case in enumerate(hard_cases()):
        found = [code.text for code in zxingcpp.read_barcodes(card(shipped, at))]
        assert found == [case.face.number], case.title.en


@pytest.mark.parametrize("case", [2, 3, 4])
def test_rare_names_on_the_sheet_are_drawn_as_another_renderer_draws_them(shipped, case):
    name = hard_cases()[case].face.name
    own = likeness(part(card(shipped, case), NAME), by_another_hand(name))
    turned = likeness(part(card(shipped, case), NAME), by_another_hand(name[::-1]))
    assert own > 0.85
    assert own > turned + 0.05


def test_a_case_that_cannot_be_printed_says_so_in_its_place():
    design = designs.load("staff")
    elements = tuple(replace(e, w=20.0) if e.field == "name_latin" else e for e in design.elements)
    narrow = design_files.write(replace(design, elements=elements))
    sheet = pages(design="staff@1", design_toml=narrow)
    assert zxingcpp.read_barcodes(card(sheet, 7)) == []
    assert [code.text for code in zxingcpp.read_barcodes(card(sheet, 0))] == [usual().number]


def test_a_design_that_cannot_be_read_gives_no_sheet():
    with pytest.raises(Refusal) as refused:
        pages(design="mine@1", design_toml="[[element]]")
    assert refused.value.code == "design-invalid"


def test_a_proof_tells_where_ink_lies_and_what_is_refused():
    design = designs.load("staff")
    name = next(at for at, e in enumerate(design.elements) if e.field == "name")
    small = replace(design.elements[name], w=8.0, h=3.0)
    elements = (*design.elements[:name], small, *design.elements[name + 1 :])
    toml = design_files.write(replace(design, elements=elements))
    long = replace(hard_cases()[7].face, design="staff@1", design_toml=toml)
    proof = open_printers({}).proof(long, dpi=100)
    assert list(proof.refused) == [name]
    assert "too long" in str(proof.refused[name])
    photo = next(at for at, e in enumerate(design.elements) if e.kind == "photo")
    assert proof.inked[photo] == (5, 17.4, 26, 32)
    x, y, w, h = proof.inked[name + 1]
    assert x == 34.5
    assert 20 < w < 46.1
    assert 23.6 <= y <= y + h <= 27.0


def test_a_proof_of_a_card_without_a_number_says_what_stops_it():
    proof = open_printers({}).proof(replace(usual(), number=""), dpi=50)
    assert "Card number" in str(proof.stopped)
