"""Rare names: found in some font and drawn right, or refused by field and character."""

import pytest
from PIL import Image, ImageOps

from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.sentences import sentence
from printing import raster
from printing.drawing import fonts
from printing.drawing.text import Words, fit, paragraph
from printing.faces import card
from tests.fixtures.documents import a_card
from tests.fixtures.pictures import NAME, by_another_hand, likeness, part

RARE = "䶮㛃𠅤𬭎"
FIELD = sentence("Name")


@pytest.fixture(autouse=True)
def _other_fonts():
    """Let no text that was set with some fonts be known with others."""
    fit.cache_clear()
    yield
    fit.cache_clear()


def only(monkeypatch, *names: str) -> None:
    """Leave the system these fonts."""
    files = tuple(path for path in fonts._files() if path.name in names)
    assert len(files) == len(names)
    monkeypatch.setattr(fonts, "_files", lambda: files)


def printed(name: str) -> Image.Image:
    front = raster.pages(card.draw(a_card(name=name)).pdf, dpi=300)[0]
    return part(front, NAME)


@pytest.mark.parametrize("char", RARE)
def test_a_rare_character_is_drawn_as_another_renderer_draws_it(char):
    own = likeness(printed(char), by_another_hand(char))
    others = [likeness(printed(char), by_another_hand(other)) for other in RARE if other != char]
    assert own > 0.9
    assert own > max(others) + 0.08


def test_a_missing_glyph_would_be_seen(monkeypatch):
    # Control: WenQuanYi lacks the character, and without the check the card comes out wrong.
    only(monkeypatch, "wqy-microhei.ttc")
    monkeypatch.setattr(fonts.Font, "holds", lambda *_: True)
    front = raster.pages(card.draw(a_card(name="䶮")).pdf, dpi=300)[0]
    name = part(front, NAME)
    drawn = ImageOps.invert(name.convert("L")).getbbox()
    assert drawn is None or likeness(name, by_another_hand("䶮")) < 0.85


def test_a_character_no_font_holds_is_refused_by_field_and_character(monkeypatch):
    only(monkeypatch, "wqy-microhei.ttc")
    with pytest.raises(Refusal) as refused:
        card.draw(a_card(name="王䶮"))
    assert refused.value.code == "glyph-missing"
    assert str(refused.value) == "Name: the character 䶮 (U+4DAE) can't be printed."
    assert refused.value.advice
    assert card.draw(a_card(name="王明")).pages == 2


@pytest.mark.parametrize("char", ["\n", "\x00", "\u202e", "\u200b", "\ue863", "\ud800", "\ufdd0"])
def test_invisible_and_private_characters_are_refused(char):
    with pytest.raises(Refusal) as refused:
        card.draw(a_card(name=f"王{char}明"))
    assert refused.value.code == "glyph-missing"
    assert f"U+{ord(char):04X}" in str(refused.value)


def test_one_font_for_the_whole_name_is_preferred():
    assert {font.name for font in fonts.fonts_for("王小明", FIELD)} == {"paper-wqy-microhei"}
    whole = fonts.fonts_for("王䶮", FIELD)
    assert len({font.name for font in whole}) == 1
    assert "wqy" not in whole[0].name


def test_else_each_character_finds_its_own(monkeypatch):
    only(monkeypatch, "wqy-microhei.ttc", "HanaMinB.ttf")
    names = [font.name for font in fonts.fonts_for("王𠅤", FIELD)]
    assert names == ["paper-wqy-microhei", "paper-HanaMinB"]
    assert len(Words("王𠅤王", FIELD).line(0, 3, 10).runs) == 3


def test_a_system_without_fonts_says_which_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "folders", lambda: iter([tmp_path]))
    fonts._files.cache_clear()
    try:
        with pytest.raises(Fault, match="WenQuanYi"):
            fonts.fonts_for("王", FIELD)
    finally:
        monkeypatch.undo()
        fonts._files.cache_clear()


def test_a_font_that_can_not_be_embedded_is_passed_over(monkeypatch, tmp_path):
    broken = tmp_path / "NotoSansSC-Regular.ttf"
    broken.write_bytes(b"OTTO no outlines reportlab could embed")
    files = (broken, *fonts._files())
    monkeypatch.setattr(fonts, "_files", lambda: files)
    assert fonts.fonts_for("王", FIELD)[0].name == "paper-wqy-microhei"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 200, ["one two three"]),
        ("one two three", 42, ["one two", "three"]),
        ("学院，学院", 21, ["学", "院，", "学院"]),
        ("Donaudampfschiff", 30, None),
        ("", 30, []),
    ],
)
def test_lines_break_where_people_break_them(text, width, lines):
    words = Words(text, FIELD)
    broken = [text[start:end] for start, end in words.broken(10, width)]
    assert "".join(broken).replace(" ", "") == text.replace(" ", "")
    assert all(line.width <= width for line in paragraph(text, FIELD, size=10, width=width).lines)
    if lines is not None:
        assert broken == lines
