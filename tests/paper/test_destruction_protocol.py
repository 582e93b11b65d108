"""The protocol of a destruction on A4: every number, both names, the hash on every page."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest

from backoffice.domain.blanks import digest_numbers
from backoffice.domain.documents import Bilingual, DestroyedCard, DestructionProtocol
from printing import gate
from printing.faces import destruction_protocol
from tests.fixtures.documents import a_receipt

_AT = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)


def a_protocol(cards):
    numbers = [f"{10_000_000 + place:010d}" for place in range(cards)]
    return DestructionProtocol(
        number=17,
        place=a_receipt().place,
        at=_AT,
        clerk="李娜 Li Na",
        second="王芳 Wang Fang",
        cards=tuple(
            DestroyedCard(
                number=number,
                what=Bilingual(en="card", zh="卡"),
                since=_AT - timedelta(days=place),
            )
            for place, number in enumerate(numbers)
        ),
        digest=digest_numbers(numbers),
    )


def pages_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_it_names_every_card_and_both_who_sign():
    protocol = a_protocol(3)
    drawn = destruction_protocol.draw(protocol)
    gate.check(drawn)
    [page] = pages_of(drawn.pdf)
    for words in ("卡片销毁记录", "17", "李娜", "Wang Fang", "Signature, date", protocol.digest):
        assert words in page, words
    assert all(card.number in page for card in protocol.cards)


@pytest.mark.parametrize("cards", [1, 43, 200])
def test_signatures_stand_once_at_the_end_and_the_hash_on_every_page(cards):
    protocol = a_protocol(cards)
    drawn = destruction_protocol.draw(protocol)
    pages = pages_of(drawn.pdf)
    assert len(pages) == drawn.pages
    assert all(protocol.digest in page for page in pages)
    said = "".join(pages)
    assert said.count("Destroyed by") == pages[-1].count("Destroyed by") == 2
    assert "王芳 Wang Fang" in pages[-1].rpartition("Destroyed by")[2]
    assert all(said.count(card.number) == 1 for card in protocol.cards)


def test_it_is_drawn_for_the_file(tmp_path: Path):
    from printing.registry import open_printers

    pictures = open_printers({}).picture(a_protocol(30), dpi=100)
    assert pictures[0].startswith(b"\x89PNG")
    (tmp_path / "protocol.png").write_bytes(pictures[0])
