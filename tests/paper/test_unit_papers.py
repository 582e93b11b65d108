"""What goes with the cards to a unit: signature sheet and packing list (B3)."""

import pypdfium2
import pytest
import zxingcpp

from backoffice.domain.refusal import Refusal
from backoffice.domain.sentences import sentence
from printing import raster
from printing.drawing.text import paragraph
from printing.faces import packing_list, unit_sheet
from printing.registry import open_printers
from tests.fixtures.documents import a_packing_list, a_unit_sheet


def codes(page):
    return sorted(code.text for code in zxingcpp.read_barcodes(page))


def test_b3_each_row_of_each_page_is_scanned_back_from_the_picture():
    sheet = a_unit_sheet(45)
    pages = raster.pages(unit_sheet.draw(sheet).pdf, dpi=200)
    assert len(pages) == 3
    read = [codes(page) for page in pages]
    assert all(sheet.batch in found for found in read)
    rows = [code for found in read for code in found if code != sheet.batch]
    assert sorted(rows) == [row.card_number for row in sheet.rows]


def text(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_every_page_says_which_unit_it_is_and_how_many_there_are():
    told = text(unit_sheet.draw(a_unit_sheet(500)).pdf)
    assert len(told) > 20
    for at, page in enumerate(told, start=1):
        assert f"Page {at} of {len(told)}" in page
        for repeated in ("物理学院", "李老师 86413001", "Cards handed out in a unit", "Signature"):
            assert repeated in page
    assert "9900003500" in told[-1]


def test_a_sheet_without_rows_is_still_a_page():
    assert unit_sheet.draw(a_unit_sheet(0)).pages == 1


def test_long_and_rare_names_pass_the_gate():
    assert open_printers({}).prepare("receipt", a_unit_sheet(4)).pages == 1
    with pytest.raises(Refusal) as refused:
        unit_sheet.draw(a_unit_sheet(1, unit="\ue000"))
    assert refused.value.code == "glyph-missing"


def test_the_packing_list_names_each_batch_its_cards_and_both_people():
    told = " ".join(text(packing_list.draw(a_packing_list(60)).pdf))
    for said in ("B-000001", "B-000060", "9900000212", "张伟", "李娜", "12720", "Page 2"):
        assert said in told
    assert packing_list.draw(a_packing_list(60)).pages > 1


@pytest.mark.parametrize("width", range(40, 90, 3))
def test_an_opening_bracket_never_ends_a_line(width):
    text = "化学与材料科学学院（东区）高分子“材料”与工程（二）教研室 Building (north) annex"
    lines = paragraph(text, sentence("Unit"), size=9, width=width).lines
    for line in lines[:-1]:
        assert line.runs[-1][1][-1] not in "（《“(", [run[1] for run in line.runs]
