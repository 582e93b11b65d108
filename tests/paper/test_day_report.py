"""The report of a shift: figures on the roll and on A4."""

from dataclasses import replace

import pypdfium2
import pytest

from backoffice.domain.documents import Bilingual, DayReport, Figure
from printing import gate
from printing.faces import day_report, slip
from tests.fixtures.documents import a_receipt, a_slip

FIGURES = (
    Figure(label=Bilingual(en="Drawer", zh="钱箱")),
    Figure(label=Bilingual(en="Opened by Li Na", zh="由 李娜 开班"), value="¥1000.00"),
    Figure(label=Bilingual(en="Recharges, 3 times", zh="充值 3 次"), value="¥150.00"),
    Figure(label=Bilingual(en="Difference", zh="差额"), value="-¥5.00"),
)
HEAD = "9f3a77c1" * 8


def text_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


@pytest.fixture
def report():
    receipt = a_receipt()
    return DayReport(
        title=Bilingual(en="Z report 7", zh="日结报表 7"),
        place=receipt.place,
        clerk=receipt.clerk,
        at=receipt.at,
        figures=FIGURES,
        head=HEAD,
    )


def test_the_roll_has_each_figure_with_its_amount():
    drawn = slip.draw(a_slip(figures=FIGURES))
    gate.check(drawn)
    said = text_of(drawn.pdf)
    for words in ("钱箱", "Opened by Li Na", "¥1000.00", "充值 3 次", "-¥5.00"):
        assert words in said, words


def test_the_file_is_a4_and_holds_the_whole_audit_head(report):
    drawn = day_report.draw(report)
    gate.check(drawn)
    assert (drawn.width_mm, drawn.height_mm, drawn.pages) == (210, 297, 1)
    said = text_of(drawn.pdf)
    for words in ("Z report 7", "日结报表 7", "Recharges, 3 times", "¥150.00", HEAD):
        assert words in said, words


def test_a_long_report_goes_on_over_the_page(report):
    drawn = day_report.draw(replace(report, figures=FIGURES * 20))
    assert drawn.pages == 2
    assert text_of(drawn.pdf).count("-¥5.00") == 20
