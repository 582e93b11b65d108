"""The list of kept balances on A4: every line, on as many pages as it takes."""

from datetime import UTC, date, datetime

import pypdfium2

from backoffice.domain.documents import Bilingual, KeptBalances, KeptLine, Place
from printing.faces import kept_balances


def a_list(lines, **other):
    place = Place(
        name=Bilingual(en="Main campus, window 22", zh="主校区 22 号窗口"),
        address=Bilingual(en="Service hall", zh=""),
        telephone="86413000",
    )
    wanted = {
        "place": place,
        "clerk": "张伟",
        "at": datetime(2026, 11, 22, 14, 3, tzinfo=UTC),
        "lines": tuple(
            KeptLine(
                since=date(2026, 1, 1),
                holder="王小明" if at % 2 else "Maximilian-Alexander von und zu Habsburg",
                number=f"2014{at:04d}",
                card=f"{at:010d}",
                amount=f"¥{at}.00",
            )
            for at in range(lines)
        ),
        "total": "¥123.45",
        "count": lines,
        "part": 1,
        "parts": 1,
    }
    return KeptBalances(**wanted | other)


def words_of(drawn):
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(drawn.pdf)]


def test_every_line_is_there_once_under_its_sum():
    drawn = kept_balances.draw(a_list(150))
    pages = words_of(drawn)
    assert len(pages) == drawn.pages > 2
    assert all("¥123.45" in page and "(150)" in page for page in pages)
    everything = "".join(pages)
    assert [everything.count(f"{at:010d}") for at in range(150)] == [1] * 150


def test_an_empty_list_says_so_by_its_sum():
    [page] = words_of(kept_balances.draw(a_list(0, total="¥0.00")))
    assert "¥0.00" in page


def test_a_part_says_which_one_it_is():
    [page] = words_of(kept_balances.draw(a_list(3, part=2, parts=21, count=103_000)))
    assert "2 / 21" in page
    assert "(103000)" in page
