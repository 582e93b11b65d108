"""The list of those left out of a batch: everybody on it, also whom no font can name."""

from datetime import UTC, datetime

import pypdfium2

from backoffice.domain.documents import Bilingual, LeftOutLine, LeftOutList, Place
from printing.registry import open_printers

UNPRINTABLE = "王\U0010fffd"


def a_list(people):
    why = Bilingual(en="no photo", zh="没有照片")
    return LeftOutList(
        place=Place(
            name=Bilingual(en="Window 22", zh="22 号窗口"),
            address=Bilingual(en="Hall", zh="大厅"),
            telephone="86413000",
        ),
        clerk="Li Na",
        at=datetime(2026, 11, 22, 14, 3, tzinfo=UTC),
        batch="B-000001",
        included=212,
        lines=tuple(
            LeftOutLine(unit=unit, holder=name, number=number, reason=why)
            for unit, name, number in people
        ),
    )


def read(document):
    prepared = open_printers({}).prepare("receipt", document)
    pdf = pypdfium2.PdfDocument(prepared.payload)
    return [pdf[n].get_textpage().get_text_range() for n in range(len(pdf))]


def test_it_names_units_people_and_reasons():
    [text] = read(a_list([("物理学院", "王小明", "1001"), ("化学学院", "Ann Smith", "2001")]))
    for said in ("B-000001", "212", "物理学院", "王小明", "1001", "no photo", "Ann Smith", "Li Na"):
        assert said in text


def test_who_cant_be_named_on_a_card_is_named_here_as_far_as_possible():
    [text] = read(a_list([("物理学院", UNPRINTABLE, "1001")]))
    assert "1001" in text
    assert "王?" in text


def test_a_long_list_takes_several_pages():
    pages = read(a_list([("物理学院", f"王{n}", str(n)) for n in range(200)]))
    assert len(pages) > 2
    assert "199" in pages[-1]
