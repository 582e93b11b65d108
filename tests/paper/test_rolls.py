"""Receipts, slips and the recovery sheet."""

import pypdfium2
import pytest
import zxingcpp

from backoffice.domain.documents import Bilingual, Change
from backoffice.domain.refusal import Refusal
from printing import gate, raster
from printing.faces import receipt, recovery_sheet, slip
from tests.fixtures.documents import a_receipt, a_recovery_sheet, a_slip

MARKUP = '<img src="file:///etc/passwd"> &lt;b&gt; <para><font size=90>X</font></para>'


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def height_mm(pdf: bytes) -> float:
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        width, height = document[0].get_size()
    assert width * 25.4 / 72 == pytest.approx(80, abs=0.001)
    return height * 25.4 / 72


@pytest.mark.parametrize(
    ("face", "document", "code"),
    [
        (receipt, a_receipt(), "22-000417"),
        (slip, a_slip(), "22-000418"),
        (recovery_sheet, a_recovery_sheet(), "-".join(a_recovery_sheet().groups)),
    ],
)
def test_papers_scan_and_are_the_same_each_time(face, document, code):
    drawn = face.draw(document)
    gate.check(drawn)
    assert drawn.codes == (code,)
    assert face.draw(document).pdf == drawn.pdf


def test_a_receipt_says_all_it_must_in_both_languages():
    document = a_receipt()
    said = text_of(receipt.draw(document).pdf)
    for words in (
        *("22-000417", "2026-11-22 14:03", "李娜 Li Na", document.holder, "86413000"),
        *(document.action_id, document.anchor, "补办校园卡", "Replacement of a lost card"),
        *("主校区 22 号窗口", "Main campus, window 22", "持卡人签名", "Signature of the holder"),
        *("使用中", "active", "已挂失", "lost", "¥123.45", "原卡即日起失效。"),
    ):
        assert words in said, words
    order = [said.index(change.label.zh) for change in document.changes]
    assert order == sorted(order)


def test_a_line_that_reads_the_same_in_both_languages_stands_once():
    assert text_of(receipt.draw(a_receipt()).pdf).count("¥123.45") == 1


def test_a_receipt_may_go_unsigned():
    assert "Signature" not in text_of(receipt.draw(a_receipt(signature=False)).pdf)


def test_the_roll_is_cut_where_the_paper_ends():
    short = height_mm(receipt.draw(a_receipt(notes=())).pdf)
    note = Bilingual(en="One more thing to know. " * 8, zh="请注意。" * 20)
    long = height_mm(receipt.draw(a_receipt(notes=(note,) * 4)).pdf)
    assert 90 < short < 200
    assert long > short + 40
    page = raster.pages(receipt.draw(a_receipt(notes=(note,) * 4)).pdf, dpi=100)[0].convert("L")
    edges = [(0, 0, 12, page.height), (page.width - 12, 0, page.width, page.height)]
    for edge in (*edges, (0, page.height - 10, page.width, page.height)):
        assert min(page.crop(edge).get_flattened_data()) > 200


def test_markup_from_outside_is_text_and_opens_no_file():
    cell = Bilingual(en=MARKUP, zh=MARKUP)
    document = a_receipt(
        holder=MARKUP,
        clerk=MARKUP,
        title=cell,
        notes=(cell,),
        changes=(Change(label=cell, before=cell, after=cell),),
    )
    drawn = receipt.draw(document)
    gate.check(drawn)
    said = text_of(drawn.pdf).replace("\r\n", "").replace("\n", "").replace(" ", "")
    assert said.count(MARKUP.replace(" ", "")) >= 3
    assert "root:" not in said
    assert b"/Subtype /Image" not in drawn.pdf


def test_an_unbroken_word_of_ten_thousand_letters_is_broken_not_lost():
    drawn = receipt.draw(a_receipt(holder="x" * 10_000))
    assert text_of(drawn.pdf).count("x") >= 10_000
    assert drawn.height_mm > 500


def test_pasted_tabs_and_line_ends_are_spaces():
    assert "a b c" in text_of(receipt.draw(a_receipt(holder="a\tb\r\nc")).pdf)


def test_a_character_nobody_can_print_names_its_place():
    with pytest.raises(Refusal, match=r"^Holder: .*U\+E863"):
        receipt.draw(a_receipt(holder="王\ue863"))


def test_the_recovery_sheet_is_a4_and_its_code_holds_the_key():
    document = a_recovery_sheet()
    drawn = recovery_sheet.draw(document)
    assert (drawn.width_mm, drawn.height_mm, drawn.pages) == (210, 297, 1)
    page = raster.pages(drawn.pdf, dpi=150)[0]
    assert [c.text for c in zxingcpp.read_barcodes(page)] == ["-".join(document.groups)]
    said = text_of(drawn.pdf)
    assert all(group in said for group in (*document.groups, document.fingerprint))
