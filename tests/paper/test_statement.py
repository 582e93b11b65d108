"""The statement on A4: everything on it, on as many pages as it takes."""

from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest

from backoffice.domain.documents import (
    Bilingual,
    Place,
    Statement,
    StatementAccount,
    StatementLine,
)
from backoffice.domain.refusal import Refusal
from printing import gate, raster
from printing.faces import statement
from printing.registry import open_printers
from tests.fixtures.documents import a_receipt

_AT = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)


def both(en, zh=""):
    return Bilingual(en=en, zh=zh or en)


def a_statement(lines):
    account = StatementAccount(
        name=both("card …5678", "校园卡 …5678"),
        opening="¥0.00",
        closing=f"¥{lines}.00",
        lines=tuple(
            StatementLine(
                entry=number,
                at=_AT + timedelta(minutes=number),
                what=both("recharged in cash", "现金充值"),
                where="22",
                counterpart=both("drawer 22", "钱箱 22"),
                amount="+¥1.00",
                balance=f"¥{number}.00",
            )
            for number in range(1, lines + 1)
        ),
    )
    return Statement(
        place=Place(
            name=both("Main campus, window 22", "主校区 22 号窗口"),
            address=both("Service hall"),
            telephone="86413000",
        ),
        clerk="李娜 Li Na",
        at=_AT,
        holder="王小明  20140217",
        start=date(2026, 1, 1),
        end=date(2026, 12, 31),
        accounts=(account,),
        action_id="01J8Z3K4M5N6P7Q8R9S0T1V2W3",
    )


def pages_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_r3_it_says_every_figure_and_its_source_in_both_languages():
    drawn = statement.draw(a_statement(2))
    gate.check(drawn)
    [said] = pages_of(drawn.pdf)
    for words in (
        *("Statement of account", "账户明细", "王小明", "20140217", "2026-01-01", "2026-12-31"),
        *("Opening balance", "期初余额", "Closing balance", "期末余额", "card …5678"),
        *("recharged in cash", "现金充值", "drawer 22", "+¥1.00", "¥2.00", "2026-11-22 14:04"),
        "01J8Z3K4M5N6P7Q8R9S0T1V2W3",
    ):
        assert words in said, words
    assert statement.draw(a_statement(2)).pdf == drawn.pdf


def test_r3_many_lines_take_many_pages_and_none_is_lost():
    drawn = statement.draw(a_statement(1_000))
    pages = pages_of(drawn.pdf)
    assert len(pages) == drawn.pages > 10
    said = "".join(pages)
    assert said.count("recharged in cash") == 1_000
    assert "¥1000.00" in said
    assert all(f"Page {number}" in page for number, page in enumerate(pages, start=1))
    assert all("王小明" in page for page in pages)


def test_no_page_becomes_a_picture_where_there_is_no_bar_code_to_read_back(monkeypatch):
    looked_at = []
    monkeypatch.setattr(raster, "pages", lambda *pdf, **_: looked_at.append(pdf) or [])
    prepared = open_printers({}).prepare("receipt", a_statement(200))
    assert prepared.pages > 3
    assert looked_at == []  # 200 pages of pictures were 6 GiB
    with pytest.raises(Refusal):
        open_printers({}).prepare("receipt", a_receipt())  # control: here it does look
    assert looked_at


def test_nothing_at_all_is_a_statement_too():
    drawn = statement.draw(a_statement(0))
    assert drawn.pages == 1
    assert "¥0.00" in pages_of(drawn.pdf)[0]
